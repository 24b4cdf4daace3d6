"""What belongs to an event: its baskets and agenda, its materials, and what was brought home."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.uploads import stored_name
from programme.links import LinkField
from programme.models import Benefit, Programme, StrategyAction, ThematicBasket
from programme.models.cities import OTHER_PROGRAMME
from programme.models.integrity import CopiedForeignKey, References


class EventBasket(models.Model):
    """A thematic basket that an event is about; of the same programme."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="event_baskets", verbose_name=_("event")
    )
    basket = models.ForeignKey(
        ThematicBasket,
        models.PROTECT,
        related_name="event_baskets",
        verbose_name=_("thematic basket"),
    )
    programme = CopiedForeignKey(
        Programme, models.CASCADE, related_name="+", source="event.programme_id"
    )

    class Meta:
        verbose_name = _("basket of an event")
        verbose_name_plural = _("baskets of an event")
        ordering = ["event", "basket"]
        constraints = [
            models.UniqueConstraint(
                name="basket_once_in_an_event",
                fields=["event", "basket"],
                violation_error_message=_("The event is in this basket already."),
            ),
            References(
                name="event_basket_is_of_the_programme_of_its_event",
                fields=["event", "programme"],
                to_fields=["id", "programme"],
            ),
            References(
                name="event_basket_is_of_the_programme_of_its_basket",
                fields=["basket", "programme"],
                to_fields=["id", "programme"],
                violation_error_message=OTHER_PROGRAMME,
            ),
        ]

    def __str__(self):
        return str(self.basket)

    def clean(self):
        """The rule on baskets in a form, which does not know the copied column."""
        if self.basket_id and self.basket.programme_id != self.event.programme_id:
            raise ValidationError({"basket": OTHER_PROGRAMME})


class AgendaItem(models.Model):
    """A point of the programme of an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="agenda", verbose_name=_("event"))
    starts_on = models.DateField(
        _("day"), null=True, blank=True, help_text=_("Only for an event of several days.")
    )
    starts_time = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    speaker_role = models.CharField(
        _("role of the speaker"),
        max_length=200,
        blank=True,
        help_text=_("Such as the Mayor of Pori; people are named by their role."),
    )
    action = models.ForeignKey(
        StrategyAction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("action discussed"),
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["event", "starts_on", "starts_time", "id"]

    def __str__(self):
        return self.title


class MaterialQuerySet(models.QuerySet):
    def public(self):
        return self.filter(event__in=Event.objects.public())


class Material(models.Model):
    """Something to read or watch from an event: a link, or a file that is kept here."""

    class Language(models.TextChoices):
        FINNISH = "fi", _("in Finnish")
        SWEDISH = "sv", _("in Swedish")
        ENGLISH = "en", _("in English")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="materials", verbose_name=_("event")
    )
    title = models.CharField(_("title"), max_length=200)
    url = LinkField(_("link"))
    file = models.FileField(_("file"), upload_to=stored_name, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    is_accessible = models.BooleanField(
        _("accessible copy"), null=True, blank=True, help_text=_("Unknown until it is checked.")
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["event", "id"]
        constraints = [
            models.CheckConstraint(
                name="material_is_a_link_or_a_file",
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                violation_error_message=_("Give a link or a file, one of the two."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Where it is to be had: elsewhere, or here under a name of no meaning."""
        if self.url:
            return self.url
        return reverse("material", args=[self.file.name.removeprefix("materials/")])

    @property
    def size(self):
        """How many bytes a kept file has; None of a link, or when the file is gone."""
        try:
            return self.file.size if self.file else None
        except OSError:
            return None


class TakeawayQuerySet(models.QuerySet):
    def open(self):
        """Those that nothing has become of yet."""
        return self.filter(action=None, benefit=None, closed_reason_fi="")


class Takeaway(models.Model):
    """What was brought home from an event, and what became of it."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="takeaways", verbose_name=_("event")
    )
    title = models.CharField(_("what was brought home"), max_length=300)
    owner_role = models.CharField(
        _("owner"), max_length=200, blank=True, help_text=_("By role, such as the coordinator.")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    action = models.ForeignKey(
        StrategyAction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="takeaways",
        verbose_name=_("became the action"),
    )
    benefit = models.ForeignKey(
        Benefit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="takeaways",
        verbose_name=_("became the benefit"),
    )
    closed_reason = models.CharField(
        _("closed because"),
        max_length=300,
        blank=True,
        help_text=_("Why nothing came of it, if so."),
    )

    objects = TakeawayQuerySet.as_manager()

    class Meta:
        verbose_name = _("takeaway")
        verbose_name_plural = _("takeaways")
        ordering = ["event", "id"]
        constraints = [
            models.CheckConstraint(
                name="takeaway_becomes_one_thing",
                condition=Q(action=None) | Q(benefit=None),
                violation_error_message=_("A takeaway becomes an action or a benefit, not both."),
            ),
        ]

    def __str__(self):
        return self.title
