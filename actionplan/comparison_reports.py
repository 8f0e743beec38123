"""A comparison of two editions of the action plan as PDF: what osloregionen.documents answers with."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from actionplan.comparison import Comparison, compare
from actionplan.comparison_report import ComparisonReport, report_of
from actionplan.editions import Edition, comparison_address
from osloregionen.documents import Content, Document


@dataclass(frozen=True)
class ComparisonPage:
    """The page that compares two editions."""

    before: Edition
    after: Edition

    def __str__(self) -> str:
        return _("endringene fra %(before)s til %(after)s") % {
            "before": self.before.label,
            "after": self.after.label,
        }

    @property
    def codes(self) -> tuple[str, str]:
        """What an address calls the two."""
        return self.before.code, self.after.code

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        return comparison_address("actionplan:comparison", *self.codes)


def comparison_of(before: Edition, after: Edition) -> Comparison:
    """Return what differs between two editions. At most 25 queries, whatever the number of activities.

    Raises ValueError for a version that was frozen by a newer portal than this one.
    """
    return compare(before.content(), after.content())


def comparison_report(before: Edition, after: Edition, address: str = "") -> ComparisonReport:
    """Return what is said of it. `address`: its page's absolute one. Queries, errors: `comparison_of`."""
    return report_of(
        comparison_of(before, after),
        (before.code, after.code),
        address,
        adopted=(before.adopted, after.adopted),
    )


def comparison_document(before: Edition, after: Edition) -> Document:
    """Return the comparison of two editions as a document; making it takes the queries of `comparison_of`.

    One of many, a pair each: no page waits to know its size.
    """
    page = ComparisonPage(before, after)

    def make(address: str) -> Content:
        report = comparison_report(before, after, address)
        return render_to_string("actionplan/comparison_pdf.html", {"report": report}), {}

    return Document(
        name=f"handlingsprogram-sammenligning-{before.code}-{after.code}",
        url=comparison_address("actionplan:comparison_pdf", *page.codes),
        page=page,
        make=make,
        one_of_many=True,
    )
