"""What is said of emissions in sentences and large figures: whose, how much, since when, by which edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from emissions.current import publication_in_use
from emissions.figures import (
    REGION,
    Basis,
    Change,
    Difference,
    MemberLine,
    Place,
    PublishedBeside,
    Rank,
    SectorLine,
    Series,
    YearLine,
    basis_of,
    series_of,
    year_lines,
)
from emissions.models import Edition
from emissions.tables import numbers
from osloregionen.formatting import date_nb, list_nb, number_nb

#: So many members that lack figures are named.
_NAMED = 5
#: Where the method of each figure stands: headings of docs/utslippstall.md, as they are in addresses.
METHOD = {
    "total": "utslipp",
    "change": "endring",
    "per-head": "per-innbygger",
    "share": "andel",
    "rank": "plassering",
    "similar": "lignende-kommuner",
    "target": "mal",
    "missing": "manglende-tall",
    "basis": "ni-og-ti-sektorer",
    "editions": "utgaver",
    "published": "publiserte-tall",
    "sources": "utslippskilder-og-gasser",
    "rounding": "avrunding",
    "region": "regionen",
}


def method_url(figure: str) -> str:
    """Return where the method of a figure is told; `figure` is a key of `METHOD`. No queries."""
    return f"{reverse('emissions:method')}#{METHOD[figure]}"


@dataclass(frozen=True)
class KeyFigure:
    """A large figure with its words and the address of its method; `value` None reads "ikke registrert"."""

    value: str | None
    label: str
    method: str
    note: str = ""


def whose(place: Place) -> str:
    """Return a place as it stands after «i»: «Osloregionen», «Asker kommune». No queries."""
    if place.municipality is not None:
        return _("%(name)s kommune") % {"name": place.name}
    return place.name


def lead(
    place: Place, line: YearLine | None, *, lacking: Sequence[str] = (), has_any_sector: bool = True
) -> str:
    """Say a year's emissions and how they have changed, in two short sentences. No queries.

    Of a year without a sum: `lacking` are the names of the members that lack figures, told where few;
    `has_any_sector` whether a municipality has a figure of any sector.
    """
    if line is None:
        return _("Utgaven har ingen tall for %(whose)s.") % {"whose": whose(place)}
    if line.grams is None:
        return _missing_lead(place, line, lacking, has_any_sector=has_any_sector)
    said = _("Utslippene i %(whose)s var %(tonnes)s tonn CO₂-ekvivalenter i %(year)s.")
    values = {"whose": whose(place), "tonnes": number_nb(numbers.tonnes(line.grams) or 0), "year": line.year}
    changes = [
        compared(since, year)
        for since, year in ((line.since_before, line.before_year), (line.since_base, line.base_year))
        if since.percent is not None and year is not None
    ]
    sentence = said % values
    if changes:
        sentence += " " + _("Det er %(changes)s.") % {"changes": list_nb(list(dict.fromkeys(changes)))}
    if line.before_year is not None and line.since_before.grams is None:
        unknown = _("Endringen siden %(year)s er ikke kjent, for det året mangler tall.")
        sentence += " " + unknown % {"year": line.before_year}
    return sentence


def sector_lead(place: Place, line: SectorLine, series: Series, year: int, counted: str) -> str:
    """Say a sector's emissions in a year, its share of the total, and how they have changed. No queries.

    `counted` says of how many members the region has figures of it: «tall for 63 av 64».
    """
    name = line.sector.name
    if line.grams is None:
        said = _("Utslippene i sektoren %(sector)s i %(whose)s i %(year)s er ikke registrert.")
        if place.municipality is None:
            said = _(
                "%(whose)s har ingen sum av sektoren %(sector)s for %(year)s, bare %(counted)s kommuner."
            )
        return said % {"sector": name, "whose": whose(place), "year": year, "counted": counted}
    said = _("Utslippene i sektoren %(sector)s i %(whose)s var %(tonnes)s tonn CO₂-ekvivalenter i %(year)s.")
    values = {"sector": name, "tonnes": number_nb(numbers.tonnes(line.grams) or 0), "whose": whose(place)}
    sentences = [said % {**values, "year": year}]
    if line.share is not None:
        words = _("Det er %(share)s av utslippene (%(basis)s).")
        sentences.append(words % {"share": numbers.share_nb(line.share), "basis": series.basis.label})
    changes = [
        compared(since, former)
        for whole, former in ((line.since_before, series.before(year)), (line.since_base, series.base_year))
        for since in [numbers.as_shown(whole, line.grams)]
        if since.percent is not None and former is not None
    ]
    if changes:
        words = _("Utslippene er %(changes)s.")
        sentences.append(words % {"changes": list_nb(list(dict.fromkeys(changes)))})
    return " ".join(sentences)


def _missing_lead(place: Place, line: YearLine, lacking: Sequence[str], *, has_any_sector: bool) -> str:
    if line.members > 1:
        said = _(
            "Osloregionen har ingen sum for %(year)s: %(counted)s av %(members)s kommuner har tall i alle "
            "sektorene det året."
        )
        told = said % {"year": line.year, "counted": line.counted, "members": line.members}
        if 0 < len(lacking) <= _NAMED:
            told += " " + _("Det mangler tall for %(names)s.") % {"names": list_nb(lacking)}
        return told
    said = _("Utslippene i %(whose)s i %(year)s er ikke registrert: Utgaven mangler tall i minst én sektor.")
    if not has_any_sector:
        said = _(
            "Utslippene i %(whose)s i %(year)s er ikke registrert: Utgaven har ingen tall for kommunen "
            "det året."
        )
    return said % {"whose": whose(place), "year": line.year}


def compared(since: Change, year: int) -> str:
    """Return a change as «3,2 % lavere enn i 2023»; needs its percentage. No queries."""
    percent = since.percent or Fraction()
    if percent == 0:
        return _("det samme som i %(year)s") % {"year": year}
    words = _("%(percent)s lavere enn i %(year)s") if percent < 0 else _("%(percent)s høyere enn i %(year)s")
    return words % {"percent": numbers.share_nb(abs(percent)), "year": year}


def edition_sentence(edition: Edition, basis: Basis, *, is_current: bool) -> str:
    """Say which edition the figures are from, when it was published, and over which sectors. No queries."""
    said = _("Tallene er fra utgaven som ble publisert %(date)s, og gjelder %(basis)s.")
    if not is_current:
        said = _("Tallene er fra en annen utgave enn den som gjelder nå: publisert %(date)s, %(basis)s.")
    return said % {"date": published(edition), "basis": basis.label}


def published(edition: Edition) -> str:
    """Return when an edition was published. No queries."""
    return date_nb(edition.published_on) if edition.published_on else _("uten dato")


@dataclass(frozen=True)
class Headline:
    """The region's emissions in few words, with the edition they are from."""

    text: str
    edition: str
    source: str


def region_headline() -> Headline | None:
    """Return what the edition in use says of the region in its newest year; None where none is in use.

    Over all sectors of the edition, as `/utslipp/` shows it. Five queries at most.
    """
    publication = publication_in_use(Edition.Kind.ALL)
    if publication is None:
        return None
    edition = publication.edition
    basis = basis_of(edition)
    newest = next(iter(year_lines(series_of(REGION, edition, basis))), None)
    return Headline(
        text=lead(REGION, newest),
        edition=edition_sentence(edition, basis, is_current=True),
        source=edition.source,
    )


def beside_published(edition: Edition, line: PublishedBeside, first: int, last: int) -> str:
    """Say what an edition says of the change that the council published, or what it lacks. No queries."""
    since = line.edition_change
    if since.grams is None:
        return line.explanation
    said = _(
        "I utgaven som ble publisert %(date)s, er de %(change)s fra %(first)s til %(last)s (ni sektorer)."
    )
    change = _("uendret")
    if since.grams < 0:
        change = _("gått ned med %(much)s")
    elif since.grams > 0:
        change = _("gått opp med %(much)s")
    much = numbers.tonnes_nb(abs(since.grams))
    if since.percent is not None:
        much = _("%(percent)s, %(tonnes)s,") % {
            "percent": numbers.share_nb(abs(since.percent)),
            "tonnes": much,
        }
    values = {"date": published(edition), "change": change % {"much": much}, "first": first, "last": last}
    return said % values


def source_of(edition: Edition, basis: Basis) -> str:
    """Return what stands as the source below figures: the edition's, its date and the sectors. No queries."""
    said = _("%(source)s Utgaven ble publisert %(date)s; tallene gjelder %(basis)s.")
    return said % {
        "source": edition.source.rstrip(),
        "date": published(edition),
        "basis": basis.label,
    }


def key_figures(
    place: Place, line: YearLine, rank: MemberLine | None = None, *, has_country: bool = True
) -> list[KeyFigure]:
    """Return a year's large figures, each with where its method stands. No queries.

    `rank` is a municipality's line among the members, for its place and its share of the region. Where the
    edition has no sum of the country's (`has_country`), the page says so once.
    """
    counted = _("tall for %(counted)s av %(members)s") % {"counted": line.counted, "members": line.members}
    is_partial = line.grams is None and line.members > 1
    figures = [
        KeyFigure(
            counted if is_partial else _number(line.grams),
            _("tonn CO₂-ekvivalenter i %(year)s") % {"year": line.year},
            method_url("missing" if is_partial else "total"),
        )
    ]
    if line.before_year is not None:
        figures.append(_change_figure(line.since_before, line.before_year))
    if line.base_year is not None and line.base_year not in (line.year, line.before_year):
        figures.append(_change_figure(line.since_base, line.base_year))
    figures.append(
        KeyFigure(
            None if line.per_head is None else numbers.per_head_nb(line.per_head),
            _("tonn per innbygger"),
            method_url("per-head"),
        )
    )
    if rank is not None:
        figures.append(KeyFigure(_share(rank.of_region), _("av Osloregionens utslipp"), method_url("share")))
    of_country = rank.of_country if rank is not None else line.of_country
    if has_country:
        figures.append(
            KeyFigure(_share(of_country), _("av summen av kommunene i landet"), method_url("share"))
        )
    if rank is not None and rank.rank is not None:
        figures.append(
            KeyFigure(
                _("nr. %(place)s") % {"place": rank.rank.place},
                _("av %(of)s etter utslipp") % {"of": rank.rank.of},
                method_url("rank"),
                _("delt plass") if rank.rank.shared else "",
            )
        )
    return figures


def _change_figure(since: Change, year: int) -> KeyFigure:
    value = None if since.percent is None else numbers.change_nb(since.percent)
    if since.percent is None and since.grams is not None:
        # In per cent of nought there is no figure.
        value = "–"
    note = "" if since.grams is None else numbers.tonnes_nb(since.grams, signed=True)
    return KeyFigure(value, _("siden %(year)s") % {"year": year}, method_url("change"), note)


def _number(grams: int | None) -> str | None:
    return None if grams is None else number_nb(numbers.tonnes(grams) or 0)


def _share(value: Fraction | None) -> str | None:
    return None if value is None else numbers.share_nb(value)


def rank_sentences(line: MemberLine, base_year: int) -> list[str]:
    """Say a municipality's places among the members, a sentence for each. No queries."""
    said = [
        _ranked(line.rank, _("størst utslipp")),
        _ranked(line.rank_per_head, _("størst utslipp per innbygger")),
        # The largest rise comes first, and the largest fall last.
        _ranked(line.rank_since_base, _("størst økning i prosent siden %(year)s") % {"year": base_year}),
    ]
    return [sentence for sentence in said if sentence]


def _ranked(rank: Rank | None, words: str) -> str:
    if rank is None:
        return ""
    return _("Nr. %(place)s når den med %(words)s er nr. 1.") % {"place": _of(rank), "words": words}


def _of(rank: Rank) -> str:
    place = _("%(place)s av %(of)s") % {"place": rank.place, "of": rank.of}
    return _("%(place)s (delt)") % {"place": place} if rank.shared else place


def revision(place: Place, difference: Difference, before: Edition, after: Edition) -> str:
    """Say what an edition says of a year that another has too; needs both figures. No queries."""
    grams = difference.change.grams or 0
    values = {
        "whose": whose(place),
        "year": difference.year,
        "before": before.pk,
        "after": after.pk,
        "tonnes": numbers.tonnes_nb(abs(grams)),
    }
    if grams == 0:
        said = _("Utgave %(before)s og %(after)s sier det samme om utslippene i %(whose)s i %(year)s.")
    elif grams < 0:
        said = _(
            "Utslippene i %(whose)s i %(year)s er %(tonnes)s lavere i utgave %(after)s enn i utgave "
            "%(before)s."
        )
    else:
        said = _(
            "Utslippene i %(whose)s i %(year)s er %(tonnes)s høyere i utgave %(after)s enn i utgave "
            "%(before)s."
        )
    return said % values
