"""Which jobs there are, how often each runs, and from when on it is late."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFTEN, DAILY = timedelta(minutes=5), timedelta(days=1)
# A machine may be off for a while, and a night's job may take its time.
LATE_AFTER = {OFTEN: timedelta(hours=1), DAILY: timedelta(hours=36)}
RHYTHMS = {OFTEN: _("planned every five minutes"), DAILY: _("planned once a day")}


@dataclass(frozen=True)
class Job:
    """A command that a timer runs, and what readers call it."""

    title: Promise
    every: timedelta

    @property
    def late_after(self):
        """How long after its last good end it counts as overdue."""
        return LATE_AFTER[self.every]

    @property
    def rhythm(self):
        """How often it is planned, in words."""
        return RHYTHMS[self.every]


# By the names of their commands, in the order in which readers care; docs/operations.md says when.
JOBS = {
    "backup": Job(_("Backup"), DAILY),
    "send_reminders": Job(_("Reminders to reporters"), OFTEN),
    "check_links": Job(_("Check of links to other sites"), DAILY),
    "rebuild_search": Job(_("Update of the search"), OFTEN),
    "verify_reports": Job(_("Check of the approved reports"), DAILY),
    "purge": Job(_("Removal of what is no longer needed"), DAILY),
    "clearsessions": Job(_("Removal of ended sessions"), DAILY),
}
