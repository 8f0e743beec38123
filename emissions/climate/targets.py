"""What a Klimastatus says of the region's targets, in the words of the region's own page. No queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emissions.climate.content import ClimateContent, TargetContent
from emissions.climate.derived import region_of
from emissions.climate.revisions import TOTAL, Since
from emissions.figures import Standing, basis_of_target, standing_of
from emissions.models import Edition, SectorTotal, Target
from emissions.target_story import target_sentences, why_no_path, without_path


@dataclass(frozen=True)
class TargetWords:
    """A target in sentences, with its wording and source; `note` says what of its figures can't be told."""

    sentences: list[str]
    wording: str
    source: str
    note: str


def targets_told(content: ClimateContent) -> list[TargetWords] | None:
    """Return the targets in words, with how far the region had come in the report's year.

    None where the report was published before reports had targets: which there were then is not known.
    """
    if content.targets is None:
        return None
    return [
        TargetWords(
            sentences=target_sentences(target, standing),
            wording=target.wording,
            source=target.source,
            note=_note(target, standing, content),
        )
        for target, standing in _standings(content)
    ]


def method_of_targets(content: ClimateContent) -> list[str]:
    """Return how the figures of the targets are counted, where there are any."""
    if all(standing is None for _target, standing in _standings(content)):
        return []
    return [
        _(
            "En jevn bane mot et mål er en rett linje fra utslippet i basisåret til målet i målåret, og går "
            "vannrett etter det. Den er et regnestykke, ikke en plan. Et mål blir bare holdt mot summen av "
            "de sektorene det gjelder."
        )
    ]


def targets_since(content: ClimateContent, since: Since) -> list[str]:
    """Return a sentence where the edition in use has a sum otherwise that a target's figures follow from."""
    moved = {row.year for row in since.rows or () if row.kind == TOTAL}
    for target, standing in _standings(content):
        if standing is not None and moved & {target.base_year, standing.last_year}:
            return [_("Hvor langt Osloregionen er kommet mot målene, kan derfor også være annerledes.")]
    return []


def _standings(content: ClimateContent) -> Iterator[tuple[Target, Standing | None]]:
    """Give each target with how far the region has come; None where its figures can't be told."""
    region = region_of(content)
    for one in content.targets or ():
        target = _target(one)
        yield target, standing_of(target, region)


def _target(one: TargetContent) -> Target:
    """Return a target as its pages read it; never saved."""
    return Target(
        area=SectorTotal.Area.REGION,
        base_year=one.base_year,
        target_year=one.target_year,
        reduction=Decimal(one.reduction),
        sectors=one.sectors,
        wording=one.wording,
        source=one.source,
    )


def _note(target: Target, standing: Standing | None, content: ClimateContent) -> str:
    if standing is None:
        return _why_no_path(target, content)
    if standing.last_year == content.year:
        return ""
    said = _(
        "Osloregionen har ingen sum for %(year)s. Hvor langt en er kommet, er derfor regnet til %(last)s."
    )
    return said % {"year": content.year, "last": standing.last_year}


def _why_no_path(target: Target, content: ClimateContent) -> str:
    """Say why a target's figures can't be told: what only a report has reason to say, else as the pages do.

    A report ends with its year, and has no other sectors to choose.
    """
    region = region_of(content)
    if target.base_year > content.year:
        said = _("Målet er regnet fra %(base)s, og rapporten gjelder %(year)s.")
        said %= {"base": target.base_year, "year": content.year}
    elif basis_of_target(target) != region.basis:
        said = _("Målet gjelder %(target)s, og tallene i rapporten gjelder %(report)s.")
        report = Edition.Sectors(content.sectors_basis).label
        said %= {"target": target.get_sectors_display(), "report": report}
    else:
        return why_no_path(target, region)
    return f"{said} {without_path()}"
