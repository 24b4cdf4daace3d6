"""Whose data the site keeps, why, and for how long; and what a person can have of it, or taken out of it."""
