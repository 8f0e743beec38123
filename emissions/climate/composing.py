"""What a Klimastatus holds, put together from its edition and from what the other apps tell of the year."""

import datetime as dt
from collections.abc import Sequence

from emissions.climate.content import (
    ClimateContent,
    EditionContent,
    FormerContent,
    MemberContent,
    RevisionContent,
    SectorContent,
    TargetContent,
    Work,
    YearContent,
)
from emissions.climate.revisions import revised
from emissions.figures import (
    COUNTRY,
    REGION,
    Basis,
    MemberLine,
    Series,
    all_series,
    member_lines,
    people_of,
    series_of,
    targets_of,
)
from emissions.models import ClimateReport, Edition, PublishedClimateReport, Target
from members.models import Population


def composed(
    report: ClimateReport, work: Work, *, as_of: dt.date, published_on: dt.date | None = None
) -> ClimateContent:
    """Return a report's content, its figures from its own edition. Takes one with `edition`.

    `work` is what the other apps tell of the year on the day `as_of`. 30 queries at most, however many
    members there are.
    """
    edition, year = report.edition, report.year
    basis = basis_of_report(report.sectors)
    region, country = series_of(REGION, edition, basis), series_of(COUNTRY, edition, basis)
    people = people_of(None, edition=edition)
    years = tuple(one for one in region.years if one <= year)
    series, lines = all_series(edition, basis), member_lines(edition, basis, year)
    former, revisions = _former(report)
    return ClimateContent(
        year=year,
        base_year=region.base_year or year,
        sectors_basis=report.sectors,
        summary=report.summary,
        edition=edition_content(edition),
        members=region.members,
        years=tuple(
            YearContent(
                year=one,
                grams=region.totals[one],
                counted=region.counted[one],
                people=people.get(one),
                country=country.totals.get(one),
            )
            for one in years
        ),
        sectors=tuple(
            SectorContent(
                sector.pk,
                sector.name,
                sector.slug,
                tuple(region.of_sector.get((one, sector.pk)) for one in years),
            )
            for sector in region.sectors
        ),
        municipalities=tuple(
            _member(line, series[line.municipality.pk], year)
            for line in lines
            if line.municipality.pk in series
        ),
        people_sources=_people_sources(years, [line.municipality.pk for line in lines]),
        work=work,
        former=former,
        revised=revisions,
        as_of=as_of,
        published_on=published_on,
        targets=tuple(_target(one) for one in targets_of(REGION)),
    )


def basis_of_report(sectors: str) -> Basis:
    """Return the basis that a report's choice of sectors means. No queries."""
    return Basis.TEN if sectors == Edition.Sectors.TEN else Basis.NINE


def edition_content(edition: Edition) -> EditionContent:
    """Return what a report says of an edition. No queries."""
    return EditionContent(
        number=edition.pk,
        title=edition.title,
        publisher=edition.publisher,
        published_on=edition.published_on,
        downloaded_on=edition.downloaded_on,
        source=edition.source,
        sha256=edition.sha256,
        last_year=edition.last_year,
    )


def _member(line: MemberLine, series: Series, year: int) -> MemberContent:
    before, base = series.before(year), series.base_year
    keys = [sector.pk for sector in series.sectors]
    return MemberContent(
        key=line.municipality.pk,
        name=line.municipality.name,
        slug=line.municipality.slug,
        county=line.county,
        people=line.people,
        grams=line.grams,
        before=series.totals.get(before) if before is not None else None,
        base=series.totals.get(base) if base is not None else None,
        sectors=tuple(series.of_sector.get((year, key)) for key in keys),
        sectors_before=tuple(
            series.of_sector.get((before, key)) if before is not None else None for key in keys
        ),
    )


def _target(target: Target) -> TargetContent:
    return TargetContent(
        base_year=target.base_year,
        target_year=target.target_year,
        reduction=f"{target.reduction:.2f}",
        sectors=target.sectors,
        wording=target.wording,
        source=target.source,
    )


def _people_sources(years: Sequence[int], members: Sequence[int]) -> tuple[str, ...]:
    """Return where the inhabitants of these members on 1 January of these years are from. One query."""
    days = [dt.date(year, 1, 1) for year in years]
    counts = Population.objects.filter(on__in=days, municipality__in=members).exclude(source="")
    return tuple(counts.order_by("source").values_list("source", flat=True).distinct())


def _former(report: ClimateReport) -> tuple[FormerContent | None, tuple[RevisionContent, ...]]:
    """Return the published report before this one, and which of its figures this one's edition has otherwise.

    One query where there is none, or where both are of one edition; else those of `revised`.
    """
    former = (
        PublishedClimateReport.objects.filter(year__lt=report.year).defer("pdf").order_by("-year").first()
    )
    if former is None:
        return None, ()
    content = ClimateContent.from_json(former.content)
    told = FormerContent(content.year, content.edition.title)
    return told, revised(content, report.edition) or ()
