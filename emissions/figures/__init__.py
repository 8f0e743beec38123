"""The figures that pages and reports show of an edition: exact, and derived the same way everywhere."""
