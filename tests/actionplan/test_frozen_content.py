"""What was frozen long ago reads and says the same for ever, whatever the portal's code has become."""

import json
from typing import Any

import pytest

from actionplan.snapshot import PlanContent

pytestmark = pytest.mark.once

#: An adopted plan as the portal froze it in 2026, with every field. Never change it: no version ever changes.
FROZEN: dict[str, Any] = {
    "accepted_because": "Fordeles i januar.",
    "activities": [
        {
            "area": 2,
            "commitments": [{"group": "Ordførererklæringen", "key": 1, "text": "Kutte utslipp"}],
            "continues": 9,
            "continues_text": "Handlingsprogram 2026, 2.4 Klimaskolen",
            "date_note": "hele året",
            "description": "For alle.",
            "ends_on": "2027-12-31",
            "goals": [11, 13],
            "heading": "Kompetanse",
            "key": 10,
            "number": "2.1",
            "partners": "KS",
            "priorities": [{"group": "", "key": 5, "text": "Kutte utslipp"}],
            "progress": 40,
            "responsible": "Styret",
            "role_and_form": "Pådriver",
            "starts_on": None,
            "status": "pagar",
            "status_reason": "Venter på svar",
            "sub_points": ["Invitere", "Lage program"],
            "title": "Holde to webinarer",
            "wordings": [{"document": "Referat", "text": "Webinarer"}],
        }
    ],
    "adopted_by": "Representantskapet",
    "adopted_on": "2026-12-03",
    "areas": [
        {
            "key": 2,
            "order": 2,
            "priorities": [{"key": 5, "points": ["i transport"], "text": "Kutte utslipp"}],
            "title": "Klima og miljø",
        }
    ],
    "case_reference": "26/42",
    "changed": "2026-12-04T09:00:00+00:00",
    "introduction": "Programmet sier hva vi skal gjøre.",
    "period": {
        "adopted_by": "Representantskapet",
        "adopted_on": "2024-10-28",
        "ends": 2028,
        "goals": [11, 13],
        "source": "Protokollen",
        "starts": 2025,
        "title": "Strategiske føringer",
        "vision": "Vi er i front.",
    },
    "schema": 1,
    "source": "Protokollen",
    "sources": [
        {"date": None, "date_note": "2026", "publisher": "Osloregionen", "title": "Referat", "url": ""}
    ],
    "status": "vedtatt",
    "title": "Handlingsprogram 2027",
    "treatments": [{"body": "Styret", "case_reference": "26/30", "on": "2026-11-03", "outcome": "Ja"}],
    "version": 1,
    "warnings": ["Aktivitet 2.1 mangler noe."],
    "year": 2027,
}
SHA256 = "ef3cb2e0c4c8f665b768cb6edd0e317030aab99e7619cfb6352a48ace24f177e"


def test_an_old_version_has_its_checksum_still() -> None:
    content = PlanContent.from_json(json.dumps(FROZEN))
    assert json.loads(content.to_json()) == FROZEN
    assert content.sha256() == SHA256
