"""What readers have written: read, answered, and sent."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from readers.letters import send_answer
from readers.models import Feedback


class WaitingFilter(admin.SimpleListFilter):
    """What must be answered soon, later, may be spam, or has been answered in vain so far."""

    title = _("answer")
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [
            ("near", _("to be answered now")),
            ("later", _("to be answered later")),
            ("suspected", _("perhaps spam")),
            ("unsent", _("answers that have not left")),
            ("answered", _("answered")),
        ]

    def queryset(self, request, messages_of_readers):
        today = timezone.localdate()
        near = messages_of_readers.near_due(today)
        chosen = {
            "near": near,
            "later": messages_of_readers.later_due(today),
            "suspected": messages_of_readers.suspected(),
            "unsent": messages_of_readers.to_be_sent(),
            "answered": messages_of_readers.exclude(answered_at=None),
        }
        return chosen.get(self.value(), messages_of_readers)


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    list_display = ["__str__", "received_at", "due_on", "answered_at", "sent_at", "is_suspected"]
    list_filter = [WaitingFilter, "topic", "language"]
    search_fields = ["message", "name", "email", "answer"]
    fieldsets = [
        (None, {"fields": ["topic", "message", "page", "language"]}),
        (_("Who wrote it"), {"fields": ["name", "email"]}),
        (_("Time"), {"fields": ["received_at", "due_on"]}),
        (
            _("Answer"),
            {"fields": ["answer", "answered_at", "answered_by", "sent_at", "is_suspected"]},
        ),
    ]
    actions = ["send_again"]

    def get_readonly_fields(self, request, feedback=None):
        """Words of readers are theirs; what has been answered has been said."""
        shown = {name for _title, part in self.fieldsets for name in part["fields"]}
        is_open = feedback and not feedback.answered_at
        return sorted(shown - {"answer", "is_suspected"} if is_open else shown)

    def has_add_permission(self, request):
        return False

    def save_model(self, request, feedback, form, change):
        """Whoever writes the answer has answered; it leaves when it is safely in the database."""
        if feedback.answer and not feedback.answered_at:
            # A clock that was put back must not make an answer precede its question.
            feedback.answered_at = max(timezone.now(), feedback.received_at)
            feedback.answered_by = request.user
            feedback.is_suspected = False
            if feedback.email:
                transaction.on_commit(lambda: self._send(request, feedback))
        super().save_model(request, feedback, form, change)

    def _send(self, request, feedback):
        if send_answer(feedback):
            messages.success(request, gettext("The answer has been sent to the writer."))
        else:
            messages.warning(
                request,
                gettext(
                    "The answer is kept, but the mail server did not take it. Choose the message in "
                    "the list and “Send the answers that have not left”."
                ),
            )

    @admin.action(description=_("Send the answers that have not left"), permissions=["change"])
    def send_again(self, request, chosen):
        waiting = list(chosen.to_be_sent())
        sent = sum(send_answer(feedback) for feedback in waiting)
        told = ngettext(
            "%(count)s answer has been sent.", "%(count)s answers have been sent.", sent
        )
        messages.info(request, told % {"count": sent})
        if sent < len(waiting):
            messages.warning(
                request, gettext("The mail server did not take the others: try again later.")
            )
