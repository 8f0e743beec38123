"""The catalogue for machines: parses as RDF, and has all that DCAT-AP-NO demands, of the right kinds.

The demands are those of version 3 of the profile (https://data.norge.no/specification/dcat-ap-no), as its
lists of mandatory properties and its shapes for validation have them.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from django.test import Client
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF
from rdflib.term import Node

from osloregionen.data_views import DATASETS
from tests.scenarios import SMALL

pytestmark = pytest.mark.django_db

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CATALOGUE = "http://testserver/data/katalog.ttl"
#: The EU's list of data themes, from which every dataset must name one.
THEMES = {
    URIRef(f"http://publications.europa.eu/resource/authority/data-theme/{code}")
    for code in (
        *("AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI"),
        *("TECH", "TRAN"),
    )
}


def is_address(value: Node) -> bool:
    return isinstance(value, URIRef) and str(value).startswith(("http://", "https://"))


def is_in_norwegian(value: Node) -> bool:
    return isinstance(value, Literal) and value.language == "nb" and bool(value.strip())


def is_text(value: Node) -> bool:
    return isinstance(value, Literal) and bool(value.strip())


def is_day_or_moment(value: Node) -> bool:
    return (
        isinstance(value, Literal) and value.datatype in (XSD.date, XSD.dateTime) and value.value is not None
    )


def is_number_of_bytes(value: Node) -> bool:
    return isinstance(value, Literal) and value.datatype == XSD.nonNegativeInteger


class Demand(NamedTuple):
    """A property that must be there, of which kind, and how often at most (None: any number)."""

    said: URIRef
    kind: Callable[[Node], bool]
    most: int | None = None


_RESOURCE = (
    # One value in each language: ours is one.
    Demand(DCTERMS.title, is_in_norwegian, 1),
    Demand(DCTERMS.description, is_in_norwegian, 1),
    Demand(DCTERMS.publisher, is_address, 1),
    Demand(DCAT.contactPoint, is_address),
)
MANDATORY = {
    DCAT.Catalog: _RESOURCE,
    DCAT.Dataset: (*_RESOURCE, Demand(DCAT.theme, is_address)),
    DCAT.Distribution: (Demand(DCAT.accessURL, is_address),),
    FOAF.Agent: (Demand(FOAF.name, is_text),),
    # A page or an e-mail address: a page is what is known.
    VCARD.Organization: (Demand(VCARD.fn, is_text), Demand(VCARD.hasURL, is_address)),
}
#: What need not be there, but where it is must be of this kind, and there only once.
KINDS = (
    Demand(DCTERMS.modified, is_day_or_moment, 1),
    Demand(DCTERMS.issued, is_day_or_moment, 1),
    Demand(DCAT.startDate, is_day_or_moment, 1),
    Demand(DCAT.endDate, is_day_or_moment, 1),
    Demand(DCTERMS.license, is_address, 1),
    Demand(DCTERMS.accessRights, is_address, 1),
    Demand(DCTERMS["format"], is_address, 1),
    Demand(DCAT.mediaType, is_address, 1),
    Demand(FOAF.homepage, is_address, 1),
    Demand(DCTERMS.identifier, is_text, 1),
    Demand(DCAT.downloadURL, is_address),
    Demand(DCTERMS.language, is_address),
    Demand(DCTERMS.spatial, is_address),
    Demand(DCAT.keyword, is_in_norwegian),
    Demand(DCAT.landingPage, is_address),
    Demand(URIRef(f"{DCAT}hasVersion"), is_address),
    Demand(URIRef(f"{DCAT}version"), is_text, 1),
)


def catalogue(client: Client) -> Graph:
    """Return the catalogue, read by an RDF parser."""
    answer = client.get("/data/katalog.ttl")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/turtle; charset=utf-8"
    return Graph().parse(data=answer.content, format="turtle")


#: What a property leads to.
LEADS_TO = {
    DCTERMS.publisher: FOAF.Agent,
    DCAT.contactPoint: VCARD.Organization,
    DCAT.dataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCTERMS.provenance: DCTERMS.ProvenanceStatement,
    DCTERMS.rights: DCTERMS.RightsStatement,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
}


def faults(graph: Graph) -> list[str]:
    """Return every demand of the profile that the graph does not meet."""
    return [*_missing(graph), *_wrong_kinds(graph), *_wrong_things(graph)]


def _missing(graph: Graph) -> Iterator[str]:
    for kind, demands in MANDATORY.items():
        things = set(graph.subjects(RDF.type, kind))
        if not things:
            yield f"no {kind}"
        for thing in things:
            lacking = (one.said for one in demands if not list(graph.objects(thing, one.said)))
            yield from (f"{thing} lacks {said}" for said in lacking)


def _wrong_kinds(graph: Graph) -> Iterator[str]:
    for demand in (*(one for demands in MANDATORY.values() for one in demands), *KINDS):
        for thing in set(graph.subjects(demand.said)):
            yield from _wrong(graph, thing, demand)


def _wrong_things(graph: Graph) -> Iterator[str]:
    for said, kind in LEADS_TO.items():
        for thing, value in graph.subject_objects(said):
            if (value, RDF.type, kind) not in graph:
                yield f"{thing} {said} is no {kind}"
    for thing in graph.subjects(RDF.type, DCAT.Dataset):
        if isinstance(thing, BNode) or not set(graph.objects(thing, DCAT.theme)) & THEMES:
            yield f"{thing} has no address, or no theme of the EU's"


def _wrong(graph: Graph, thing: Node, demand: Demand) -> Iterator[str]:
    values = list(graph.objects(thing, demand.said))
    for value in values:
        if not demand.kind(value):
            yield f"{thing} {demand.said} is {value!r}"
    if demand.most is not None and len(values) > demand.most:
        yield f"{thing} {demand.said} is there {len(values)} times"


def test_the_councils_catalogue_has_all_that_the_profile_demands(client: Client) -> None:
    graph = catalogue(client)
    assert faults(graph) == []
    datasets = set(graph.objects(URIRef(f"{CATALOGUE}#katalog"), DCAT.dataset))
    assert datasets == {URIRef(f"http://testserver/data/#{name}") for name in DATASETS}


def test_so_has_one_with_editions_which_are_versions_of_their_dataset(
    client: Client, world: Callable[..., None]
) -> None:
    world("filled", **SMALL)
    graph = catalogue(client)
    assert faults(graph) == []
    whole = URIRef("http://testserver/data/#utslipp")
    versions = set(graph.objects(whole, URIRef(f"{DCAT}hasVersion")))
    assert len(versions) == 3
    for version in versions:
        files = [str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(version, DCAT.distribution)]
        assert len(files) == 3
        for file in files:
            answer = client.get(file)
            assert answer.status_code == 200, file
            # Read to its end: closed half-read, the test client lets the database go.
            assert b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (DCTERMS.title, DCAT.Dataset),
        (DCAT.theme, DCAT.Dataset),
        (DCAT.accessURL, DCAT.Distribution),
        (DCAT.contactPoint, DCAT.Catalog),
        (FOAF.name, FOAF.Agent),
    ],
)
def test_what_is_left_out_would_be_noticed(client: Client, said: URIRef, kind: URIRef) -> None:
    graph = catalogue(client)
    thing = next(iter(graph.subjects(RDF.type, kind)))
    graph.remove((thing, said, None))
    assert f"{thing} lacks {said}" in faults(graph)


def test_the_publisher_is_the_council_and_no_number_is_invented_for_it(client: Client) -> None:
    graph = catalogue(client)
    publisher = URIRef(f"{CATALOGUE}#utgiver")
    assert set(graph.objects(None, DCTERMS.publisher)) == {publisher}
    assert str(graph.value(publisher, FOAF.name)) == "Osloregionen interkommunalt politisk råd"
    assert graph.value(publisher, DCTERMS.identifier) is None


def test_licences_stand_only_where_they_are_known_and_the_rest_is_told_in_words(client: Client) -> None:
    graph = catalogue(client)

    def licence(name: str) -> tuple[str | None, str]:
        file = URIRef(f"http://testserver/data/#{name}-csv")
        words = graph.value(graph.value(file, DCTERMS.rights), RDFS.label)
        known = graph.value(file, DCTERMS.license)
        return str(known) if known else None, str(words)

    nlod = "http://publications.europa.eu/resource/authority/licence/NLOD_2_0"
    assert licence("folketall") == (nlod, "Lisens: Norsk lisens for offentlige data (NLOD) 2.0")
    assert licence("utslippskilder") == (
        None,
        "Lisens: Ikke bekreftet. Oppgi alltid Miljødirektoratet som kilde.",
    )


def test_every_file_of_the_catalogue_can_be_fetched(client: Client) -> None:
    for file in set(catalogue(client).objects(None, DCAT.downloadURL)):
        if str(file).endswith(".json"):
            assert client.get(str(file)).status_code == 200, file
