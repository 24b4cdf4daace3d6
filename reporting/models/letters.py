"""What is sent to people: the outbox, the reminders, and the links that open a report."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.models.people import Person
from reporting.models.record import ReportTransition
from reporting.models.reports import ActionReport


class ReportAccessLink(models.Model):
    """
    The right of one person to open one report without an account.

    Of the secret in the address only its SHA-256 is kept; see `reporting/links.py`.
    """

    report = models.ForeignKey(
        ActionReport, models.CASCADE, related_name="links", verbose_name=_("progress report")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="links", verbose_name=_("person")
    )
    nonce = models.CharField(_("seed of the secret"), max_length=64, editable=False)
    token_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    use_count = models.PositiveIntegerField(_("times used"), default=0)

    class Meta:
        verbose_name = _("e-mailed link")
        verbose_name_plural = _("e-mailed links")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="latest_links")]
        constraints = [
            models.UniqueConstraint(
                name="one_living_link_of_a_person_to_a_report",
                fields=["report", "person"],
                condition=Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="link_expires_after_it_was_made", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.report}"


class OutboxMailQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None)


class OutboxMail(models.Model):
    """
    A letter to one person, written in the transaction of what it tells of.

    `send_reminders` sends what is unsent, so a crash between the two loses nothing.
    Where a report can be opened without an account, the address is put in on sending.
    """

    class Kind(models.TextChoices):
        ROUND_OPENED = "round_opened", _("a round has opened")
        REMINDER = "reminder", _("reminder")
        ASKED = "asked", _("reminder by the coordinator")
        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        WAITING = "waiting_approval", _("waits for approval")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        ASSIGNED = "assigned", _("given to another reporter")
        CORRECTION = "correction", _("corrected")
        EXCEPTION = "exception", _("more time given")
        ROUND_SUMMARY = "round_summary", _("summary of a round")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    transition = models.ForeignKey(
        ReportTransition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("move of a report"),
    )
    report = models.ForeignKey(
        ActionReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("progress report"),
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="letters", verbose_name=_("person")
    )
    recipient = models.EmailField(_("sent to"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    link = models.ForeignKey(
        ReportAccessLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("e-mailed link"),
    )
    path = models.CharField(_("page of the site"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="latest_letters"),
            models.Index(fields=["recipient", "sent_at"], name="letters_of_a_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_letter_of_a_kind_on_a_move",
                fields=["transition", "recipient", "kind"],
            ),
        ]

    def __str__(self):
        return self.subject


class DeliveryAttempt(models.Model):
    """One try to hand a letter to the mail server, and what came of it."""

    letter = models.ForeignKey(
        OutboxMail, models.CASCADE, related_name="attempts", verbose_name=_("letter")
    )
    tried_at = models.DateTimeField(_("tried at"), default=timezone.now)
    error = models.TextField(_("error"), blank=True, help_text=_("Empty when it was accepted."))

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")
        ordering = ["-tried_at", "-pk"]

    def __str__(self):
        return self.error or str(_("accepted"))


class Reminder(models.Model):
    """That a reminder of a kind has been written, so that a second run writes none."""

    report = models.ForeignKey(
        ActionReport, models.CASCADE, related_name="reminders", verbose_name=_("progress report")
    )
    kind = models.CharField(_("kind"), max_length=20)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="reminders", verbose_name=_("person")
    )
    due_on = models.DateField(_("due on"))
    letter = models.ForeignKey(
        OutboxMail, models.CASCADE, related_name="reminders", verbose_name=_("letter")
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-due_on", "report"]
        constraints = [
            models.UniqueConstraint(
                name="one_reminder_of_a_kind_on_a_day",
                fields=["report", "kind", "person", "due_on"],
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.kind}"
