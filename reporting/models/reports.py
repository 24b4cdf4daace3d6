"""What is said of one action in one round."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programme.models import StrategyAction
from programme.models.publication import Present, built_once, published
from reporting.models.people import Person
from reporting.models.rounds import LockException, ReportingRound

State = models.TextChoices(
    "State",
    {
        "NOT_STARTED": ("not_started", pgettext_lazy("of a report", "not started")),
        "DRAFT": ("draft", _("draft")),
        "SUBMITTED": ("submitted", _("submitted")),
        "RETURNED": ("returned", _("returned")),
        "APPROVED": ("approved", _("approved")),
        "WAIVED": ("waived", _("not to be reported")),
    },
)

# Those that still wait for their reporter.
OWED = [State.NOT_STARTED, State.DRAFT, State.RETURNED]


def on_public_action(prefix=""):
    """The condition that the action of a report at `prefix` is shown now."""
    return (
        published(f"{prefix}action__")
        & published(f"{prefix}action__strategy__")
        & published(f"{prefix}action__strategy__programme__")
    )


class ActionReportQuerySet(models.QuerySet):
    @built_once
    def public(self):
        """What visitors see: approved, and the action is theirs to see."""
        return self.filter(
            on_public_action(),
            published("round__programme__"),
            round__opens_at__lte=Present(),
            state=State.APPROVED,
        )

    @built_once
    def expected(self):
        """All that have been asked of actions that visitors see, whatever has come of it."""
        return self.filter(
            on_public_action(),
            published("round__programme__"),
            round__opens_at__lte=Present(),
        )

    def owed(self):
        """Those that still wait for their reporter."""
        return self.filter(state__in=OWED)

    def late_at(self, now):
        """Those that are owed although they were due."""
        return self.owed().filter(_not_archived_at(now), round__due_at__lte=now)

    def of_person(self, person):
        """The reports that a person answers for."""
        named = Q(action__contact__person=person)
        by_basket = Q(action__contact=None, action__basket__contact__person=person)
        assigned = Q(assignee=person)
        return self.filter(assigned | (Q(assignee=None) & (named | by_basket))).distinct()

    def visible_to(self, user):
        """Everything to those who coordinate, approve or read; one's own to a reporter."""
        if any(user.has_perm(f"reporting.{right}") for right in SEE_ALL):
            return self
        person = _person(user)
        return self.of_person(person) if person else self.none()

    def editable_by(self, user):
        """
        Those that a user may write in now: the row, its state and its time allow it.

        The same as `locks.can_edit`, asked of many rows at once.
        """
        person, now = _person(user), timezone.now()
        reports = self.filter(_not_archived_at(now), state__in=[State.DRAFT, State.RETURNED])
        if not user.has_perm("reporting.coordinate_reporting"):
            reports = reports.of_person(person) if person else reports.none()
        in_time = Q(round__opens_at__lte=now, round__closes_at__gt=now)
        leave = LockException.objects.active_at(now).filter(granted_to=person)
        by_leave = Q(pk__in=leave.values("report")) | Q(round__in=leave.values("round"))
        return reports.filter(in_time | by_leave if person else in_time)

    def awaiting_approval_by(self, user):
        """Those that a user may approve, the oldest first; the own ones where that is allowed."""
        if not user.has_perm("reporting.approve_report"):
            return self.none()
        person = _person(user)
        reports = self.filter(_not_archived_at(timezone.now()), state=State.SUBMITTED)
        if not settings.REPORTING_ALLOW_SELF_APPROVAL:
            by_person = Q(submitted_by_person=person) if person else Q(pk=None)
            reports = reports.exclude(Q(submitted_by=user) | by_person)
        baskets = person.baskets.values_list("pk", flat=True) if person else []
        if baskets:
            reports = reports.filter(action__basket__in=list(baskets))
        return reports.order_by("submitted_at", "pk")


SEE_ALL = ["coordinate_reporting", "approve_report", "read_reports"]


def _not_archived_at(now):
    return Q(round__archived_at=None) | Q(round__archived_at__gt=now)


def _person(user):
    return Person.objects.of_user(user).first()


class ActionReport(models.Model):
    """
    One report on one action in one round.

    `state` is written by `reporting/transitions.py` only. What visitors read is not this
    row but its `approved_revision`, which never changes.
    """

    class WaiveReason(models.TextChoices):
        FINISHED = "finished", _("the action has finished")
        MERGED = "merged", _("the action has been merged into another")
        POSTPONED = "postponed", _("the action has been postponed")
        NOT_IN_ROUND = "not_in_round", _("the action is not part of this round")

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, related_name="reports", verbose_name=_("reporting round")
    )
    action = models.ForeignKey(
        StrategyAction, models.PROTECT, related_name="reports", verbose_name=_("action")
    )
    assignee = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reporter"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.NOT_STARTED, editable=False
    )
    revision_number = models.PositiveSmallIntegerField(
        _("times submitted"), default=0, editable=False
    )
    language = models.CharField(
        _("language of the report"), max_length=2, choices=settings.LANGUAGES, blank=True
    )
    status = models.CharField(
        _("status of the action"), max_length=20, choices=StrategyAction.Status, blank=True
    )
    percent = models.PositiveSmallIntegerField(
        _("how far it is, in per cent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    summary = models.TextField(_("what has been done"), blank=True)
    next_steps = models.TextField(_("what comes next"), blank=True)
    obstacles = models.TextField(_("what stands in the way"), blank=True)
    is_unchanged = models.BooleanField(_("no change since the last report"), default=False)
    no_change_reason = models.TextField(_("why nothing has changed"), blank=True)
    # What the reporter has said of each prefilled field: "" until then.
    answers = models.JSONField(_("answers to prefilled fields"), default=dict, editable=False)
    seen_warnings = models.JSONField(_("warnings seen"), default=list, editable=False)
    minutes_spent = models.PositiveSmallIntegerField(_("minutes spent"), null=True, blank=True)
    waive_reason = models.CharField(
        _("why it is not reported"), max_length=20, choices=WaiveReason, blank=True, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_by_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    is_self_approved = models.BooleanField(
        _("approved by its writer"), default=False, editable=False
    )
    approved_revision = models.OneToOneField(
        "reporting.ReportRevision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("public revision"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ActionReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-round__ends_on", "action__sort_key"]
        permissions = [
            ("coordinate_reporting", "Can ask, waive, reassign and propose corrections"),
            ("approve_report", "Can approve and return progress reports"),
            ("translate_report", "Can translate approved progress reports"),
            ("read_reports", "Can read all progress reports"),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="report_queue"),
            models.Index(fields=["action", "state"], name="report_story"),
            # What a round comes to is read from this and from no row.
            models.Index(
                fields=["round", "state", "action", "status", "percent", "approved_at"],
                name="reports_of_round",
            ),
            models.Index(fields=["state", "-approved_at"], name="latest_approvals"),
            models.Index(
                fields=["round", "assignee", "action"],
                name="owed_reports",
                condition=Q(state__in=OWED),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_report_on_an_action_in_a_round",
                fields=["round", "action"],
                violation_error_message=_("The action has been asked in this round already."),
            ),
            models.CheckConstraint(
                name="report_percent_is_at_most_100",
                condition=Q(percent=None) | Q(percent__lte=100),
            ),
            models.CheckConstraint(
                name="report_has_what_its_state_says",
                condition=(
                    Q(state__in=["not_started", "draft"], approved_at=None)
                    | Q(
                        state__in=["submitted", "returned"],
                        approved_at=None,
                        submitted_at__isnull=False,
                    )
                    | Q(
                        state="approved",
                        submitted_at__isnull=False,
                        approved_at__isnull=False,
                        approved_revision__isnull=False,
                    )
                    | (Q(state="waived", approved_at=None) & ~Q(waive_reason=""))
                ),
            ),
            models.CheckConstraint(
                name="report_is_in_a_language_of_the_site",
                condition=Q(language__in=["", "fi", "sv", "en"]),
            ),
        ]

    def __str__(self):
        return f"{self.action.code} – {self.round}"

    def get_absolute_url(self):
        return reverse("reporting:report_detail", args=[self.round.slug, self.action.code])

    def desk_url(self, page="report_form"):
        """Where those who work on it find it."""
        return reverse(f"reporting:{page}", args=[self.round.slug, self.action.code])
