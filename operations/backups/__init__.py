"""Backups: made, sealed, kept and put back."""
