"""The pages of the members, for the catalogue."""

from members import selectors
from osloregionen.pages import Entry, Kind

PAGES = (
    Entry(
        "members:municipality_list",
        "The members: list, map, filters",
        states=("navn=nes", "sort=-population", "fylke=03", "navn=finnes-ikke", "innbyggere_fra=tull"),
        tables=("",),
    ),
    Entry(
        "members:municipality_find",
        "Finding a municipality by name or number: leads there, or helps",
        kind=Kind.REDIRECT,
        states=("navn=nes", "navn=trondheim", "navn=Baerum"),
        in_sitemap=False,
    ),
    Entry(
        "members:municipality_detail",
        "One municipality: membership, answers to the declarations, numbers, inhabitants",
        example={"slug": "lillestrom"},
        also=({"slug": "skedsmo"}, {"slug": "asker"}),
        needs="a municipality, member or not",
        every=selectors.municipality_addresses,
    ),
    Entry(
        "members:municipality_pdf",
        "A municipality's sheet as PDF: how it stands, what is missing, what it signed before",
        example={"slug": "lillestrom"},
        also=({"slug": "skedsmo"}, {"slug": "asker"}),
        kind=Kind.PDF,
        asked=("utgave=forrige",),
        needs="a municipality, member or not",
        every=selectors.municipality_addresses,
    ),
    Entry(
        "members:meeting_list",
        "Meetings",
        states=("ar=2021", "sok=finnes-ikke", "type=tull"),
        tables=("",),
    ),
    Entry(
        "members:calendar",
        "The dated meetings as a calendar file, all or a body's",
        kind=Kind.FILE,
        states=("organ=styret",),
        in_sitemap=False,
    ),
    Entry(
        "members:document_list",
        "Documents",
        states=("sok=klima", "sok=finnes-ikke"),
        # Drawn as a list without headings to sort by; its table takes the word all the same.
        asked=("sort=title",),
        tables=("",),
    ),
    Entry(
        "members:document_file",
        "A file that staff uploaded to a document",
        example={"name": "dokumenter/eksempel.pdf"},
        kind=Kind.FILE,
        needs="a document with a file; the council's content has none",
        every=selectors.document_file_addresses,
        in_sitemap=False,
    ),
    Entry("members:page_about", "About the council"),
    Entry("members:page_privacy", "Privacy"),
    Entry("members:page_accessibility", "Accessibility"),
)
