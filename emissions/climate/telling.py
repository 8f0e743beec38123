"""What a Klimastatus says in words, on its page and in print alike. No queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emissions.climate.content import ClimateContent, RevisionContent, YearContent
from emissions.climate.derived import lines_of_sectors, lines_of_years, region_of
from emissions.climate.revisions import COUNTED, COUNTRY_SUM, TOTAL, Since
from emissions.figures import Change, YearLine, change, tonnes
from emissions.tables import numbers
from osloregionen.formatting import NBSP, counted_nb, date_nb, list_nb, number_nb
from osloregionen.parts import Fact, Figure

#: More members than this without figures are counted, not named.
_MOST_NAMED = 10
_UNIT = "tonn CO₂-ekvivalenter"


def basis_label(content: ClimateContent) -> str:
    """Return over which sectors the sums are: «ni sektorer, sammenlignbart»."""
    return str(region_of(content).basis.label)


def headline(content: ClimateContent) -> list[str]:
    """Return how much the region emitted in the report's year and what has changed, a sentence each."""
    year = content.of_year(content.year)
    if year is None:
        return [_("Utgaven har ikke tall for %(year)s.") % {"year": content.year}]
    if year.grams is None:
        return [_no_sum(content, year)]
    said = [
        _("Utslippene i Osloregionen var %(tonnes)s i %(year)s.")
        % {"tonnes": f"{number_nb(tonnes(year.grams))}{NBSP}{_UNIT}", "year": content.year}
    ]
    line = lines_of_years(content)[0]
    earlier = {content.before_year: line.since_before, content.base_year: line.since_base}
    compared = [
        _than(since, of) for of, since in earlier.items() if of is not None and since.grams is not None
    ]
    if compared:
        said.append(_("Det er %(compared)s.") % {"compared": list_nb(compared)})
    said.append(_("Tallene gjelder %(basis)s.") % {"basis": basis_label(content)})
    return said


def _no_sum(content: ClimateContent, year: YearContent) -> str:
    said = _(
        "Utgaven har tall for %(counted)s av %(members)s kommuner i %(year)s, så Osloregionen har ingen sum "
        "for året."
    ) % {"counted": number_nb(year.counted), "members": number_nb(content.members), "year": year.year}
    if lacking := without_sum(content):
        said += " " + _("Tall mangler for %(names)s.") % {"names": list_nb(lacking)}
    return said


def without_sum(content: ClimateContent) -> list[str]:
    """Return the names of the members that lack figures in the report's year; none where they are many."""
    names = [one.name for one in content.municipalities if one.grams is None]
    return names if len(names) <= _MOST_NAMED else []


def _than(since: Change, year: int) -> str:
    """Return "12 345 tonn (1,5 %) mindre enn i 2022"."""
    grams = since.grams or 0
    if tonnes(grams) == 0:
        return _("det samme som i %(year)s, regnet i hele tonn") % {"year": year}
    amount = numbers.tonnes_nb(abs(grams))
    if since.percent is not None:
        amount += f" ({numbers.share_nb(abs(since.percent))})"
    said = _("%(amount)s mindre enn i %(year)s") if grams < 0 else _("%(amount)s mer enn i %(year)s")
    return said % {"amount": amount, "year": year}


def figures(content: ClimateContent) -> list[Figure]:
    """Return the large figures: the year's total, changes, per inhabitant, the share of the country."""
    line = _line(content)
    if line is None or line.grams is None:
        return []
    return list(_figures(content, line))


def _line(content: ClimateContent) -> YearLine | None:
    return next((line for line in lines_of_years(content) if line.year == content.year), None)


def _figures(content: ClimateContent, line: YearLine) -> Iterator[Figure]:
    yield Figure(
        number_nb(tonnes(line.grams or 0)), _("tonn CO₂-ekvivalenter i %(year)s") % {"year": content.year}
    )
    for since, year in ((line.since_before, line.before_year), (line.since_base, line.base_year)):
        if since.percent is not None and year is not None:
            yield Figure(numbers.change_nb(since.percent), _("siden %(year)s") % {"year": year})
    if line.per_head is not None:
        yield Figure(numbers.per_head_nb(line.per_head), _("tonn per innbygger"))
    if line.of_country is not None:
        yield Figure(numbers.share_nb(line.of_country), _("av summen av kommunene i landet"))


def sectors_told(content: ClimateContent) -> list[str]:
    """Return which sector is the largest, and which fell and rose most since the year before."""
    lines = [line for line in lines_of_sectors(content) if line.grams is not None]
    said = []
    if lines:
        largest = max(lines, key=lambda line: line.grams or 0)
        text = _("%(sector)s er den største sektoren, med %(tonnes)s")
        text %= {"sector": largest.sector.name, "tonnes": numbers.tonnes_nb(largest.grams or 0)}
        if largest.share is not None:
            text += _(" eller %(share)s av utslippene") % {"share": numbers.share_nb(largest.share)}
        said.append(f"{text}.")
    moved = sorted(
        (line for line in lines if line.since_before.grams), key=lambda line: line.since_before.grams or 0
    )
    year = content.before_year
    if moved and (moved[0].since_before.grams or 0) < 0:
        told = _("Størst nedgang siden %(year)s: %(sector)s (%(tonnes)s).")
        said.append(told % {"year": year, **_moved(moved[0].sector.name, moved[0].since_before)})
    if moved and (moved[-1].since_before.grams or 0) > 0:
        told = _("Størst oppgang siden %(year)s: %(sector)s (%(tonnes)s).")
        said.append(told % {"year": year, **_moved(moved[-1].sector.name, moved[-1].since_before)})
    return said


def _moved(name: str, since: Change) -> dict[str, str]:
    return {"sector": name, "tonnes": numbers.tonnes_nb(since.grams or 0, signed=True)}


def members_told(content: ClimateContent) -> str:
    """Return in how many of the members emissions fell and rose since the year before, as a sentence."""
    since = [change(one.before, one.grams).grams for one in content.municipalities]
    known = [grams for grams in since if grams is not None]
    if not known or content.before_year is None:
        return ""
    down, up = sum(grams < 0 for grams in known), sum(grams > 0 for grams in known)
    if len(known) > 1 and len(known) in (down, up):
        all_down = _("Fra %(before)s til %(year)s gikk utslippene ned i alle %(known)s med tall begge år.")
        all_up = _("Fra %(before)s til %(year)s gikk utslippene opp i alle %(known)s med tall begge år.")
        said = all_down if down else all_up
    else:
        said = _(
            "Av %(known)s med tall for både %(before)s og %(year)s gikk utslippene ned i %(down)s og opp i "
            "%(up)s."
        )
    return said % {
        "down": number_nb(down) if down else _("ingen"),
        "up": number_nb(up) if up else _("ingen"),
        "before": content.before_year,
        "year": content.year,
        "known": counted_nb(len(known), _("kommune"), _("kommuner")),
    }


def edition_facts(content: ClimateContent) -> list[Fact]:
    """Return what edition all figures are from."""
    edition = content.edition
    return [
        Fact(_("Utgave"), edition.title),
        Fact(_("Nummer i portalen"), f"{edition.number}"),
        Fact(_("Utgiver"), edition.publisher),
        Fact(_("Publisert"), date_nb(edition.published_on) if edition.published_on else None),
        Fact(_("Lastet ned"), date_nb(edition.downloaded_on) if edition.downloaded_on else None),
        Fact(_("Sektorer"), basis_label(content)),
    ]


def edition_line(content: ClimateContent) -> str:
    """Return the edition, its date and the sectors in a line: what stands with every figure."""
    edition = content.edition
    published = (
        _(", publisert %(date)s") % {"date": date_nb(edition.published_on)} if edition.published_on else ""
    )
    return _("%(title)s%(published)s. %(basis)s.") % {
        "title": edition.title,
        "published": published,
        "basis": basis_label(content)[:1].upper() + basis_label(content)[1:],
    }


def plan_told(content: ClimateContent) -> list[str]:
    """Return what is said of the year's action plan before its activities, as sentences."""
    plan = content.work.plan
    if plan is None:
        return [_("Et handlingsprogram for %(year)s er ikke registrert i portalen.") % {"year": content.year}]
    said = [plan.adoption] if plan.adoption else []
    counted = counted_nb(plan.activity_count, _("aktivitet"), _("aktiviteter"))
    chosen = len(plan.activities)
    if not chosen:
        text = _(
            "Programmet har %(counted)s. Ingen av dem er registrert med bærekraftsmål 13 «Stoppe "
            "klimaendringene», eller som oppfølging av ordførererklæringen."
        )
        return [*said, text % {"counted": counted}]
    text = _(
        "Programmet har %(counted)s. Her står %(chosen)s som bidrar til bærekraftsmål 13 «Stoppe "
        "klimaendringene» eller følger opp ordførererklæringen."
    )
    return [*said, text % {"counted": counted, "chosen": _("den ene") if chosen == 1 else f"de {chosen}"}]


def as_of_told(content: ClimateContent) -> str:
    """Return from which day what is said of targets, plan, declaration and examples is."""
    return _("Slik det var registrert i portalen %(date)s.") % {"date": date_nb(content.as_of)}


def method(content: ClimateContent) -> list[str]:
    """Return how the figures are counted, a paragraph each: of the country's share where there is any."""
    of_country = _(
        "Andelen av landet er andelen av summen av kommunene i statistikken, som ikke er det samme som de "
        "nasjonale utslippene."
    )
    return [
        _(
            "Alle utslippstall i rapporten er fra den ene utgaven av statistikken som er nevnt her. "
            "Utgiveren regner om hele tallserien i hver utgave. Rapporten bygger på sin utgave også når det "
            "er kommet en nyere."
        ),
        _(
            "Osloregionens tall er summen av medlemmenes, og finnes bare for år der alle %(members)s har "
            "tall i alle sektorene. Et tall som mangler, er ikke null."
        )
        % {"members": number_nb(content.members)},
        _("Endring i prosent er alltid regnet av det tidligste av de to årene."),
        _(
            "Tonn per innbygger er regnet med innbyggere 1. januar i året. Er de ikke registrert for den "
            "dagen, står det «ikke registrert»."
        ),
        *([of_country] if has_country(content) else []),
        _(
            "Portalen regner med hele gram, og runder av først når tallet vises. Avrundede tall i en tabell "
            "kan derfor avvike litt fra summen."
        ),
    ]


def has_country(content: ClimateContent) -> bool:
    """Whether the edition has the sum of the country's municipalities in any year."""
    return any(one.country is not None for one in content.years)


def sources(content: ClimateContent) -> list[str]:
    """Return where the report's figures are from, each source once."""
    return list(dict.fromkeys([content.edition.source, *content.people_sources]))


@dataclass(frozen=True)
class Versions:
    """What the two are called that a revised figure stands in, as headings of its columns."""

    before: str
    after: str


def former_told(content: ClimateContent) -> str:
    """Return what this report's edition has done to the figures of the report before it; "" without one."""
    former = content.former
    if former is None:
        return ""
    values = {"year": former.year, "edition": former.edition}
    if not content.revised:
        return (
            _(
                "Klimastatus %(year)s bygget på utgaven «%(edition)s». Ingen av tallene i den rapporten som "
                "kan sammenlignes med utgaven denne bygger på, er annerledes der."
            )
            % values
        )
    said = _(
        "Klimastatus %(year)s bygget på utgaven «%(edition)s». %(count)s i den rapporten er annerledes i "
        "utgaven som denne rapporten bygger på."
    )
    return said % {**values, "count": _counted(content.revised)}


def since_told(content: ClimateContent, since: Since) -> list[str]:
    """Return what the edition in use now has otherwise than a report, as sentences."""
    published = since.edition.published_on
    values = {
        "edition": since.edition.title,
        "date": _(", publisert %(date)s,") % {"date": date_nb(published)} if published else "",
    }
    begin = _("Rapporten viser tallene slik de var i utgaven den bygger på. ")
    if since.rows is None:
        text = _(
            "Nå er utgaven «%(edition)s»%(date)s i bruk. Den har ni sektorer, så den kan ikke sammenlignes "
            "med rapportens summer av ti."
        )
        return [begin + text % values]
    if not since.rows:
        text = _("Nå er utgaven «%(edition)s»%(date)s i bruk. Den har de samme tallene.")
        return [begin + text % values, *_members_told(since)]
    text = _(
        "Nå er utgaven «%(edition)s»%(date)s i bruk. Der er %(count)s som rapporten viser eller bygger på, "
        "annerledes. Endringer, andeler, tonn per innbygger og plasser som er regnet av dem, kan også være "
        "det."
    )
    said = [begin + text % {**values, "count": _counted(since.rows)}]
    return [*said, *_members_told(since), *_sums_told(content, since.rows)]


def _members_told(since: Since) -> Iterator[str]:
    """Say whom one of the two regions alone is made of: then their sums are not of the same."""
    if since.joined:
        text = _("I utgaven som er i bruk nå, er også %(names)s med i Osloregionen.")
        yield text % {"names": list_nb(since.joined)}
    if since.left:
        text = _("I utgaven som er i bruk nå, er %(names)s ikke med i Osloregionen.")
        yield text % {"names": list_nb(since.left)}


def _sums_told(content: ClimateContent, rows: Sequence[RevisionContent]) -> Iterator[str]:
    """Say how the sums of the report's year differ: the region's, and the country's that it is a share of."""
    total = _total_of(content, rows)
    if total is not None:
        yield _total_told(total)
    country = next((row for row in rows if row.kind == COUNTRY_SUM and row.year == content.year), None)
    if country is not None:
        yield _country_told(country)


def _country_told(row: RevisionContent) -> str:
    if row.before is None:
        text = _(
            "Rapporten har ingen sum av kommunene i landet i %(year)s, og derfor ingen andel av den. Nå er "
            "den %(now)s."
        )
    elif row.after is None:
        text = _(
            "Summen av kommunene i landet i %(year)s, som regionens andel er regnet av, var %(then)s i "
            "rapporten. Utgaven som gjelder nå, har ingen slik sum."
        )
    else:
        text = _(
            "Summen av kommunene i landet i %(year)s, som regionens andel er regnet av, var %(then)s i "
            "rapporten, og er %(now)s nå."
        )
    then, now = (numbers.tonnes_nb(grams or 0) for grams in (row.before, row.after))
    return text % {"year": row.year, "then": then, "now": now}


def counted_told(rows: Sequence[RevisionContent], words: Versions) -> list[str]:
    """Say where figures of more members, or of fewer, are there now and there is no sum all the same."""
    said = []
    for row in rows:
        if row.kind != COUNTED:
            continue
        text = _("Kommuner med tall i alle sektorene i %(year)s. %(then)s: %(before)s. %(now)s: %(after)s.")
        if row.name:
            text = _("Kommuner med tall for %(sector)s i %(year)s. %(then)s: %(before)s. %(now)s: %(after)s.")
        values = {"before": number_nb(row.before or 0), "after": number_nb(row.after or 0)}
        values |= {"then": words.before, "now": words.after, "sector": row.name}
        said.append(text % {**values, "year": row.year})
    return said


def mark(content: ClimateContent, since: Since | None, remark: str) -> str:
    """Return what stands by a published report's key figures in print, "" where nothing has come since."""
    said = []
    if since is not None and since.rows:
        said.append(_("Utgaven som er i bruk nå, har andre tall enn rapporten."))
        total = _total_of(content, since.rows)
        if total is not None:
            said.append(_total_told(total))
    if remark:
        said.append(_("Rapporten har en merknad, skrevet etter at den ble publisert."))
    return " ".join(said)


def _total_of(content: ClimateContent, rows: Sequence[RevisionContent]) -> RevisionContent | None:
    return next((row for row in rows if row.kind == TOTAL and row.year == content.year), None)


def _total_told(row: RevisionContent) -> str:
    if row.after is None:
        text = _(
            "Summen for Osloregionen i %(year)s var %(then)s i rapporten. Utgaven som gjelder nå, har ingen "
            "sum for det året."
        )
        return text % {"year": row.year, "then": numbers.tonnes_nb(row.before or 0)}
    if row.before is None:
        text = _("Rapporten har ingen sum for Osloregionen i %(year)s. Nå er den %(now)s.")
        return text % {"year": row.year, "now": numbers.tonnes_nb(row.after)}
    since = change(row.before, row.after)
    percent = f" ({numbers.change_nb(since.percent)})" if since.percent is not None else ""
    return _(
        "Summen for Osloregionen i %(year)s var %(then)s i rapporten, og er %(now)s nå: en forskjell på "
        "%(difference)s%(percent)s."
    ) % {
        "year": row.year,
        "then": numbers.tonnes_nb(row.before),
        "now": numbers.tonnes_nb(row.after),
        "difference": numbers.tonnes_nb(since.grams or 0, signed=True),
        "percent": percent,
    }


def _counted(rows: Sequence[RevisionContent]) -> str:
    return counted_nb(len(rows), _("tall"), _("tall"))
