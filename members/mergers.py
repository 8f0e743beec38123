"""Which municipalities one was made of, and which it became part of, through any number of mergers."""

from collections.abc import Iterator

from members.models import Municipality


class Mergers:
    """Every registered merger. One query when it is made, then none: the mergers of a region are few."""

    def __init__(self) -> None:
        self._made_of: dict[int, list[Municipality]] = {}
        self._became: dict[int, Municipality] = {}
        for old in Municipality.objects.filter(merged_into__isnull=False).select_related("merged_into"):
            if old.merged_into is not None:
                self._made_of.setdefault(old.merged_into.pk, []).append(old)
                self._became[old.pk] = old.merged_into

    def made_of(self, municipality: Municipality) -> list[Municipality]:
        """Return those that became part of the municipality itself, in Norwegian order."""
        return self._made_of.get(municipality.pk, [])

    def all_made_of(self, municipality: Municipality) -> list[Municipality]:
        """Return those that became part of the municipality, or of one that did, in Norwegian order."""
        found: dict[int, Municipality] = {}
        waiting = [municipality]
        while waiting:
            for old in self.made_of(waiting.pop()):
                # Nothing in the database forbids a ring of mergers, and it must not hold a page forever.
                if old.pk not in found and old.pk != municipality.pk:
                    found[old.pk] = old
                    waiting.append(old)
        return sorted(found.values(), key=lambda old: (old.sort_name, old.pk))

    def became(self, municipality: Municipality) -> Iterator[Municipality]:
        """Give the one that the municipality became part of, then the one which that became part of, …"""
        seen = {municipality.pk}
        following = self._became.get(municipality.pk)
        while following is not None and following.pk not in seen:
            yield following
            seen.add(following.pk)
            following = self._became.get(following.pk)
