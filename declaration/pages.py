"""The pages of the declarations, for the catalogue."""

from declaration import selectors
from osloregionen.pages import Entry, Kind

_2019 = {"slug": "ordforererklaeringen-2019"}
_2022 = {"slug": "ordforererklaeringen-2022"}
_NEEDS = "a declaration that is no draft"

PAGES = (
    Entry("declaration:declaration_list", "The declarations", tables=("erklaringer",)),
    Entry(
        "declaration:declaration_detail",
        "One declaration: text, points, milestones, signatories",
        example=_2022,
        also=(_2019,),
        needs=_NEEDS,
        tables=("signaturer",),
        every=selectors.declaration_addresses,
    ),
    Entry(
        "declaration:declaration_pdf",
        "One declaration as PDF: what it says, who signed by county, what is not registered",
        example=_2022,
        also=(_2019,),
        kind=Kind.PDF,
        needs=_NEEDS,
        every=selectors.declaration_addresses,
    ),
    Entry(
        "declaration:declaration_status",
        "Where each party stands",
        example=_2022,
        also=(_2019,),
        needs=_NEEDS,
        states=("status=signert", "navn=finnes-ikke", "status=tull"),
        tables=("",),
        every=selectors.declaration_addresses,
    ),
)
