"""Models of the emissions app, by subject."""

from emissions.models.climate_reports import ClimateReport, PublishedClimateReport
from emissions.models.editions import (
    Edition,
    EditionFile,
    Emission,
    Publication,
    SectorTotal,
    SourceInEdition,
)
from emissions.models.jobs import ImportJob
from emissions.models.published import PublishedComment, PublishedRow, PublishedShare, PublishedTable
from emissions.models.statistics import Gas, Sector, Source, SourceGas
from emissions.models.targets import Target

__all__ = [
    "ClimateReport",
    "Edition",
    "EditionFile",
    "Emission",
    "Gas",
    "ImportJob",
    "Publication",
    "PublishedClimateReport",
    "PublishedComment",
    "PublishedRow",
    "PublishedShare",
    "PublishedTable",
    "Sector",
    "SectorTotal",
    "Source",
    "SourceGas",
    "SourceInEdition",
    "Target",
]
