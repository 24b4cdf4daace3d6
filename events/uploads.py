"""Where files that staff attach to an event are kept."""

from secrets import token_urlsafe


def stored_name(material, name):
    """A name that nobody can guess, with the ending of what the file is."""
    return f"materials/{token_urlsafe(16)}.{name.rpartition('.')[2]}"
