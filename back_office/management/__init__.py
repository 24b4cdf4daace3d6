"""Commands of the back office."""
