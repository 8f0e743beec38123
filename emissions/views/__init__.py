"""The views of the emissions pages."""
