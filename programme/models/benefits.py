"""What taking part has brought."""

from django.db import models
from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.integrity import ends_after_start
from programme.models.network import Programme
from programme.models.publication import published


class BenefitQuerySet(models.QuerySet):
    def public(self):
        return self.filter(published(), published("programme__"))

    def received(self):
        return self.filter(standing=Benefit.Standing.RECEIVED)

    def count_by_standing(self):
        """How many there are of each standing, as (standing, number), none left out."""
        counted = self.order_by().values_list("standing").annotate(Count("pk"))
        numbers = dict(counted)
        return [(standing, numbers.get(standing, 0)) for standing in Benefit.Standing]

    def by_standing(self):
        """What is surest first: received, stated, expected."""
        order = {standing: number for number, standing in enumerate(Benefit.Standing)}
        whens = [When(standing=standing, then=number) for standing, number in order.items()]
        return self.order_by(Case(*whens), "-starts_on", "slug")


class Benefit(models.Model):
    """Something that taking part in a programme has brought, or should bring."""

    class Kind(models.TextChoices):
        TOOL = "tool", _("tool")
        NETWORK = "network", _("network")
        CONSULTANCY = "consultancy", _("consultancy")
        PEER_DISCUSSION = "peer_discussion", _("peer discussion")
        VISIBILITY = "visibility", _("visibility")
        FUNDING_CHANNEL = "funding_channel", _("funding channel")
        TRAINING = "training", _("training")
        EVENT_ROLE = "event_role", _("event role")
        PARTNERSHIP = "partnership", _("partnership")

    class Standing(models.TextChoices):
        """How sure a benefit is: these are never mixed."""

        RECEIVED = "received", _("received")
        STATED = "stated", _("stated by the city")
        EXPECTED = "expected", _("expected")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="benefits", verbose_name=_("programme")
    )
    slug = models.SlugField(_("identifier"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    starts_on = PartialDateField(_("time, or its start"))
    ends_on = PartialDateField(_("end of the time"))
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["-starts_on", "slug"]
        constraints = [
            ends_after_start(
                "benefit_ends_after_start", _("A benefit cannot end before it starts.")
            ),
            models.CheckConstraint(
                name="benefit_is_received_only_with_a_source",
                condition=~Q(standing="received") | ~Q(source_url=""),
                violation_error_message=_(
                    "A benefit counts as received only with a source that shows it."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('programme:benefit_list')}#{self.slug}"
