"""
What looks like the work of a program: seen without a puzzle, a script or another host.

A suspicion never loses a message: it is kept apart for staff, and the writer gets the same answer.
"""

import re

from django.core.signing import BadSignature, TimestampSigner

from programme.counting import count_within

SIGNER = TimestampSigner(salt="readers.feedback")
# Nobody reads the form and writes to a city within three seconds; a page of yesterday is a copy.
TOO_QUICK, TOO_OLD = 3, 24 * 60 * 60
MANY_LINKS = 2
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
HOUR = 60 * 60
# Of one address within an hour: more are suspected; far more are asked to wait.
SUSPECTED_AFTER, REFUSED_AFTER = 5, 50


def opened_now():
    """A signed note of when a form was opened, to come back with it."""
    return SIGNER.sign("feedback")


def looks_automatic(opened, honey, message):
    """Whether a message was sent too soon or too late, fills what people do not see, or is full of links."""
    return bool(honey) or not _at_a_human_pace(opened) or len(LINK.findall(message)) > MANY_LINKS


def messages_of(request):
    """Counts a message; how many have come from its address within this hour."""
    return count_within(request, "readers.feedback", HOUR)


def _at_a_human_pace(opened):
    try:
        SIGNER.unsign(opened, max_age=TOO_OLD)
    except BadSignature:
        return False
    try:
        SIGNER.unsign(opened, max_age=TOO_QUICK)
    except BadSignature:
        return True
    return False
