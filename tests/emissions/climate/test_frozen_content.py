"""What was frozen long ago reads and says the same for ever, whatever the portal's code has become."""

import json
from typing import Any

import pytest

from emissions.climate.content import ClimateContent

pytestmark = pytest.mark.once

#: A report as the portal froze it in 2026, with every field. Never change it: no published report changes.
FROZEN: dict[str, Any] = {
    "as_of": "2024-12-15",
    "base_year": 2009,
    "edition": {
        "downloaded_on": "2024-11-02",
        "last_year": 2023,
        "number": 1,
        "published_on": "2024-11-01",
        "publisher": "Miljødirektoratet",
        "sha256": "0" * 64,
        "source": "Miljødirektoratet, utslippsstatistikk for kommuner",
        "title": "Klimagassutslipp i kommuner",
    },
    "former": {"edition": "Klimagassutslipp i kommuner 2022", "year": 2022},
    "members": 2,
    "municipalities": [
        {
            "base": 2000000,
            "before": None,
            "county": "Akershus",
            "grams": 1500000,
            "key": 7,
            "name": "Asker",
            "people": 1000,
            "sectors": [1500000],
            "sectors_before": [None],
            "slug": "asker",
        }
    ],
    "people_sources": ["SSB"],
    "published_on": "2024-12-15",
    "revised": [{"after": 3, "before": 2, "kind": "sektor", "name": "Veitrafikk", "year": 2022}],
    "schema": 1,
    "sectors": [{"grams": [4000000, None, 3000000], "key": 1, "name": "Veitrafikk", "slug": "veitrafikk"}],
    "sectors_basis": "nine",
    "summary": "Utslippene går ned.",
    "work": {
        "declarations": [
            {"sentences": ["Erklæringen ble åpnet."], "title": "Erklæringen", "url": "/erklaringer/2022/"}
        ],
        "examples": [
            {
                "municipality": "Asker",
                "source": "",
                "text": "Sol.",
                "title": "Sol på taket",
                "url": "",
                "when": "2023",
            }
        ],
        "outputs": [
            {"kind": "webinar", "status": "gjennomført", "title": "Webinar", "url": "", "when": "2023"}
        ],
        "plan": {
            "activities": [
                {"number": "1.1", "responsible": "", "status": "pågår", "title": "Dele klimaregnskap"}
            ],
            "activity_count": 14,
            "adoption": "Vedtatt.",
            "title": "Handlingsprogram 2023",
            "url": "/handlingsprogram/2023/",
        },
    },
    "year": 2023,
    "years": [
        {"counted": 2, "country": 9000000, "grams": 4000000, "people": None, "year": 2009},
        {"counted": 1, "country": 9000000, "grams": None, "people": None, "year": 2022},
        {"counted": 2, "country": 9000000, "grams": 3000000, "people": 2000, "year": 2023},
    ],
}
SHA256 = "2717624dcf8ffc0eeca4c8f90a708ea16766ec7823f499eb41cc2c857fb78ec8"
#: One from when reports had got targets.
FROZEN_WITH_TARGETS = FROZEN | {
    "schema": 2,
    "targets": [
        {
            "base_year": 2009,
            "reduction": "52.50",
            "sectors": "nine",
            "source": "Vedtak i prøverådet",
            "target_year": 2030,
            "wording": "Mer enn halvert.",
        }
    ],
}


@pytest.mark.parametrize(
    ("frozen", "sha256"),
    [
        (FROZEN, SHA256),
        (FROZEN_WITH_TARGETS, "5eb55cc97d8256e3d9631b339ca22357ca9707527e372a44f58365a23b7a4ecd"),
        (
            FROZEN_WITH_TARGETS | {"targets": []},
            "b52731cbc08d424ab30c781e644f703966a21c2ffb7422fd45b610de9006641f",
        ),
    ],
)
def test_an_old_report_has_its_checksum_still(frozen: dict[str, Any], sha256: str) -> None:
    content = ClimateContent.from_json(json.dumps(frozen))
    assert json.loads(content.to_json()) == frozen
    assert content.sha256() == sha256


def test_what_a_newer_portal_froze_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown schema of ClimateContent: 3"):
        ClimateContent.from_json(json.dumps(FROZEN | {"schema": 3}))
