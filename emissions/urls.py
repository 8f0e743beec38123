"""Addresses of the app."""

from django.urls import path

from emissions import views

app_name = "emissions"

urlpatterns = [
    path("utslipp/", views.overview, name="overview"),
]
