"""The datasets as a catalogue for machines: DCAT-AP-NO 3, as Turtle.

The profile (https://data.norge.no/specification/dcat-ap-no) demands of the catalogue title, description,
contact point and publisher; of a dataset these and a theme from the EU's list; of a distribution an address;
of a contact point a name and a page or an e-mail address; of a publisher a name. Catalogue, datasets and
publisher are named by addresses of this portal; the council's organisation number is not registered, so the
publisher has no address in the national register.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from osloregionen.datasets import Choice, Dataset, EditionChoice, Facts, Group, address, latest
from osloregionen.exports import FORMATS

#: Newer than the list of terms in rdflib, which is that of DCAT 2.
_HAS_VERSION, _VERSION = URIRef(f"{DCAT}hasVersion"), URIRef(f"{DCAT}version")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_THEME = Namespace(f"{_AUTHORITY}data-theme/")
_FILE_TYPE = Namespace(f"{_AUTHORITY}file-type/")
_LANGUAGE = URIRef(f"{_AUTHORITY}language/NOB")
_NORWAY = URIRef(f"{_AUTHORITY}country/NOR")
_PUBLIC = URIRef(f"{_AUTHORITY}access-right/PUBLIC")
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_COUNCIL_SITE = "https://www.osloregionen.no/"

#: Makes a whole address of a path.
Absolute = Callable[[str], str]


def catalogue(groups: Iterable[Group], absolute: Absolute) -> bytes:
    """Return the catalogue as Turtle. Queries: those of each dataset's facts."""
    return _Writer(absolute).written(groups)


class _Writer:
    """Writes one catalogue; its addresses are those of this portal, wherever that is."""

    def __init__(self, absolute: Absolute) -> None:
        self.absolute = absolute
        self.graph = Graph()
        for prefix, names in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", _VCARD)):
            self.graph.bind(prefix, names, override=True)
        self.page = URIRef(absolute(reverse("data")))
        self.catalogue = URIRef(f"{absolute(reverse('data_catalogue'))}#katalog")
        self.publisher = URIRef(f"{absolute(reverse('data_catalogue'))}#utgiver")
        self.contact = URIRef(f"{absolute(reverse('data_catalogue'))}#kontakt")

    def written(self, groups: Iterable[Group]) -> bytes:
        """Return all of it as Turtle."""
        self._council()
        changes = [self._dataset(one) for group in groups for one in group.datasets]
        about = self.catalogue
        self._add(about, RDF.type, DCAT.Catalog)
        self._describe(
            about,
            _("Datakatalog for Osloregionen"),
            _("Datasettene i portalen til Osloregionen interkommunalt politisk råd."),
        )
        self._add(about, FOAF.homepage, self.page)
        self._add(about, DCTERMS.language, _LANGUAGE)
        self._add(about, DCTERMS.spatial, _NORWAY)
        self._add(about, DCAT.themeTaxonomy, URIRef(_THEME.rstrip("/")))
        self._moment(about, latest(*changes))
        return self.graph.serialize(format="turtle", encoding="utf-8")

    def _council(self) -> None:
        name = "Osloregionen interkommunalt politisk råd"
        self._add(self.publisher, RDF.type, FOAF.Agent)
        self._add(self.publisher, FOAF.name, Literal(name, lang="nb"))
        self._add(self.publisher, FOAF.homepage, URIRef(_COUNCIL_SITE))
        self._add(self.contact, RDF.type, _VCARD.Organization)
        self._add(self.contact, _VCARD.fn, Literal(name, lang="nb"))
        # Its e-mail address is not registered; the page about the council leads on.
        self._add(self.contact, _VCARD.hasURL, URIRef(self.absolute(reverse("members:page_about"))))

    def _dataset(self, dataset: Dataset) -> dt.datetime | None:
        """Write a dataset, and each of its editions as a version of it; return when it last changed."""
        facts = dataset.facts(Choice())
        node = URIRef(f"{self.page}#{dataset.name}")
        self._add(self.catalogue, DCAT.dataset, node)
        self._about(node, dataset, facts, str(dataset.title))
        self._moment(node, facts.changed)
        if not facts.missing:
            self._distributions(node, dataset, facts, Choice(), str(dataset.title))
        for edition in facts.editions:
            self._edition(node, dataset, facts, edition)
        return facts.changed

    def _edition(self, whole: URIRef, dataset: Dataset, of_all: Facts, edition: EditionChoice) -> None:
        facts = replace(of_all, source=edition.source, first=edition.first, last=edition.last)
        node = URIRef(f"{whole}-utgave-{edition.key}")
        title = f"{dataset.title}: {edition.title}"
        self._add(self.catalogue, DCAT.dataset, node)
        self._add(whole, _HAS_VERSION, node)
        self._about(node, dataset, facts, title)
        self._add(node, _VERSION, Literal(edition.key))
        if edition.published_on is not None:
            self._add(node, DCTERMS.issued, Literal(edition.published_on, datatype=XSD.date))
        self._distributions(node, dataset, facts, Choice(edition=edition.key), title)

    def _about(self, node: URIRef, dataset: Dataset, facts: Facts, title: str) -> None:
        """Write what the profile demands of a dataset, and what helps to find and judge it."""
        self._add(node, RDF.type, DCAT.Dataset)
        self._describe(node, title, str(dataset.description))
        self._add(node, DCTERMS.identifier, Literal(str(node)))
        self._add(node, DCTERMS.accessRights, _PUBLIC)
        self._add(node, DCTERMS.language, _LANGUAGE)
        self._add(node, DCTERMS.spatial, _NORWAY)
        self._add(node, DCAT.landingPage, URIRef(f"{self.page}#{dataset.name}"))
        for theme in dataset.themes:
            self._add(node, DCAT.theme, _THEME[theme])
        for word in dataset.keywords:
            self._add(node, DCAT.keyword, Literal(str(word), lang="nb"))
        if facts.first is not None and facts.last is not None:
            self._period(node, facts.first, facts.last)
        if facts.source:
            self._statement(node, DCTERMS.provenance, DCTERMS.ProvenanceStatement, facts.source)

    def _distributions(
        self, node: URIRef, dataset: Dataset, facts: Facts, choice: Choice, title: str
    ) -> None:
        for kind in FORMATS.values():
            file = URIRef(self.absolute(address(dataset, kind.name, choice)))
            about = URIRef(f"{node}-{kind.name}")
            self._add(node, DCAT.distribution, about)
            self._add(about, RDF.type, DCAT.Distribution)
            self._add(about, DCTERMS.title, Literal(f"{title} ({kind.label})", lang="nb"))
            self._add(about, DCAT.accessURL, file)
            self._add(about, DCAT.downloadURL, file)
            self._add(about, DCTERMS.format, _FILE_TYPE[kind.name.upper()])
            media_type = kind.content_type.partition(";")[0]
            self._add(about, DCAT.mediaType, URIRef(f"{_MEDIA_TYPE}{media_type}"))
            if facts.licence.uri:
                self._add(about, DCTERMS.license, URIRef(facts.licence.uri))
            words = _("Lisens: %(words)s") % {"words": facts.licence.words}
            self._statement(about, DCTERMS.rights, DCTERMS.RightsStatement, words)

    # --- What several have

    def _describe(self, node: URIRef, title: str, description: str) -> None:
        self._add(node, DCTERMS.title, Literal(title, lang="nb"))
        self._add(node, DCTERMS.description, Literal(description, lang="nb"))
        self._add(node, DCTERMS.publisher, self.publisher)
        self._add(node, DCAT.contactPoint, self.contact)

    def _statement(self, node: URIRef, said: URIRef, kind: URIRef, text: str) -> None:
        statement = BNode()
        self._add(node, said, statement)
        self._add(statement, RDF.type, kind)
        self._add(statement, RDFS.label, Literal(text, lang="nb"))

    def _moment(self, node: URIRef, moment: dt.datetime | None) -> None:
        if moment is not None:
            self._add(node, DCTERMS.modified, Literal(moment.isoformat(), datatype=XSD.dateTime))

    def _period(self, node: URIRef, first: dt.date, last: dt.date) -> None:
        period = BNode()
        self._add(node, DCTERMS.temporal, period)
        self._add(period, RDF.type, DCTERMS.PeriodOfTime)
        self._add(period, DCAT.startDate, Literal(first, datatype=XSD.date))
        self._add(period, DCAT.endDate, Literal(last, datatype=XSD.date))

    def _add(self, subject: URIRef | BNode, said: URIRef, value: URIRef | BNode | Literal) -> None:
        self.graph.add((subject, said, value))
