"""What the pages show once an edition is put into use or taken out of it, said in bokmål before and after.

An edition of all municipalities and those of single ones are in use side by side, and the newer counts for a
municipality (`current`). So each step is told by what is in use after it, whatever that is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from emissions.current import Scope, newer, scope_of
from emissions.editions import region_years
from emissions.figures import has_members_only, years_of
from emissions.models import Edition, Publication, SectorTotal
from osloregionen.formatting import date_nb, list_nb, number_nb

_ALL: Scope = (Edition.Kind.ALL, None)
InUse = dict[Scope, Publication]


@dataclass(frozen=True)
class StepTold:
    """What the page of a step says: what the step does, line by line, and what is worth a second look."""

    lines: list[str]
    warnings: list[str]


def publishing(edition: Edition, in_use: InUse) -> StepTold:
    """Return what putting an edition into use changes. A few queries.

    `in_use` is what `publications_in_use` gives.
    """
    standing = in_use.get(scope_of(edition))
    if standing is not None and standing.edition_id == edition.pk:
        return StepTold([_("Utgaven er allerede i bruk.")], [])
    now = (
        _("I bruk nå: «%(edition)s».") % {"edition": standing.edition}
        if standing is not None
        else _("Ingen utgave for %(scope)s er i bruk nå.") % {"scope": _whom(edition)}
    )
    lines = [now, _("Blir tatt i bruk med en gang du bekrefter: «%(edition)s».") % {"edition": edition}]
    if edition.published_on is None:
        lines += _of_an_undated(edition, in_use)
    else:
        lines += _after(edition, in_use | {scope_of(edition): Publication(edition=edition)})
    if standing is not None:
        lines.append(_("Tar du utgaven ut av bruk igjen, er det den forrige som er i bruk."))
    shown = newer(in_use.get(_ALL), standing) if edition.municipality is not None else standing
    return StepTold(lines, [*_older(edition, standing), *_years_gone(edition, shown), *_lacking(edition)])


def withdrawing(edition: Edition, former: Publication | None, in_use: InUse) -> list[str]:
    """Return what taking an edition out of use changes, a line each. No queries.

    `former` is the publication that is below it, `in_use` what `publications_in_use` gives.
    """
    standing = in_use.get(scope_of(edition))
    if standing is None or standing.edition_id != edition.pk:
        return [_("Utgaven er ikke i bruk.")]
    lines = [_("Tas ut av bruk: «%(edition)s».") % {"edition": edition}]
    if former is not None:
        lines.append(_("Etterpå er «%(edition)s» i bruk igjen.") % {"edition": former.edition})
    lines += _after(edition, _without(in_use, edition, former))
    return [*lines, _("Utgaven blir ikke slettet, og kan tas i bruk på nytt.")]


def published(edition: Edition, in_use: InUse) -> str:
    """Return what was done, once an edition is in use. No queries."""
    of_all, values = in_use.get(_ALL), {"edition": edition, "name": _whom(edition)}
    if edition.municipality is not None and not _counts(in_use, edition):
        said = _(
            "«%(edition)s» er tatt i bruk, men nettsidene viser den ikke: For %(name)s gjelder «%(all)s», "
            "som er like ny eller nyere."
        )
        return said % {**values, "all": of_all.edition if of_all else ""}
    said = _("«%(edition)s» er tatt i bruk. Nettsidene viser den nå.") % values
    newer_ones = (
        [one for one in _ones(in_use) if _counts(in_use, one)] if edition.municipality is None else []
    )
    return " ".join(
        [said, *(_("For %(name)s gjelder «%(own)s», som er nyere.") % _values(one) for one in newer_ones)]
    )


def withdrawn(edition: Edition, former: Publication | None, in_use: InUse) -> str:
    """Return what was done, once an edition is out of use. `in_use` is what is in use now. No queries."""
    of_all, name = in_use.get(_ALL), _whom(edition)
    said = [_("«%(edition)s» er tatt ut av bruk.") % {"edition": edition}]
    if former is not None:
        said.append(_("«%(edition)s» er i bruk igjen.") % {"edition": former.edition})
    elif of_all is None or edition.municipality is None:
        said.append(_("Ingen utgave for %(name)s er i bruk nå.") % {"name": name})
    if edition.municipality is not None and of_all is not None:
        if former is None:
            said.append(_("For %(name)s gjelder nå «%(all)s».") % {"name": name, "all": of_all.edition})
        elif not _counts(in_use, former.edition):
            values = {"name": name, "all": of_all.edition}
            said.append(_("For %(name)s gjelder «%(all)s», som er like ny eller nyere.") % values)
    return " ".join(said)


def redated(edition: Edition, in_use: InUse) -> str:
    """Return which edition counts for whom, once the date of one in use is another. No queries.

    "" for one that is not in use, or where the date decides nothing. `in_use` has the new date.
    """
    standing, of_all = in_use.get(scope_of(edition)), in_use.get(_ALL)
    if standing is None or standing.edition_id != edition.pk or of_all is None:
        return ""
    said = [_("Publiseringsdatoen avgjør hvilken utgave som gjelder.")]
    for one in _ones(in_use) if edition.municipality is None else [edition]:
        which = one if _counts(in_use, one) else of_all.edition
        said.append(_("For %(name)s gjelder nå «%(edition)s».") % {"name": _whom(one), "edition": which})
    return " ".join(said) if len(said) > 1 else ""


def _whom(edition: Edition) -> str:
    return edition.municipality.name if edition.municipality else _("alle kommuner")


def _values(one: Edition) -> dict[str, object]:
    return {"name": _whom(one), "own": one}


def _ones(in_use: InUse) -> list[Edition]:
    """Return the editions in use of one municipality, in the order of names."""
    ones = [publication.edition for scope, publication in in_use.items() if scope != _ALL]
    return sorted(ones, key=lambda one: one.municipality.sort_name if one.municipality else "")


def _counts(in_use: InUse, one: Edition) -> bool:
    """Whether the edition of a municipality is the one that counts for it."""
    own = in_use.get(scope_of(one))
    return own is not None and own.edition_id == one.pk and newer(in_use.get(_ALL), own) is own


def _without(in_use: InUse, edition: Edition, former: Publication | None) -> InUse:
    left = {scope: publication for scope, publication in in_use.items() if scope != scope_of(edition)}
    return left | ({scope_of(edition): former} if former is not None else {})


def _after(edition: Edition, in_use: InUse) -> list[str]:
    """Return what the pages show of the scope of an edition, with these in use."""
    return list(_own_after(edition, in_use) if edition.municipality else _all_after(in_use))


def _own_after(edition: Edition, in_use: InUse) -> Iterator[str]:
    of_all, own = in_use.get(_ALL), in_use.get(scope_of(edition))
    values = {
        "name": _whom(edition),
        "own": own.edition if own else "",
        "all": of_all.edition if of_all else "",
    }
    if own is not None and _counts(in_use, own.edition):
        yield _("Etterpå viser nettsidene tallene for %(name)s fra «%(own)s».") % values
    elif own is not None:
        yield (
            _(
                "For %(name)s gjelder likevel «%(all)s», som er like ny eller nyere. Så lenge den er i bruk, "
                "viser ikke nettsidene tallene fra «%(own)s»."
            )
            % values
        )
    elif of_all is not None:
        yield _("Etterpå gjelder utgaven for alle kommuner, «%(all)s», også for %(name)s.") % values
    else:
        said = _(
            "Etterpå er ingen utgave i bruk for %(name)s, og nettsidene viser ingen tall for kommunen fra "
            "statistikken."
        )
        yield said % values


def _all_after(in_use: InUse) -> Iterator[str]:
    of_all = in_use.get(_ALL)
    if of_all is not None:
        yield (_("Etterpå viser nettsidene tallene for regionen fra «%(all)s».") % {"all": of_all.edition})
    else:
        yield _(
            "Etterpå er ingen utgave for alle kommuner i bruk, og nettsidene viser ingen tall for regionen "
            "fra statistikken."
        )
    for one in _ones(in_use):
        if not _counts(in_use, one):
            said = _("For %(name)s er også «%(own)s» i bruk, men den er ikke nyere, og vises ikke.")
        elif of_all is not None:
            said = _("For %(name)s viser nettsidene tallene fra «%(own)s», som er nyere.")
        else:
            said = _("For %(name)s viser nettsidene fortsatt tallene fra «%(own)s».")
        yield said % _values(one)


def _of_an_undated(edition: Edition, in_use: InUse) -> Iterator[str]:
    """Give what depends on the date that is still to be filled in."""
    of_all = in_use.get(_ALL)
    if edition.municipality is None:
        yield _("Etterpå viser nettsidene tallene for regionen fra denne utgaven.")
        ones = [f"«{one}»" for one in _ones(in_use)]
        if ones:
            said = _("Er %(editions)s publisert senere enn datoen du fyller ut, gjelder den for sin kommune.")
            yield said % {"editions": list_nb(ones, _("eller"))}
    elif of_all is None:
        yield _("Etterpå viser nettsidene tallene for %(name)s fra denne utgaven.") % _values(edition)
    else:
        said = _(
            "Nettsidene viser tallene for %(name)s fra denne utgaven hvis den er publisert senere enn "
            "«%(all)s». Ellers er det den som gjelder."
        )
        yield said % {"name": _whom(edition), "all": of_all.edition}


def _older(edition: Edition, standing: Publication | None) -> Iterator[str]:
    """Give that an edition is older than the one that it takes the place of."""
    dates = edition.published_on, standing.edition.published_on if standing else None
    if dates[0] and dates[1] and dates[0] < dates[1]:
        yield _("Utgaven er publisert %(date)s, før den som er i bruk nå (%(other)s).") % {
            "date": date_nb(dates[0]),
            "other": date_nb(dates[1]),
        }


def _years_gone(edition: Edition, shown: Publication | None) -> Iterator[str]:
    """Give the years that it lacks of those that the edition shown now has. Two queries."""
    if shown is None:
        return
    here = years_of(edition)
    if gone := [str(year) for year in years_of(shown.edition) if year not in here]:
        yield _("Utgaven har ingen tall for %(years)s, som «%(edition)s» har.") % {
            "years": list_nb(gone),
            "edition": shown.edition,
        }


def _lacking(edition: Edition) -> Iterator[str]:
    """Give what an edition of all municipalities lacks of the region. A few queries."""
    if edition.kind != Edition.Kind.ALL:
        return
    if has_members_only(edition):
        yield _(
            "Filen har bare medlemmenes kommuner; summen for landet blir da medlemmenes. Nettsidene viser "
            "derfor ingen andel av landet."
        )
    totals = SectorTotal.objects.filter(edition=edition, area=SectorTotal.Area.MUNICIPALITY)
    found = totals.aggregate(count=Count("municipality", distinct=True))["count"]
    if found < edition.member_count:
        yield _("Utgaven har bare tall for %(found)s av de %(members)s medlemmene.") % {
            "found": number_nb(found),
            "members": number_nb(edition.member_count),
        }
    sums = region_years(edition)
    without = [f"{year.year}" for year in reversed(sums) if year.nine is None]
    if without and len(without) == len(sums):
        yield _(
            "Nettsidene får ingen sum for regionen, for det er ikke noe år der alle medlemmene har tall i "
            "alle sektorene."
        )
    elif without:
        yield _(
            "Regionen får ingen sum for %(years)s, for da har ikke alle medlemmene tall i alle sektorene."
        ) % {"years": list_nb(without)}
