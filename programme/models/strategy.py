"""An adopted plan: its themes and target states, its actions, and who answers for them."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programme.dates import PartialDateField
from programme.models.integrity import References, SortKeyField, ends_after_start
from programme.models.measures import Indicator
from programme.models.network import Programme, ThematicBasket
from programme.models.publication import published


class StrategyQuerySet(models.QuerySet):
    def public(self):
        return self.filter(published(), published("programme__"))

    def with_counts(self):
        """Add `actions_known`, the public actions."""
        return self.annotate(
            actions_known=Count("actions", filter=published("actions__"), distinct=True)
        )


class Strategy(models.Model):
    """A plan that the city has adopted within a programme."""

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="strategies",
        verbose_name=_("programme"),
    )
    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    adopted_on = PartialDateField(_("adopted on"))
    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True)
    actions_stated = models.PositiveSmallIntegerField(
        _("number of actions in the whole strategy"), null=True, blank=True
    )
    decision_url = models.URLField(_("decision"), max_length=500, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["-adopted_on", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programme:strategy_detail", args=[self.slug])


class ObjectiveQuerySet(models.QuerySet):
    def themes(self):
        return self.filter(parent=None)

    def public(self):
        return self.filter(published("strategy__"), published("strategy__programme__"))


class Objective(models.Model):
    """A theme of a strategy, or a target state under a theme."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, related_name="objectives", verbose_name=_("strategy")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="target_states",
        verbose_name=_("theme"),
        help_text=_("Empty for a theme, the theme for a target state."),
    )
    code = models.CharField(_("code"), max_length=20)
    sort_key = SortKeyField(source="code")
    name = models.CharField(_("name"), max_length=200)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    level = models.GeneratedField(
        expression=Case(When(parent=None, then=Value(1)), default=Value(2)),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    parent_level = models.GeneratedField(
        expression=Case(When(parent=None, then=Value(None)), default=Value(1)),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
    )

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["strategy", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                name="objective_code_once_in_a_strategy",
                fields=["strategy", "code"],
                violation_error_message=_(
                    "The strategy already has an objective of this code."
                ),
            ),
            models.UniqueConstraint(
                name="objective_can_be_referred_to_with_its_strategy",
                fields=["id", "strategy"],
            ),
            models.UniqueConstraint(
                name="objective_can_be_referred_to_with_its_level",
                fields=["id", "strategy", "level"],
            ),
            References(
                name="target_state_stands_under_a_theme_of_its_strategy",
                fields=["parent", "strategy", "parent_level"],
                to_fields=["id", "strategy", "level"],
                violation_error_message=_("The theme belongs to another strategy."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def is_theme(self):
        return self.parent_id is None

    def clean(self):
        """What the constraints say, before the row is saved and in words."""
        if self.parent and not self.parent.is_theme:
            raise ValidationError(
                {"parent": _("Choose a theme: this is a target state.")}
            )
        if self.pk and self.parent_id and self.target_states.exists():
            raise ValidationError(
                {
                    "parent": _(
                        "This is a theme that has target states: it cannot stand under another theme."
                    )
                }
            )
        if self.pk and self._is_used_outside_of_strategy():
            raise ValidationError(
                {
                    "strategy": _(
                        "Actions or target states of another strategy use this objective."
                    )
                }
            )

    def _is_used_outside_of_strategy(self):
        return any(
            things.exclude(strategy=self.strategy_id).exists()
            for things in (self.target_states, self.actions)
        )


class Organisation(models.Model):
    """A body that answers for actions."""

    slug = models.SlugField(_("identifier"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    website = models.URLField(_("website"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]

    def __str__(self):
        return self.name


class StrategyActionQuerySet(models.QuerySet):
    def public(self):
        return self.filter(
            published(), published("strategy__"), published("strategy__programme__")
        )

    def by_status(self):
        """How many are in each status, as (status, number), none left out."""
        counted = self.order_by().values_list("status").annotate(Count("pk"))
        numbers = dict(counted)
        return [(status, numbers.get(status, 0)) for status in StrategyAction.Status]


class StrategyAction(models.Model):
    """
    Something that the city has promised to do.

    `status` is what the city's own tracker says; no information until it says so.
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
        validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z.-]*$")],
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
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.NO_INFORMATION
    )
    internal_notes = models.TextField(
        _("internal notes"),
        blank=True,
        help_text=_("For staff. Never shown to the public."),
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)

    objects = StrategyActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy action")
        verbose_name_plural = _("strategy actions")
        ordering = ["sort_key"]
        constraints = [
            ends_after_start(
                "action_ends_after_start", _("An action cannot end before it starts.")
            ),
            models.CheckConstraint(
                name="action_status_is_one_of_the_six",
                condition=Q(
                    status__in=[
                        "no_information",
                        "not_started",
                        "planning",
                        "implementation",
                        "completed",
                        "cancelled",
                    ]
                ),
            ),
            References(
                name="action_is_of_the_strategy_of_its_target_state",
                fields=["objective", "strategy"],
                to_fields=["id", "strategy"],
                violation_error_message=_(
                    "The target state belongs to another strategy."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("programme:action_detail", args=[self.code])


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
                violation_error_message=_(
                    "Only one organisation can be primarily responsible."
                ),
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
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("step of an action", "milestone")
        verbose_name_plural = pgettext_lazy("step of an action", "milestones")
        ordering = ["action", "due_on", "id"]

    def __str__(self):
        return self.title

    @property
    def is_reached(self):
        return bool(self.reached_on)
