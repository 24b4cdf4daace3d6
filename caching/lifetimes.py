"""
For how long others may keep a public answer: browsers, our own nginx, any proxy (RFC 9111, RFC 5861).

A change must be seen within seconds, and asking again costs next to nothing, since an answer that has
not changed is not sent again. So a copy is good for five seconds; for ten more a proxy may hand it out
while it asks for a new one, so that no reader waits. A day long it is better than an error.
"""

from django.utils.cache import cc_delim_re

FRESH = 5
WHILE_ASKING = 10
INSTEAD_OF_AN_ERROR = 24 * 60 * 60


def cache_control(seconds_left=FRESH + WHILE_ASKING):
    """What `Cache-Control` says of a public answer that is right for so many seconds yet."""
    fresh = min(FRESH, seconds_left)
    while_asking = min(WHILE_ASKING, seconds_left - fresh)
    return (
        f"public, max-age={fresh}, s-maxage={fresh}, "
        f"stale-while-revalidate={while_asking}, stale-if-error={INSTEAD_OF_AN_ERROR}"
    )


def let_be_kept(response):
    """Lets everybody keep an answer."""
    response["Cache-Control"] = cache_control()


def may_be_kept(response):
    """Whether an answer is the same for everybody: `let_be_kept` was said, and nothing speaks against it."""
    said = cc_delim_re.split(response.get("Cache-Control", ""))
    varies = response.get("Vary", "")
    return response.status_code == 200 and "public" in said and not varies and not response.cookies
