"""The tables of the emissions pages."""
