"""Keeping the site going: jobs that run on a clock, backups, and how the data is."""
