"""Addresses of the app. Fixed ones stand before those that begin with a municipality's name."""

from django.urls import path

from emissions.views import overview

app_name = "emissions"

urlpatterns = [
    path("utslipp/", overview.overview, name="overview"),
]
