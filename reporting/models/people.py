"""Who takes part in reporting: people with or without an account, and what they report on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import StrategyAction, ThematicBasket


class PersonQuerySet(models.QuerySet):
    def of_user(self, user):
        """The person whose account it is: one, or none."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class Person(models.Model):
    """
    Somebody who reports, coordinates or approves.

    A reporter may have no account and report by an e-mailed link. What one may do beside
    reporting is decided by the groups of the account.
    """

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), unique=True)
    unit = models.CharField(
        _("unit"), max_length=200, blank=True, help_text=_("Such as Water services.")
    )
    language = models.CharField(
        _("language of mail"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
        help_text=_("Empty for somebody who reports by e-mailed links only."),
    )
    baskets = models.ManyToManyField(
        ThematicBasket,
        blank=True,
        related_name="+",
        verbose_name=_("approves in these baskets only"),
        help_text=_("For an approver; empty means everywhere."),
    )
    is_named = models.BooleanField(
        _("name may be public"),
        default=False,
        help_text=_("Otherwise reports show the role only."),
    )
    wants_digests = models.BooleanField(
        _("wants notices and reminders"),
        default=True,
        help_text=_("Calls for a report and returned reports are always sent."),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="people_by_name")]
        constraints = [
            models.CheckConstraint(
                name="person_reads_a_language_of_the_site",
                condition=Q(language__in=["fi", "sv", "en"]),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.unit})" if self.unit else self.name


class ActionContactQuerySet(models.QuerySet):
    def for_action(self, action):
        """Who reports on an action: its own contact first, then that of its basket."""
        on_basket = Q(basket=action.basket_id) if action.basket_id else Q(pk=None)
        contacts = self.filter(Q(action=action) | on_basket).select_related("person")
        return contacts.order_by(models.F("action").desc(nulls_last=True))


class ActionContact(models.Model):
    """Who reports on an action, or on all the actions of a basket that have nobody else."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="contacts", verbose_name=_("reporter")
    )
    action = models.OneToOneField(
        StrategyAction,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contact",
        verbose_name=_("action"),
    )
    basket = models.OneToOneField(
        ThematicBasket,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contact",
        verbose_name=_("thematic basket"),
    )

    objects = ActionContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporter of an action")
        verbose_name_plural = _("reporters of actions")
        ordering = ["person", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_is_for_an_action_or_a_basket",
                condition=Q(action=None, basket__isnull=False)
                | Q(action__isnull=False, basket=None),
                violation_error_message=_("Choose an action or a basket, not both."),
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.action or self.basket}"
