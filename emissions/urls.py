"""Addresses of the app. Fixed ones stand before those that begin with a municipality's name."""

from django.urls import path

from emissions.views import climate, editions, members, method, municipality, overview, published, sectors

app_name = "emissions"

urlpatterns = [
    path("utslipp/", overview.overview, name="overview"),
    path("utslipp/klimastatus/", climate.climate_list, name="climate_list"),
    path("utslipp/klimastatus/<int:year>/", climate.climate_report, name="climate_report"),
    path("utslipp/klimastatus/<int:year>.pdf", climate.climate_pdf, name="climate_pdf"),
    path(
        "utslipp/klimastatus/<int:year>/publisert.pdf",
        climate.climate_published_pdf,
        name="climate_published_pdf",
    ),
    path("utslipp/kommuner/", members.members, name="members"),
    path("utslipp/metode/", method.method, name="method"),
    path("utslipp/publisert/", published.published, name="published"),
    path("utslipp/sektorer/", sectors.sectors, name="sectors"),
    path("utslipp/sektorer/<slug:sector>/", sectors.sector, name="sector"),
    path("utslipp/utgaver/", editions.editions, name="editions"),
    path("utslipp/utgaver/<int:first>/<int:second>/", editions.edition_comparison, name="edition_comparison"),
    path("utslipp/<slug:slug>/", municipality.municipality, name="municipality"),
    path("utslipp/<slug:slug>/<slug:sector>/", sectors.municipality_sector, name="municipality_sector"),
]
