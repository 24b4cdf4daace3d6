"""Who else has a report open just now; kept in the cache, for half an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

HELD_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Claim:
    """That somebody has a report open, since when, and when they last looked."""

    name: str
    since: datetime
    looked_at: datetime


def claim(report, actor, now):
    """Note that an approver has the report open. Returns the claims of the others."""
    claims = _living(report, now)
    mine = claims.get(actor.user.pk)
    held = Claim(actor.label, mine.since if mine else now, now)
    cache.set(_key(report), claims | {actor.user.pk: held}, HELD_FOR.total_seconds())
    others = [claim for user, claim in claims.items() if user != actor.user.pk]
    return sorted(others, key=lambda claim: claim.since)


def release(report):
    """Nobody has it open any more: it has been decided on."""
    cache.delete(_key(report))


def _living(report, now):
    claims = cache.get(_key(report), {})
    return {user: claim for user, claim in claims.items() if now - claim.looked_at < HELD_FOR}


def _key(report):
    return f"reporting.open.{report.pk}"
