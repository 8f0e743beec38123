"""What writes editions of the statistics, and says which of them count."""

from emissions.services.publishing import REFUSALS, publish_edition, refusal_to_publish, return_to_former
from emissions.services.storing import (
    STORED,
    STORING,
    AlreadyStored,
    members_sha256,
    sha256_of,
    store_edition,
    stored_already,
    stored_for_another,
)

__all__ = [
    "REFUSALS",
    "STORED",
    "STORING",
    "AlreadyStored",
    "members_sha256",
    "publish_edition",
    "refusal_to_publish",
    "return_to_former",
    "sha256_of",
    "store_edition",
    "stored_already",
    "stored_for_another",
]
