"""The page of the datasets, their files, and the catalogue for machines: joins the apps' lists of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actionplan.datasets import PLANS
from declaration.datasets import DECLARATIONS
from emissions.datasets import EMISSIONS
from members.datasets import COUNCIL, MEMBERS, municipality_choices, municipality_of
from osloregionen import exports, large_files
from osloregionen.datasets import Choice, Dataset, Facts, Group, Licence, address, not_there
from osloregionen.exports import FORMATS, Export
from osloregionen.formatting import moment_nb
from osloregionen.large_files import LargeExport
from osloregionen.pages import Arguments
from osloregionen.parts import Fact

GROUPS = (
    Group(_("Medlemmer"), MEMBERS),
    Group(_("Rådet"), COUNCIL),
    Group(_("Erklæringer"), DECLARATIONS),
    Group(_("Handlingsprogram"), PLANS),
    Group(_("Utslipp"), EMISSIONS),
)
DATASETS = {dataset.name: dataset for group in GROUPS for dataset in group.datasets}


@dataclass(frozen=True)
class Link:
    """A file to download, and what it is called."""

    label: str
    url: str


@dataclass(frozen=True)
class EditionLine:
    """An edition of a dataset with its files."""

    title: str
    links: list[Link]


@dataclass(frozen=True)
class Line:
    """A dataset as the page shows it. `missing` says why there is no file; `whole` that a file has it all."""

    name: str
    title: str
    description: str
    page: str
    facts: list[Fact]
    links: list[Link]
    editions: list[EditionLine]
    missing: str
    whole: bool


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show every dataset with source, licence, date and files; `?kommune=` leads to one municipality's.

    About a hundred queries, however many rows there are; kept until the content changes.
    """
    choice = Choice(municipality=request.GET.get("kommune", ""))
    municipality = municipality_of(choice)
    context = {
        "groups": [(group.title, [_line(one, choice) for one in group.datasets]) for group in GROUPS],
        "choices": municipality_choices(),
        "municipality": municipality,
        "catalogue": reverse("data_catalogue"),
        "crumb_here": _("Data"),
    }
    return render(request, "data/data.html", context)


@require_safe
def data_catalogue(request: HttpRequest) -> HttpResponse:
    """Answer with the catalogue as DCAT-AP-NO. Queries as `data`."""
    # It takes a third of a second to import, and few ask: not when every worker starts.
    from osloregionen.dcat import catalogue

    body = catalogue(GROUPS, request.build_absolute_uri)
    return HttpResponse(body, content_type="text/turtle; charset=utf-8")


@require_safe
def data_file(request: HttpRequest, name: str, file_format: str) -> HttpResponseBase:
    """Answer with a dataset as a file: all of it, or what `?kommune=` and `?utgave=` choose.

    404 or 400 in words where the address names what is not there, or what the dataset is not divided by.
    """
    dataset = DATASETS.get(name)
    if dataset is None:
        raise not_there(_("Portalen har ikke datasettet «%(name)s». Alle står på siden «Data»."), name=name)
    choice = _choice(request, dataset)
    wanted = file_format.lower()
    if wanted not in FORMATS:
        raise not_there(
            _("Datasettet «%(name)s» finnes som csv, xlsx og json, ikke som «%(format)s»."),
            name=name,
            format=file_format,
        )
    url = request.build_absolute_uri(address(dataset, wanted, choice))
    content = dataset.file(choice)
    if isinstance(content, LargeExport):
        return large_files.response(request, content.at(url), wanted)
    of = f"-{choice.municipality}" if choice.municipality else ""
    export = Export(content, f"{name}{of}", str(dataset.title), dataset.facts(choice).source, url)
    return exports.response(export, wanted)


def every_file() -> Iterator[Arguments]:
    """Give the addresses of all files there are of whole datasets. A query for those of editions."""
    for dataset in DATASETS.values():
        if not dataset.by_edition or not dataset.facts(Choice()).missing:
            for file_format in FORMATS:
                yield {"name": dataset.name, "file_format": file_format}


def one_municipality() -> list[str]:
    """Return the choice of a municipality as an address has it; nothing where there are none. One query."""
    return [f"kommune={slug}" for slug, _name in municipality_choices()[:1]]


def _choice(request: HttpRequest, dataset: Dataset) -> Choice:
    """Return what the address asks for. Raises BadRequest where the dataset is not divided so."""
    choice = Choice(request.GET.get("kommune", ""), request.GET.get("utgave", ""))
    values = {"title": dataset.title}
    if choice.municipality and not dataset.by_municipality:
        raise BadRequest(_now("Datasettet «%(title)s» er ikke delt opp etter kommune.") % values)
    if choice.edition and not dataset.by_edition:
        raise BadRequest(_now("Datasettet «%(title)s» har ikke utgaver å velge mellom.") % values)
    return choice


def _line(dataset: Dataset, choice: Choice) -> Line:
    part = choice if dataset.by_municipality else Choice()
    facts = dataset.facts(part)
    return Line(
        name=dataset.name,
        title=str(dataset.title),
        description=str(dataset.description),
        page=reverse(dataset.page),
        facts=_facts(facts),
        links=_links(dataset, part),
        editions=[
            EditionLine(edition.title, _links(dataset, Choice(part.municipality, edition.key)))
            for edition in facts.editions
            if not (part.municipality and edition.municipality) or edition.municipality == part.municipality
        ],
        missing=facts.missing,
        whole=bool(choice.municipality and not dataset.by_municipality),
    )


def _facts(facts: Facts) -> list[Fact]:
    return [
        Fact(_now("Kilde"), facts.source),
        Fact(_now("Lisens"), _licence(facts.licence)),
        Fact(_now("Gjelder"), facts.concerns),
        Fact(_now("Sist endret"), moment_nb(facts.changed) if facts.changed else None),
    ]


def _licence(licence: Licence) -> str:
    if not licence.page:
        return str(licence.words)
    return format_html('<a href="{}">{}</a>', licence.page, licence.words)


def _links(dataset: Dataset, choice: Choice) -> list[Link]:
    return [Link(kind.label, address(dataset, kind.name, choice)) for kind in FORMATS.values()]
