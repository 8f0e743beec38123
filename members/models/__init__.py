"""Models of the members app, by subject."""

from members.models.council import Body, Document, Meeting, Page
from members.models.figures import Population, PublishedFigure
from members.models.municipality import County, Membership, Municipality, MunicipalityNumber

__all__ = [
    "Body",
    "County",
    "Document",
    "Meeting",
    "Membership",
    "Municipality",
    "MunicipalityNumber",
    "Page",
    "Population",
    "PublishedFigure",
]
