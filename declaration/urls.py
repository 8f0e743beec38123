"""Addresses of the app."""

from django.urls import URLPattern

app_name = "declaration"

urlpatterns: list[URLPattern] = []
