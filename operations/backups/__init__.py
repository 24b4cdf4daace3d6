"""
Backups: made, sealed, kept and put back.

A backup is one file, `icc-<time in UTC>.tar.gz`: the database, the files that people have attached,
and last a manifest that says what must be there. With a key it ends in `.enc` and is sealed
(`sealing.py`). docs/operations.md writes the format down for whoever has the file but not this code.
"""


class Refused(Exception):
    """A backup that is not made, or not put back; the sentence says why. Nothing has changed."""
