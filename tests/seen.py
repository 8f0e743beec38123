"""A page to look at. Apart from tests/to_see.py, which needs a database to find them all."""

from typing import NamedTuple


class Seen(NamedTuple):
    """A page to look at: the entry's name, its address, the status it answers with, and whether for staff.

    `briefly`: looked at in two ways instead of all, as another world or another record has it too.
    """

    name: str
    address: str
    status: int = 200
    staff: bool = False
    briefly: bool = False
