"""Addresses of the app."""

from django.urls import path

from declaration import views

app_name = "declaration"

urlpatterns = [
    path("erklaringer/", views.declaration_list, name="declaration_list"),
    path("erklaringer/<slug:slug>/", views.declaration_detail, name="declaration_detail"),
    path("erklaringer/<slug:slug>.pdf", views.declaration_pdf, name="declaration_pdf"),
    path("erklaringer/<slug:slug>/status/", views.DeclarationStatus.as_view(), name="declaration_status"),
]
