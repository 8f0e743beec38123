"""The emission sources that a file has figures of, held against those that the portal knows."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from emissions.models import Sector, Source, SourceGas
from emissions.statistics.file import Series, StatisticsFile
from emissions.statistics.problems import Problem
from osloregionen.writing import save


@dataclass
class Sources:
    """What the series of a file are here: `keys` by place, None for a source that is new.

    `new` names the new sources by sector, with their gases; `new_gases` the known sources with gases that
    they had not before.
    """

    keys: list[int | None]
    new: dict[tuple[int, str], list[str]]
    new_gases: dict[int, list[str]]
    known: dict[int, Source]

    def warnings(self, sectors: dict[int, Sector]) -> list[Problem]:
        """Return what is new, in words. No queries."""
        said = [("new-source", name, sector, gases) for (sector, name), gases in sorted(self.new.items())] + [
            ("new-gas", self.known[pk].name, self.known[pk].sector_id, gases)
            for pk, gases in sorted(self.new_gases.items())
        ]
        return [
            Problem(
                code,
                values={"source": name, "sector": sectors[sector].name, "gases": ", ".join(sorted(gases))},
            )
            for code, name, sector, gases in said
        ]


def sources_of(series: list[Series]) -> Sources:
    """Return what the series are here. Two queries."""
    known = {(source.sector_id, source.name): source for source in Source.objects.all()}
    gases = set(SourceGas.objects.values_list("emission_source_id", "gas"))
    keys: list[int | None] = []
    new: dict[tuple[int, str], list[str]] = defaultdict(list)
    new_gases: dict[int, list[str]] = defaultdict(list)
    for one in series:
        source = known.get((one.sector, one.source))
        keys.append(source.pk if source else None)
        if source is None:
            new[one.sector, one.source].append(one.gas)
        elif (source.pk, one.gas) not in gases:
            new_gases[source.pk].append(one.gas)
    return Sources(keys, dict(new), dict(new_gases), {source.pk: source for source in known.values()})


def make_new(statistics: StatisticsFile, *, source: str, by: AbstractBaseUser | None) -> list[int]:
    """Make the rows of sources and gases that are new, and return the key of each series' source.

    `source` says where they are from. Two queries, and two for each new row.
    """
    found = sources_of(statistics.series)
    reason = _("Ny i statistikken")
    years = {"first_year": min(statistics.years), "last_year": max(statistics.years)}
    made: dict[tuple[int, str], int] = {}
    for (sector, name), gases in found.new.items():
        new = Source(sector_id=sector, name=name, source=source, **years)
        new.full_clean()
        save(new, by=by, reason=reason)
        made[sector, name] = new.pk
        found.new_gases[new.pk] = gases
    for pk, gases in found.new_gases.items():
        for gas in gases:
            save(SourceGas(emission_source_id=pk, gas=gas, source=source), by=by, reason=reason)
    return [
        made[series.sector, series.source] if key is None else key
        for key, series in zip(found.keys, statistics.series, strict=True)
    ]
