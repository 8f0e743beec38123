"""The charts of the emissions pages."""
