"""What readers write to the city, and that they get an answer in time."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# From here on the first page of the back office warns.
NEAR = timedelta(days=5)


class FeedbackQuerySet(models.QuerySet):
    def unanswered(self):
        """What waits for an answer, also what is suspected of being spam."""
        return self.filter(answered_at=None)

    def near_due(self, today):
        """What must be answered within days, or should have been."""
        return self.unanswered().filter(is_suspected=False, due_on__lte=today + NEAR)

    def later_due(self, today):
        """What must be answered, but has time."""
        return self.unanswered().filter(is_suspected=False, due_on__gt=today + NEAR)

    def suspected(self):
        """What may be spam, and somebody must look at: a letter of a person is never lost."""
        return self.unanswered().filter(is_suspected=True)

    def written_by(self, emails):
        """What came from one of these addresses, however it was spelt."""
        same = Q(pk__in=[])
        for email in emails:
            same |= Q(email__iexact=email)
        return self.filter(same)

    def to_be_sent(self):
        """Answers that have not left though there is an address."""
        return self.exclude(answered_at=None).filter(sent_at=None).exclude(email="")


class Feedback(models.Model):
    """A message of a reader. Its number is its key; name and address are given freely or not at all."""

    class Topic(models.TextChoices):
        ACCESSIBILITY = "accessibility", _("accessibility of the site")
        DATA_ERROR = "data_error", _("an error in the data")
        PERSONAL_DATA = "personal_data", _("my own personal data")
        OTHER = "other", _("something else")

    topic = models.CharField(_("topic"), max_length=13, choices=Topic)
    message = models.TextField(_("message"), max_length=5000)
    page = models.CharField(_("page that it is about"), max_length=500, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    due_on = models.DateField(_("to be answered by"), editable=False)
    is_suspected = models.BooleanField(_("suspected of being spam"), default=False)
    answer = models.TextField(_("answer"), max_length=10000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    sent_at = models.DateTimeField(_("answer sent at"), null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback message")
        verbose_name_plural = _("feedback messages")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["answered_at", "due_on"], name="feedback_that_waits"),
            models.Index(fields=["-received_at", "-id"], name="latest_feedback"),
        ]
        constraints = [
            models.CheckConstraint(
                name="feedback_topic_is_known",
                condition=Q(topic__in=["accessibility", "data_error", "personal_data", "other"]),
            ),
            models.CheckConstraint(name="feedback_says_something", condition=~Q(message="")),
            models.CheckConstraint(
                name="answered_feedback_has_its_answer_and_its_date",
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="feedback_is_answered_after_it_came",
                condition=Q(answered_at=None) | Q(answered_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="only_an_answer_is_sent",
                condition=Q(sent_at=None) | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self):
        return gettext("No. %(number)s: %(topic)s") % {
            "number": self.pk,
            "topic": self.get_topic_display(),
        }
