"""One run of the link checker: what is stored is asked for, oldest first, and each answer kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from back_office.links.addresses import stored
from back_office.links.asking import OF_THE_NETWORK, Guest, Later
from back_office.models import Link

FOUND = ["checked_at", "state", "problem", "status_code", "moved_to"]
FOUND += ["failing_since", "failed_on", "failed_days"]


class NoNetwork(Exception):
    """No host of any address answers: it is rather us."""


def due():
    """The links of all that is stored, oldest first; new ones stand in memory only."""
    places = stored()
    known = list(Link.objects.filter(address__in=places).oldest_first())
    new = sorted(places.keys() - {link.address for link in known})
    links = [Link(address=address) for address in new] + known
    for link in links:
        link.places = places[link.address]
    # New ones have no time yet, as have known ones that were never asked for.
    return sorted(links, key=lambda link: link.checked_at is not None)


@dataclass
class Round:
    """
    Asks for links and writes each answer at once.

    Nothing is written before a first host has answered, for a machine without a network learns nothing
    of others.
    """

    links: list
    tell: Callable
    guest: Guest = field(default_factory=Guest)
    _held: list = field(default_factory=list)
    _is_begun: bool = False

    def run(self, limit=None):
        """Ask for all, or for as many as `limit` says. Raises NoNetwork."""
        for link in self.links[:limit]:
            try:
                self._held.append((link, self.guest.ask(link.address)))
            except Later:
                continue
            if self.guest.has_been_answered:
                self._write()
        others = (link.address for link in self.links[len(self._held) :])
        if self._looks_cut_off() and not self.guest.finds_anybody(others):
            raise NoNetwork
        self._write()

    def _looks_cut_off(self):
        failures = [found for _link, found in self._held if found.problem in OF_THE_NETWORK]
        return bool(failures) and not self.guest.has_been_answered

    def _write(self):
        if not self._is_begun:
            remember(self.links)
            self._is_begun = True
        for link, finding in self._held:
            link.note(finding, timezone.now())
            Link.objects.filter(address=link.address).update(
                **{name: getattr(link, name) for name in FOUND}
            )
            self.tell(link)
        self._held = []


@transaction.atomic
def remember(links):
    """Keep a row for each address that is stored, with its places; forget those that are not."""
    kept = dict(Link.objects.values_list("address", "places"))
    new = [link for link in links if link.address not in kept]
    Link.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    for link in links:
        if link.address in kept and kept[link.address] != link.places:
            Link.objects.filter(address=link.address).update(places=link.places)
    gone = kept.keys() - {link.address for link in links}
    Link.objects.filter(address__in=gone).delete()
