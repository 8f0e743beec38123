"""What the web process and the child process that makes a PDF agree on. Imports nothing heavy.

WeasyPrint costs a second and 40 MB to import: the fork server has it, the web process never needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: PDF/UA-1, which a screen reader can read aloud.
ACCESSIBLE = "pdf/ua-1"
#: PDF/A-2a and PDF/UA-1 in one: what is to be read in fifty years too.
ARCHIVAL = "pdf/a-2a"
DOCUMENT = "document.pdf"
REPORT = "report.json"
#: The module that does the work, preloaded by the fork server.
WORKER = "osloregionen.pdf_worker"


@dataclass(frozen=True)
class Limits:
    """What one rendering may use; the process is ended when it wants more.

    `wall_seconds` stays below gunicorn's own limit (osloregionen/gunicorn.py), which would end the worker.
    """

    cpu_seconds: int = 30
    wall_seconds: float = 45
    data_bytes: int = 768 * 1024 * 1024


def run(folder: str, html: str, assets: Mapping[str, bytes], limits: Limits, variant: str) -> None:
    """Do `pdf_worker.render_into`; called in the child, where it is imported already."""
    from osloregionen.pdf_worker import render_into

    render_into(folder, html, assets, limits, variant)
