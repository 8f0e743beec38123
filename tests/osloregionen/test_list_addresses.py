"""What a list makes of names in its address that no filter has, and what a file says of the filters."""

from typing import Any

import pytest

from osloregionen.models import LoadedRow

pytestmark = pytest.mark.urls("tests.osloregionen.shared_urls")


@pytest.fixture(autouse=True)
def _rows(db: None) -> None:
    for number, key in enumerate(["baerum", "gran", "tinn"], start=1):
        LoadedRow.objects.create(kind="prøve", key=key, object_id=number)


def test_a_filter_that_does_not_exist_is_told(client: Any) -> None:
    page = client.get("/prove/rader/?aarstall=2021").content.decode()

    assert "Listen har ingen valg som heter «aarstall»." in page
    assert "Listen har ingen valg" not in client.get("/prove/rader/?sort=key&utm_source=x").content.decode()


def test_a_file_with_a_filter_that_does_not_exist_is_refused(client: Any) -> None:
    answer = client.get("/prove/rader/?format=csv&aarstall=2021")

    assert answer.status_code == 400
    assert "Listen har ingen valg som heter «aarstall»." in answer.content.decode()


def test_a_file_says_which_filters_it_was_made_with(client: Any) -> None:
    file = client.get("/prove/rader/?navn=gran&format=json").json()

    assert file["url"] == "http://testserver/prove/rader/?navn=gran"
