"""Targets for cuts in emissions, as staff register them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from lxml import html

from emissions.models import Edition, Target
from emissions.services import publish_edition
from members.models import Municipality
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db

ADD = "/admin/emissions/target/add/"
WHOLE: dict[str, Any] = {
    "area": "region",
    "base_year": 2009,
    "target_year": 2030,
    "reduction": "50",
    "sectors": "nine",
    "source": "Prøvevedtak",
}


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of somebody in the group «Redaksjon», no superuser."""
    user = get_user_model().objects.create_user("ola", is_staff=True)
    user.groups.add(Group.objects.get(name="Redaksjon"))
    client.force_login(user)
    return client


def test_staff_register_a_target_with_its_source(editor: Client) -> None:
    asker = Municipality.objects.get(slug="asker")
    form = AdminForm(editor, ADD).set(**WHOLE | {"area": "kommune", "municipality": asker.pk})
    assert form.save() == ""
    target = Target.objects.get()
    assert str(target) == "Asker: 50\N{NO-BREAK SPACE}% lavere i 2030 enn i 2009, ni sektorer"
    history: Any = target.history
    assert history.get().history_user.username == "ola"


def test_a_target_is_listed_with_whose_it_is(editor: Client) -> None:
    Target.objects.create(**WHOLE)
    page = editor.get("/admin/emissions/target/").content.decode()
    assert "Osloregionen" in page
    assert "2030" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"area": "kommune"}, "Et mål for en kommune trenger kommunen"),
        ({"municipality": "asker"}, "et mål for regionen eller landet har ingen."),
        ({"target_year": 2009}, "Målåret må komme etter basisåret."),
        ({"base_year": 1989}, "Basisåret kan tidligst være 1990"),
        ({"target_year": 2101}, "målåret senest 2100."),
        ({"reduction": "0"}, "Reduksjonen er mer enn 0 og høyst 100 prosent."),
        ({"reduction": "100.01"}, "Reduksjonen er mer enn 0 og høyst 100 prosent."),
        ({"reduction": "-50"}, "Reduksjonen er mer enn 0 og høyst 100 prosent."),
        ({"source": ""}, "Et utslippsmål må ha en kilde."),
        ({"decided_on": "tomorrow"}, "Datoen kan ikke ligge fram i tid."),
    ],
)
def test_a_target_that_cannot_be_is_refused(editor: Client, fields: dict[str, Any], message: str) -> None:
    if "municipality" in fields:
        fields = {"municipality": Municipality.objects.get(slug="asker").pk}
    if "decided_on" in fields:
        fields = {"decided_on": (timezone.localdate() + dt.timedelta(days=1)).strftime("%d.%m.%Y")}
    assert message in AdminForm(editor, ADD).set(**WHOLE | fields).save()
    assert not Target.objects.exists()


@pytest.mark.parametrize("whose", ["region", "kommune"])
def test_a_place_has_one_target_for_a_year_and_sectors(editor: Client, whose: str) -> None:
    asker = Municipality.objects.get(slug="asker") if whose == "kommune" else None
    Target.objects.create(**WHOLE | {"area": whose, "municipality": asker})
    same = WHOLE | {"area": whose, "municipality": asker.pk if asker else "", "reduction": "60"}
    assert "har allerede et mål for dette året" in AdminForm(editor, ADD).set(**same).save()
    assert AdminForm(editor, ADD).set(**same | {"sectors": "ten"}).save() == ""
    assert AdminForm(editor, ADD).set(**same | {"target_year": 2050}).save() == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"area": "kommune"},
        {"area": "fylke"},
        {"target_year": 2000},
        {"reduction": 0},
        {"sectors": "eleven"},
        {"source": ""},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.bulk_create([Target(**WHOLE | fields)])


def test_a_target_that_was_mended_has_its_former_text_in_the_history(editor: Client) -> None:
    target = Target.objects.create(**WHOLE)
    assert AdminForm(editor, change("target", target)).set(reduction="55").save() == ""
    history: Any = target.history
    assert [row.reduction for row in history.order_by("history_id")] == [50, 55]


def _told(editor: Client) -> str:
    """Return the messages that the next page of the admin shows."""
    page = html.fromstring(editor.get("/admin/emissions/target/").content.decode())
    said = page.xpath("//ul[contains(@class, 'messagelist')]/li[contains(@class, 'warning')]")
    return " ".join(" ".join(one.text_content().split()) for one in said)


def test_a_base_year_that_the_statistics_lack_is_saved_and_warned_of(
    editor: Client, make_edition: Callable[..., Edition]
) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", years=(2009, 2011, 2023)))
    form = AdminForm(editor, ADD).set(**WHOLE | {"base_year": 2010})

    assert form.save() == ""

    assert (
        "Utgaven av statistikken som er i bruk, har ikke tall for basisåret 2010. Derfor viser sidene målet, "
        "men ikke jevn bane til det, og ikke hvor langt en er kommet. Er det 2010 som er vedtatt, skal det "
        "stå. Årene utgaven har, er 2009, 2011 og 2023."
    ) in _told(editor)
    target = Target.objects.get()
    # Changed to a year that there is, nothing is said; and changed back, it is said again.
    assert AdminForm(editor, change("target", target)).set(base_year=2011).save() == ""
    assert _told(editor) == ""
    assert AdminForm(editor, change("target", target)).set(base_year=2012).save() == ""
    assert "har ikke tall for basisåret 2012." in _told(editor)


def test_of_a_municipality_its_own_edition_is_asked_and_of_the_country_none(
    editor: Client, make_edition: Callable[..., Edition]
) -> None:
    publish_edition(
        edition=make_edition(published_on="2025-11-01", one="Prøvekommune 0", years=(2015,), numbers=[0])
    )
    own = Municipality.objects.get(name="Prøvekommune 0").pk
    fields = WHOLE | {"area": "kommune", "municipality": own}
    assert AdminForm(editor, ADD).set(**fields).save() == ""
    assert "har ikke tall for basisåret 2009." in _told(editor)
    assert AdminForm(editor, ADD).set(**fields | {"target_year": 2040, "base_year": 2015}).save() == ""
    assert _told(editor) == ""
    assert AdminForm(editor, ADD).set(**WHOLE | {"area": "land", "base_year": 1990}).save() == ""
    assert _told(editor) == ""


def test_without_an_edition_in_use_it_is_not_known_whether_there_are_figures(editor: Client) -> None:
    assert AdminForm(editor, ADD).set(**WHOLE).save() == ""
    assert (
        "Ingen utgave av statistikken er i bruk her, så portalen vet ikke om det finnes tall for basisåret "
        "2009."
    ) in _told(editor)
