"""What waits on a person's desk, and what has left it."""

from functools import cached_property

from django.db.models import Case, Exists, OuterRef, Q, Subquery, When

from reporting.models import ActionReport, LockException, Person, ReportTransition, State

LATEST = 50


class DeskLists:
    """The reports of one person: owed, waiting for approval, approved."""

    def __init__(self, user, now):
        self.user, self.now = user, now

    @cached_property
    def person(self):
        """Who the user is among those who report; None for nobody."""
        return Person.objects.of_user(self.user).first()

    @cached_property
    def owed(self):
        """What can be written now: returned ones first, then by the day they are due."""
        open_now = Q(round__opens_at__lte=self.now, round__closes_at__gt=self.now)
        owed = self._own().owed().filter(round__archived_at=None)
        owed = owed.annotate(
            editable_until=self._leaves(),
            returned_with=self._last_return(),
            minutes_before=self._minutes_before(),
            order=Case(When(state=State.RETURNED, then=0), default=1),
        )
        within_time = owed.filter(open_now | Q(editable_until__isnull=False))
        return list(within_time.order_by("order", "round__due_at", "action__sort_key"))

    @cached_property
    def submitted(self):
        """What has been sent and waits for approval, the latest first."""
        sent = self._own().filter(state=State.SUBMITTED)
        return list(sent.order_by("-submitted_at", "pk"))

    @cached_property
    def approved(self):
        """What has been approved lately; `is_public_now` says whether visitors find it."""
        public = ActionReport.objects.public().filter(pk=OuterRef("pk"))
        approved = self._own().filter(state=State.APPROVED).annotate(is_public_now=Exists(public))
        return list(approved.order_by("-approved_at", "pk")[:LATEST])

    def _own(self):
        reports = ActionReport.objects.select_related("round", "action")
        # By key, so that rows need not be compared as a whole to be told apart.
        own = ActionReport.objects.of_person(self.person) if self.person else reports.none()
        return reports.filter(pk__in=own.order_by().values("pk"))

    def _leaves(self):
        leaves = LockException.objects.active_at(self.now).filter(
            Q(report=OuterRef("pk")) | Q(round=OuterRef("round")), granted_to=self.person
        )
        return Subquery(leaves.order_by("-until").values("until")[:1])

    def _last_return(self):
        returns = ReportTransition.objects.filter(report=OuterRef("pk"), name="return")
        return Subquery(returns.order_by("-sequence").values("comment")[:1])

    def _minutes_before(self):
        before = ActionReport.objects.filter(
            action=OuterRef("action"),
            round__ends_on__lt=OuterRef("round__starts_on"),
            submitted_by_person=self.person,
        ).exclude(minutes_spent=None)
        return Subquery(before.order_by("-round__ends_on").values("minutes_spent")[:1])
