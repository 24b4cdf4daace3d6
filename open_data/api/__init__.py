"""The API: the datasets as JSON, a page at a time (docs/decisions/0031)."""
