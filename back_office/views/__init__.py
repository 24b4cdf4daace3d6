"""Pages of the back office itself."""
