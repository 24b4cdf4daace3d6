"""An adopted plan, its themes and target states, and the bodies that carry it out."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext_lazy as _

from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.integrity import References, SortKeyField
from programme.models.network import Programme
from programme.models.publication import built_once, published


class StrategyQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published(), published("programme__"))

    def with_counts(self):
        """Add `actions_known`, the public actions."""
        return self.annotate(actions_known=Count("actions", filter=published("actions__")))


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
    decision_url = LinkField(_("decision"))
    website = LinkField(_("website"))
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["-adopted_on", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("programme:strategy_detail", self.slug)


class ObjectiveQuerySet(models.QuerySet):
    def themes(self):
        return self.filter(parent=None)

    @built_once
    def public(self):
        """Not removed, nor under a theme that is."""
        known = Q(parent=None) | Q(parent__removed_at=None)
        shown = self.filter(published("strategy__"), published("strategy__programme__"))
        return shown.filter(known, removed_at=None)


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
    source_url = LinkField(_("source"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
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
                violation_error_message=_("The strategy already has an objective of this code."),
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
            raise ValidationError({"parent": _("Choose a theme: this is a target state.")})
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
                {"strategy": _("Actions or target states of another strategy use this objective.")}
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
    website = LinkField(_("website"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]

    def __str__(self):
        return self.name
