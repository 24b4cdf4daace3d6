"""
The secret in the address of an e-mailed link.

It is derived from the site's secret key and a random seed, so that a letter in the outbox
need not hold it and the same link can be sent again; the database keeps the seed and the
SHA-256 of the secret. Who reads the database alone cannot open a report.
"""

import base64
import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from reporting.models import LockException, ReportAccessLink

READABLE_AFTERWARDS = timedelta(days=30)


def secret_of(link):
    """The secret, 256 bits in base64url without padding."""
    digest = salted_hmac("reporting.link", link.nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(secret):
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_for(report, person):
    """The living link of a person to a report; a new one where there is none."""
    link = ReportAccessLink.objects.filter(report=report, person=person, revoked_at=None).first()
    expires_at = expiry_of(report, person)
    if link and link.expires_at < expires_at:
        link.expires_at = expires_at
        link.save(update_fields=["expires_at"])
    return link or _new_link(report, person, expires_at)


def new_link_for(report, person):
    """A new link; the one before stops working."""
    revoke_links(report.links.filter(person=person))
    return link_for(report, person)


def revoke_links(links):
    """Ends links at once."""
    return links.filter(revoked_at=None).update(revoked_at=timezone.now())


def expiry_of(report, person):
    """
    When a link stops opening the report at all.

    Writing ends with the round or with an exception; reading thirty days later.
    """
    leaves = LockException.objects.covering(report).filter(granted_to=person, revoked_at=None)
    ends = [report.round.closes_at, timezone.now(), *leaves.values_list("until", flat=True)]
    return max(ends) + READABLE_AFTERWARDS


def link_of(secret):
    """The living link that a secret opens, or None; looked up by hash, in constant time."""
    links = ReportAccessLink.objects.filter(
        token_hash=hash_of(secret), revoked_at=None, expires_at__gt=timezone.now()
    )
    return links.select_related("person", "report__round", "report__action").first()


def _new_link(report, person, expires_at):
    link = ReportAccessLink(report=report, person=person, nonce=secrets.token_hex(32))
    link.token_hash, link.expires_at = hash_of(secret_of(link)), expires_at
    link.save()
    return link
