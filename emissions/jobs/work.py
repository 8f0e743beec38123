"""What the process of an import does: read and report, or store what was read. A file says how far it is.

Nothing but the last word of a step is written to the database, in the transaction that stores the edition: a
process that is killed leaves neither an edition nor a row that says there is one.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from emissions.edition_report import EditionReport, edition_report
from emissions.jobs.folders import COMPARING, WAITING, Folder, Teller, folder_of
from emissions.jobs.starting import READ, STORE
from emissions.matching import Matched, known, match
from emissions.models import Edition, ImportJob
from emissions.services import AlreadyStored, store_edition
from emissions.statistics.file import UNPACKING, StatisticsFile, load_statistics
from emissions.statistics.problems import StatisticsError
from emissions.statistics.reading import read_statistics
from osloregionen.turns import turn

logger = logging.getLogger(__name__)

#: One import at a time: two want twice the memory, and neither is done sooner.
_TURN, _WAIT_SECONDS = "emissions-import", 60 * 60


def run(key: str, step: str) -> None:
    """Do a step of an import, and write what came of it. Raises only where that can't be written."""
    job = ImportJob.objects.select_related("began_by", "confirmed_by").get(key=key)
    folder = folder_of(key)
    tell = Teller(folder)
    with _failures_told(job, folder):
        tell(WAITING, 0)
        with turn(_TURN, seconds=_WAIT_SECONDS):
            tell({READ: UNPACKING, STORE: COMPARING}[step], 0)
            {READ: _read, STORE: _store}[step](job, folder, tell)


def _read(job: ImportJob, folder: Folder, tell: Callable[[str, float], None]) -> None:
    """Read the file, keep what was read, and report."""
    statistics = read_statistics(folder.source, known=known(), on_progress=tell)
    folder.read.mkdir(exist_ok=True)
    statistics.save(folder.read)
    tell(COMPARING, 0)
    report = _report(job, _matched(job, statistics))
    tell(COMPARING, 1)
    job.report, job.status = report.to_json(), ImportJob.Status.READ
    job.save(update_fields=["report", "status"])


def _store(job: ImportJob, folder: Folder, tell: Callable[[str, float], None]) -> None:
    """Store the edition if it brings what the report said; else report anew, to be confirmed once more."""
    matched = _matched(job, load_statistics(folder.read))
    with transaction.atomic():
        report = _report(job, matched)
        tell(COMPARING, 1)
        if _plain(report) != _plain(EditionReport.from_json(job.report or {})):
            job.report, job.is_renewed = report.to_json(), True
            job.status = ImportJob.Status.READ
            job.save(update_fields=["report", "is_renewed", "status"])
            return
        job.edition = _stored(job, folder, matched, tell)
        job.status = ImportJob.Status.STORED
        job.save(update_fields=["edition", "status"])
    folder.remove()


def _stored(job: ImportJob, folder: Folder, matched: Matched, tell: Callable[[str, float], None]) -> Edition:
    return store_edition(
        matched,
        original=folder.source,
        file_name=job.file_name,
        published_on=job.published_on,
        by=job.confirmed_by,
        on_progress=tell,
    )


def _matched(job: ImportJob, statistics: StatisticsFile) -> Matched:
    return match(statistics, published_on=job.published_on, number=job.number)


def _report(job: ImportJob, matched: Matched) -> EditionReport:
    published_on = job.published_on.isoformat() if job.published_on else ""
    return edition_report(matched, file_name=job.file_name, sha256=job.sha256, published_on=published_on)


def _plain(report: EditionReport) -> str:
    """Return a report so that two that say the same are the same, also where one has been through JSON."""
    return json.dumps(report.to_json(), sort_keys=True)


@contextmanager
def _failures_told(job: ImportJob, folder: Folder) -> Iterator[None]:
    """Write why a step failed, and leave nothing else."""
    try:
        yield
        return
    except StatisticsError as error:
        lines = [problem.norwegian() for problem in error.problems]
        told = [*lines, *([_("Det er flere feil i filen enn dem som står her.")] if error.more else [])]
    except AlreadyStored as error:
        told = [_("Filen er allerede lagret, som «%(edition)s».") % {"edition": error.edition}]
    except TimeoutError:
        told = [_("En annen import har vart i over en time. Prøv igjen senere.")]
    except OSError as error:
        logger.exception("An import of statistics met the disk")
        told = [_("Serveren fikk ikke lest eller skrevet filene sine: %(why)s.") % {"why": error.strerror}]
    except Exception:
        logger.exception("An import of statistics failed")
        told = [_("Noe gikk galt. Den som driver portalen, finner grunnen i serverens logg.")]
    job.status, job.message, job.report = ImportJob.Status.FAILED, "\n".join(told), None
    job.edition = None
    job.save(update_fields=["status", "message", "report", "edition"])
    folder.remove()
