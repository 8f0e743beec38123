"""The page catalogue: every address of the portal, once.

What is listed here is tested (status, queries, HTML, accessibility, widths), photographed, told to search
engines and written to docs/pages.md. An address that is not listed fails a test. A new page is a line in its
app's `pages.py`; the admin's pages follow its registry.
"""

from collections.abc import Callable, Iterator

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from actionplan.pages import PAGES as ACTIONPLAN
from actionplan.pages import STAFF_PAGES as ACTIONPLAN_STAFF
from declaration.pages import PAGES as DECLARATION
from declaration.pages import STAFF_PAGES as DECLARATION_STAFF
from emissions.pages import PAGES as EMISSIONS
from emissions.pages import STAFF_PAGES as EMISSIONS_STAFF
from members.pages import PAGES as MEMBERS
from osloregionen.admin_import import ListMixin
from osloregionen.data_views import DATASETS, every_file, one_municipality
from osloregionen.models import Record
from osloregionen.pages import Arguments, Audience, Entry, ErrorPage, Kind

PUBLIC = (
    Entry("home", "The front page"),
    *MEMBERS,
    *DECLARATION,
    *ACTIONPLAN,
    *EMISSIONS,
    Entry(
        "data",
        "Every dataset with source, licence, date and files, whole or of one municipality",
        own_states=one_municipality,
    ),
    Entry(
        "data_catalogue",
        "The datasets as a catalogue for machines: DCAT-AP-NO, as Turtle",
        kind=Kind.FILE,
        in_sitemap=False,
    ),
    Entry(
        "data_file",
        "A dataset as CSV, Excel or JSON: all, a municipality (`?kommune=`), an edition (`?utgave=`)",
        example={"name": "medlemmer", "file_format": "csv"},
        # Those that the council's content has something of.
        also=tuple(
            {"name": name, "file_format": "json"} for name, one in DATASETS.items() if not one.by_edition
        ),
        own_states=one_municipality,
        kind=Kind.FILE,
        every=every_file,
        in_sitemap=False,
    ),
    Entry(
        "components",
        "Every part that pages are made of, in its states; only for those who change templates and styles",
        needs="the setting COMPONENTS",
        in_sitemap=False,
    ),
    Entry(
        "components_admin",
        "Every part that the admin's pages are made of, in its states",
        needs="the setting COMPONENTS",
        in_sitemap=False,
    ),
    Entry(
        "components_pdf",
        "Every part that printed documents are made of, in its states",
        kind=Kind.PDF,
        needs="the setting COMPONENTS",
        in_sitemap=False,
    ),
    Entry(
        "sitemap",
        "The addresses for search engines",
        kind=Kind.FILE,
        asked=("p=1", "p=2"),
        in_sitemap=False,
    ),
    Entry("robots", "What search engines may ask for", kind=Kind.FILE, in_sitemap=False),
)

#: Pages that tell what went wrong.
ERRORS = (
    ErrorPage("An address that leads nowhere", "/finnes-ikke/", 404),
    ErrorPage("An address with a choice that cannot be", "/medlemmer/?format=tull", 400),
)

#: The pages that the admin has for every model, by the end of their names; and one more for those of ours.
MODEL_PAGES = {
    "changelist": "{name}: list",
    "add": "{name}: new",
    "change": "{name}: form",
    "delete": "{name}: deletion",
    "history": "{name}: history",
}
EARLIER_STATE = "simple_history"

#: Addresses of the admin that have no name: a form's old address, and all that leads nowhere.
UNNAMED = ("admin/<app>/<model>/<path:object_id>/", "admin/(?P<url>.*)$")


def _admin_entry(name: str, title: str, **fields: object) -> Entry:
    return Entry(f"admin:{name}", title, audience=Audience.STAFF, in_sitemap=False, **fields)  # type: ignore[arg-type]


def _model_entries(model: type[Model]) -> Iterator[Entry]:
    """Give the pages that the admin has for a model: five, and one for each earlier state of a record."""

    def every() -> Iterator[Arguments]:
        keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
        return ({"object_id": key} for key in keys)

    label = f"{model._meta.app_label}_{model._meta.model_name}"
    for page, title in MODEL_PAGES.items():
        one_row = page not in ("changelist", "add")
        yield _admin_entry(
            f"{label}_{page}",
            title.format(name=model._meta.object_name),
            needs="a row" if one_row else "",
            every=every if one_row else None,
        )
    if isinstance(model_admin := admin.site._registry[model], ListMixin):
        yield from _list_entries(label, model_admin, every)
    if issubclass(model, Record):

        def every_state() -> Iterator[Arguments]:
            states = model.history.order_by("pk").values_list("id", "history_id")
            return (tuple(state) for state in states)

        yield _admin_entry(
            f"{label}_{EARLIER_STATE}",
            f"{model._meta.object_name}: an earlier state",
            needs="a row with history",
            every=every_state,
        )


def _list_entries(
    label: str, model_admin: ListMixin, every: Callable[[], Iterator[Arguments]]
) -> Iterator[Entry]:
    """Give the page that takes a list in, and the list as a file."""

    def every_file() -> Iterator[Arguments]:
        return ({**dict(row), "file_format": "xlsx"} for row in every())

    title, of_object = f"{model_admin.opts.object_name}: a list", model_admin.list_of_object
    yield _admin_entry(
        f"{label}_list",
        f"{title} brought in: what it would change",
        needs="a row" if of_object else "",
        every=every if of_object else None,
    )
    yield _admin_entry(
        f"{label}_list_file",
        f"{title} as a file to fill in",
        kind=Kind.FILE,
        example={} if of_object else {"file_format": "xlsx"},
        needs="a row" if of_object else "",
        every=every_file if of_object else None,
    )


def _admin_entries() -> Iterator[Entry]:
    yield _admin_entry("index", "The admin's front page with lists, what is missing, and the latest changes")
    yield Entry("admin:login", "Logging in", in_sitemap=False)
    yield _admin_entry("logout", "Logging out, by a form only", kind=Kind.REDIRECT)
    yield _admin_entry("password_change", "A new password of one's own")
    yield _admin_entry("password_change_done", "The new password is in force")
    yield _admin_entry("autocomplete", "Choices of a field, for the admin's scripts", kind=Kind.FILE)
    yield _admin_entry("jsi18n", "Words of the admin's scripts", kind=Kind.FILE)
    yield _admin_entry(
        "view_on_site",
        "From a form to the record's page",
        kind=Kind.REDIRECT,
        needs="a record with a page",
        every=_records_with_a_page,
    )
    yield _admin_entry("app_list", "The lists of one app", example={"app_label": "members"})
    yield _admin_entry(
        "auth_user_password_change",
        "A new password for a user",
        needs="a user",
        every=lambda: (
            {"id": key} for key in get_user_model().objects.order_by("pk").values_list("pk", flat=True)
        ),
    )
    for model in admin.site._registry:
        yield from _model_entries(model)


def _records_with_a_page() -> Iterator[Arguments]:
    for model in admin.site._registry:
        if hasattr(model, "get_absolute_url"):
            kind = ContentType.objects.get_for_model(model).pk
            for key in model._base_manager.order_by("pk").values_list("pk", flat=True):
                yield {"content_type_id": kind, "object_id": key}


STAFF = (*_admin_entries(), *DECLARATION_STAFF, *ACTIONPLAN_STAFF, *EMISSIONS_STAFF)

CATALOGUE: tuple[Entry, ...] = PUBLIC + STAFF
