"""The actions of a strategy: who answers for them, which goals they serve, their steps."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.integrity import References, SortKeyField, ends_after_start
from programme.models.measures import Indicator
from programme.models.network import ThematicBasket, state_today
from programme.models.querysets import INDEXES, StrategyActionQuerySet
from programme.models.strategy import Objective, Organisation, Strategy

# The shape of a code such as 3.I.70, which is also a part of an address.
CODE = r"[0-9A-Za-z][0-9A-Za-z.-]*"
# The values of `StrategyAction.Status`, for its constraints.
THE_SIX = [
    "no_information",
    "not_started",
    "planning",
    "implementation",
    "completed",
    "cancelled",
]


class StrategyAction(models.Model):
    """
    Something that the city has promised to do.

    `stated_status` is what the city's own tracker says; no information until it says so.
    `reported_status` is what the latest approved progress report says, empty without one,
    and is written by `reporting` only. `status` is the reported one, else the stated one:
    what pages, filters and counts read. The database makes it, so that after a later save
    an instance knows it only by `refresh_from_db()`.
    """

    class Status(models.TextChoices):
        NO_INFORMATION = "no_information", _("no information")
        NOT_STARTED = "not_started", _("not started")
        PLANNING = "planning", _("planning")
        IMPLEMENTATION = "implementation", _("implementation")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    strategy = models.ForeignKey(
        Strategy, models.PROTECT, related_name="actions", verbose_name=_("strategy")
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("target state"),
    )
    basket = models.ForeignKey(
        ThematicBasket,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("thematic basket"),
    )
    code = models.CharField(
        _("code"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(rf"^{CODE}\Z")],
        help_text=_("As in the strategy, such as 3.I.70; it is also the address."),
    )
    sort_key = SortKeyField(source="code")
    title = models.CharField(_("title"), max_length=300)
    aim = models.TextField(_("aim"), blank=True)
    why = models.TextField(_("why"), blank=True)
    origin = models.TextField(
        _("origin"),
        blank=True,
        help_text=_("Where the action comes from, such as a decision."),
    )
    organisations = models.ManyToManyField(
        Organisation,
        through="ActionOrganisation",
        related_name="actions",
        verbose_name=_("responsible organisations"),
    )
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="actions", verbose_name=_("indicators")
    )
    starts_on = PartialDateField(_("planned start"))
    ends_on = PartialDateField(_("planned end"))
    stated_status = models.CharField(
        _("status in the city’s tracker"),
        max_length=20,
        choices=Status,
        default=Status.NO_INFORMATION,
        help_text=_("An approved progress report takes its place on the pages."),
    )
    reported_status = models.CharField(
        _("status in the approved report"),
        max_length=20,
        choices=Status,
        blank=True,
        default="",
        editable=False,
    )
    status = models.GeneratedField(
        expression=Case(
            When(~Q(reported_status=""), then=F("reported_status")), default=F("stated_status")
        ),
        output_field=models.CharField(max_length=20, choices=Status),
        db_persist=True,
        choices=Status,
        verbose_name=_("status"),
    )
    internal_notes = models.TextField(
        _("internal notes"),
        blank=True,
        help_text=_("For staff. Never shown to the public."),
    )
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = StrategyActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy action")
        verbose_name_plural = _("strategy actions")
        ordering, indexes = ["sort_key"], INDEXES
        constraints = [
            ends_after_start(
                "action_ends_after_start", _("An action cannot end before it starts.")
            ),
            models.CheckConstraint(
                name="action_stated_status_is_one_of_the_six",
                condition=Q(stated_status__in=THE_SIX),
            ),
            models.CheckConstraint(
                name="action_reported_status_is_one_of_the_six_or_none",
                condition=Q(reported_status__in=["", *THE_SIX]),
            ),
            References(
                name="action_is_of_the_strategy_of_its_target_state",
                fields=["objective", "strategy"],
                to_fields=["id", "strategy"],
                violation_error_message=_("The target state belongs to another strategy."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return address("programme:action_detail", self.code)

    @property
    def is_past_planned_time(self):
        """Whether its planned time has ended although it is neither completed nor cancelled."""
        is_settled = self.status in (self.Status.COMPLETED, self.Status.CANCELLED)
        return bool(self.ends_on) and not is_settled and state_today(self) == "over"


class ActionOrganisationQuerySet(models.QuerySet):
    def public(self):
        return self.filter(organisation__removed_at=None).select_related("organisation")


class ActionOrganisation(models.Model):
    """The part of an organisation in an action."""

    class Role(models.TextChoices):
        PRIMARY = "primary", _("primarily responsible")
        PARTNER = "partner", _("partner")

    action = models.ForeignKey(
        StrategyAction,
        models.CASCADE,
        related_name="responsibilities",
        verbose_name=_("action"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="responsibilities",
        verbose_name=_("organisation"),
    )
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=Role,
        blank=True,
        help_text=_("Empty when the source does not say who leads."),
    )

    objects = ActionOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsible organisation")
        verbose_name_plural = _("responsible organisations")
        ordering = ["action", "id"]
        constraints = [
            models.UniqueConstraint(
                name="organisation_once_in_an_action",
                fields=["action", "organisation"],
                violation_error_message=_("The organisation is named already."),
            ),
            models.UniqueConstraint(
                name="one_primary_organisation_in_an_action",
                fields=["action"],
                condition=Q(role="primary"),
                violation_error_message=_("Only one organisation can be primarily responsible."),
            ),
        ]

    def __str__(self):
        return str(self.organisation)


class ActionGoal(models.Model):
    """A United Nations sustainable development goal (2015) that an action serves."""

    class Goal(models.IntegerChoices):
        """The seventeen goals of Agenda 2030, by their official short names."""

        NO_POVERTY = 1, _("No poverty")
        ZERO_HUNGER = 2, _("Zero hunger")
        HEALTH = 3, _("Good health and well-being")
        EDUCATION = 4, _("Quality education")
        GENDER_EQUALITY = 5, _("Gender equality")
        WATER = 6, _("Clean water and sanitation")
        ENERGY = 7, _("Affordable and clean energy")
        WORK = 8, _("Decent work and economic growth")
        INDUSTRY = 9, _("Industry, innovation and infrastructure")
        INEQUALITIES = 10, _("Reduced inequalities")
        CITIES = 11, _("Sustainable cities and communities")
        CONSUMPTION = 12, _("Responsible consumption and production")
        CLIMATE = 13, _("Climate action")
        LIFE_BELOW_WATER = 14, _("Life below water")
        LIFE_ON_LAND = 15, _("Life on land")
        PEACE = 16, _("Peace, justice and strong institutions")
        PARTNERSHIPS = 17, _("Partnerships for the goals")

    action = models.ForeignKey(
        StrategyAction, models.CASCADE, related_name="goals", verbose_name=_("action")
    )
    goal = models.PositiveSmallIntegerField(_("goal"), choices=Goal)

    class Meta:
        verbose_name = _("sustainable development goal")
        verbose_name_plural = _("sustainable development goals")
        ordering = ["action", "goal"]
        constraints = [
            models.CheckConstraint(
                name="goal_is_from_1_to_17",
                condition=Q(goal__range=(1, 17)),
                violation_error_message=_("The goals are numbered from 1 to 17."),
            ),
            models.UniqueConstraint(
                name="goal_once_in_an_action",
                fields=["action", "goal"],
                violation_error_message=_("The goal is named already."),
            ),
        ]

    def __str__(self):
        return f"{self.goal} {self.get_goal_display()}"


class Milestone(models.Model):
    """A step of an action: what is to be reached by when, and when it was."""

    action = models.ForeignKey(
        StrategyAction,
        models.CASCADE,
        related_name="milestones",
        verbose_name=_("action"),
    )
    title = models.CharField(_("title"), max_length=200)
    due_on = PartialDateField(_("due on"))
    reached_on = PartialDateField(_("reached on"))
    source_url = LinkField(_("source"))

    class Meta:
        verbose_name = pgettext_lazy("step of an action", "milestone")
        verbose_name_plural = pgettext_lazy("step of an action", "milestones")
        ordering = ["action", "due_on", "id"]

    def __str__(self):
        return self.title

    @property
    def is_reached(self):
        return bool(self.reached_on)
