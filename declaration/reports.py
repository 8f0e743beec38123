"""The declarations' PDFs: what osloregionen.documents answers with."""

from django.template.loader import render_to_string
from django.urls import reverse

from declaration.declaration_report import report_of
from declaration.models import Declaration
from declaration.signing_sheet import signing_sheet_of
from declaration.story import declaration_with_content
from osloregionen.documents import Content, Document


def declaration_document(declaration: Declaration) -> Document:
    """Return a declaration as a document; making it reads all it says and all its parties.

    About 17 queries, whatever the number of parties.
    """

    def make(address: str) -> Content:
        report = report_of(declaration_with_content(declaration.slug), address)
        return render_to_string("declaration/declaration_pdf.html", {"report": report}), {}

    url = reverse("declaration:declaration_pdf", kwargs={"slug": declaration.slug})
    name = f"erklaering-{declaration.slug}"
    return Document(name=name, url=url, page=declaration, make=make, is_large=True)


def signing_document(declaration: Declaration) -> Document:
    """Return the sheet for the ceremony, for `fresh_response` alone: it tells when it was printed.

    Making it takes three queries, whatever the number of parties.
    """

    def make(_address: str) -> Content:
        sheet = signing_sheet_of(declaration)
        return render_to_string("declaration/signing_sheet_pdf.html", {"report": sheet}), {}

    url = reverse("admin:declaration_declaration_signing_sheet", args=[declaration.pk])
    return Document(name=f"signeringsark-{declaration.slug}", url=url, page=declaration, make=make)
