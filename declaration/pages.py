"""The pages of the declarations, for the catalogue."""

from collections.abc import Iterator

from declaration import selectors
from declaration.models import Declaration, Signature
from osloregionen.pages import Audience, Entry, Kind

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
        asked=("utgave=forrige",),
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
        tables=("", "antall", "utvikling", "fylkeskommuner"),
        every=selectors.declaration_addresses,
    ),
)


def _every_declaration() -> Iterator[dict[str, int]]:
    keys = Declaration.objects.order_by("pk").values_list("pk", flat=True)
    return ({"object_id": key} for key in keys)


def _every_signature() -> Iterator[dict[str, int | str]]:
    keys = Signature.objects.order_by("pk").values_list("pk", flat=True)
    return ({"object_id": key, "step": "tilslutt"} for key in keys)


#: What the admin has of its own for declarations.
STAFF_PAGES = (
    Entry(
        "admin:declaration_declaration_signing_sheet",
        "The sheet that a declaration is signed on by hand at the ceremony",
        kind=Kind.PDF,
        audience=Audience.STAFF,
        needs="a declaration",
        every=_every_declaration,
        in_sitemap=False,
    ),
    Entry(
        "admin:declaration_declaration_invite",
        "A declaration's parties without an answer, to be invited",
        audience=Audience.STAFF,
        needs="a declaration",
        every=_every_declaration,
        in_sitemap=False,
    ),
    Entry(
        "admin:declaration_signature_step",
        "A step of the signing process, for the parties that were chosen",
        example={"step": "tilslutt"},
        audience=Audience.STAFF,
        in_sitemap=False,
    ),
    Entry(
        "admin:declaration_signature_one_step",
        "A step of the signing process, for one party",
        audience=Audience.STAFF,
        needs="a signature",
        every=_every_signature,
        in_sitemap=False,
    ),
)
