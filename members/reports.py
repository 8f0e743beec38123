"""The members' PDFs: what osloregionen.documents answers with."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.urls import reverse

from members.models import Municipality
from members.sheet import sheet_of
from osloregionen.documents import Content, Document


def sheet_document(
    municipality: Municipality, declarations: Callable[[], object], emissions: Callable[[], object]
) -> Document:
    """Return a municipality's sheet as a document. Takes one from `selectors.municipality_with_story`.

    `declarations` gives its declaration.party_story.PartyStory and `emissions` its
    emissions.climate.municipality.MunicipalityEmissions. They are called only when the sheet is made: making
    it takes no other queries than that.
    """

    def make(address: str) -> Content:
        sheet = sheet_of(municipality, declarations(), emissions(), address)
        return render_to_string("members/municipality_pdf.html", {"report": sheet}), {}

    url = reverse("members:municipality_pdf", kwargs={"slug": municipality.slug})
    name = f"kommuneark-{municipality.slug}"
    return Document(name=name, url=url, page=municipality, make=make, one_of_many=True)
