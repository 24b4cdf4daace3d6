"""Addresses that are stored somewhere on the site, and what came of asking for them."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# One outage blames nobody.
DAYS_UNTIL_BROKEN = 3


class LinkQuerySet(models.QuerySet):
    def oldest_first(self):
        """Those never asked for first, then by when they were asked for last."""
        return self.order_by(F("checked_at").asc(nulls_first=True), "pk")

    def broken(self):
        """Those that staff have to put right."""
        return self.filter(state=Link.State.BROKEN)


class Link(models.Model):
    """
    One address of another page, wherever it is stored; `check_links` alone writes these.

    It counts as broken only after it has failed on three different days with no success between.
    """

    class State(models.TextChoices):
        WORKS = "works", _("works")
        MOVED = "moved", _("moved")
        BROKEN = "broken", _("broken")
        REFUSED = "refused", _("refused by robots.txt")
        UNCHECKED = "unchecked", _("not checked")

    class Problem(models.TextChoices):
        """Why there is no answer, or why an answer says nothing."""

        NAME = "name", _("the host is not found")
        NO_ANSWER = "no_answer", _("the host does not answer")
        TOO_SLOW = "too_slow", _("the answer takes too long")
        CERTIFICATE = "certificate", _("the certificate is not valid")
        NONSENSE = "nonsense", _("the answer cannot be understood")
        LOOP = "loop", _("it is redirected without end")
        STATUS = "status", _("the server answers with an error")
        NOT_WEB = "not_web", _("it leads elsewhere than to the web")
        INTERNAL = "internal", _("it leads into an internal network and was not asked for")
        UNFRIENDLY = "unfriendly", _("the server does not answer to programs")
        ROBOTS = "robots", _("robots.txt of the server cannot be read")

    address = models.CharField(
        pgettext_lazy("of a link", "address"), max_length=2000, unique=True, editable=False
    )
    # Each place is [model, key of the row, column]; each run finds them anew.
    places = models.JSONField(_("where it is used"), default=list, editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.UNCHECKED, editable=False
    )
    problem = models.CharField(
        _("problem"), max_length=11, choices=Problem, blank=True, editable=False
    )
    status_code = models.PositiveSmallIntegerField(_("status code"), null=True, editable=False)
    moved_to = models.CharField(_("moved to"), max_length=2000, blank=True, editable=False)
    failing_since = models.DateField(_("failing since"), null=True, editable=False)
    failed_on = models.DateField(_("failed last on"), null=True, editable=False)
    failed_days = models.PositiveSmallIntegerField(_("days of failure"), default=0, editable=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["works", "moved", "broken", "refused", "unchecked"]),
                name="link_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="broken", failed_days__gte=DAYS_UNTIL_BROKEN)
                | ~Q(state="broken") & Q(failed_days__lt=DAYS_UNTIL_BROKEN),
                name="link_breaks_after_three_days",
            ),
            models.CheckConstraint(
                condition=Q(state="moved") & ~Q(moved_to="") | ~Q(state="moved") & Q(moved_to=""),
                name="link_moved_has_its_new_address",
            ),
            models.CheckConstraint(
                condition=Q(failed_days=0, failing_since=None, failed_on=None)
                | Q(failed_days__gt=0, failing_since__isnull=False, failed_on__isnull=False),
                name="link_failing_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(failing_since=None) | Q(failed_on__gte=F("failing_since")),
                name="link_fails_last_after_first",
            ),
            models.CheckConstraint(
                condition=Q(state="unchecked", failed_days=0) | Q(checked_at__isnull=False),
                name="link_found_out_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status_code=None) | Q(status_code__range=(100, 999)),
                name="link_status_code_has_three_digits",
            ),
        ]

    def __str__(self):
        return self.address

    @property
    def is_failing(self):
        """Whether it failed when it was asked for last, broken or not yet."""
        return self.failed_days > 0

    def note(self, finding, at: datetime):
        """Take in what was found at a time (in memory): a day of failure counts once."""
        self.checked_at = at
        self.status_code, self.problem = finding.status, finding.problem
        if finding.is_failure:
            self._fail(timezone.localdate(at))
            return
        self.failed_days, self.failing_since, self.failed_on = 0, None, None
        self.state, self.moved_to = finding.state, finding.moved_to

    def _fail(self, day: date):
        """Until it is broken, the last success stays what is known of it."""
        if self.failed_on is None or day > self.failed_on:
            self.failing_since = self.failing_since or day
            self.failed_on = day
            self.failed_days += 1
        if self.failed_days >= DAYS_UNTIL_BROKEN:
            self.state, self.moved_to = self.State.BROKEN, ""
