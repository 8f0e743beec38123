"""The pages of the declarations, for the catalogue."""

from collections.abc import Iterator

from declaration import selectors
from declaration.models import Declaration, Signature
from declaration.services import STEPS, Step, refusal_of
from osloregionen.pages import Arguments, Audience, Entry, Kind

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


def _every_invitation() -> Iterator[Arguments]:
    """Give the page of each declaration, first those whose parties can be invited now. One query."""
    newest = Declaration.objects.order_by("-pk")
    ordered = sorted(newest, key=lambda declaration: bool(refusal_of(Step.INVITE, declaration, None)))
    return ({"object_id": declaration.pk} for declaration in ordered)


def _every_step() -> Iterator[Arguments]:
    """Give the page of each step of each answer, first those where it can be taken now. Two queries."""
    declarations = Declaration.objects.in_bulk()
    answers = Signature.objects.order_by("-pk").values_list("pk", "declaration_id", "status")
    # Nobody is invited who has an answer already.
    steps = [step for step, rule in STEPS.items() if rule.starts != {None}]
    every = [
        (bool(refusal_of(step, declarations[declaration], status)), step, key)
        for key, declaration, status in answers
        for step in steps
    ]
    ordered = sorted(every, key=lambda one: one[0])
    return ({"object_id": key, "step": step.value} for _refused, step, key in ordered)


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
        every=_every_invitation,
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
        every=_every_step,
        in_sitemap=False,
    ),
)
