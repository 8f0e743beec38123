"""Klimastatus: the yearly report, pinned to an edition."""
