"""Addresses of the members, their meetings and documents, and the fixed pages."""

from django.urls import path

from members import views

app_name = "members"

urlpatterns = [
    path("medlemmer/", views.MunicipalityListView.as_view(), name="municipality_list"),
    # Before <slug>: no municipality may take the address.
    path("medlemmer/finn/", views.municipality_find, name="municipality_find"),
    path("medlemmer/<slug:slug>/", views.municipality_detail, name="municipality_detail"),
    path("medlemmer/<slug:slug>.pdf", views.municipality_pdf, name="municipality_pdf"),
    path("moter/", views.MeetingListView.as_view(), name="meeting_list"),
    path("moter.ics", views.calendar, name="calendar"),
    path("dokumenter/", views.DocumentListView.as_view(), name="document_list"),
    path("filer/<path:name>", views.document_file, name="document_file"),
    path("om/", views.page_about, name="page_about"),
    path("personvern/", views.page_privacy, name="page_privacy"),
    path("tilgjengelighet/", views.page_accessibility, name="page_accessibility"),
]
