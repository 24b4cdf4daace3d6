"""What a reader writes to the city."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from readers.models import Feedback
from readers.suspicion import looks_automatic, opened_now

Topic = Feedback.Topic
# Accessibility: Act 306/2019, chapter 3, within 14 days. Personal data: GDPR, article 12(3), within a
# month, of which the shortest has 28 days. The others are our own promise (Act 434/2003: without delay).
ANSWERED_WITHIN = {
    Topic.ACCESSIBILITY: timedelta(days=14),
    Topic.DATA_ERROR: timedelta(days=14),
    Topic.PERSONAL_DATA: timedelta(days=28),
    Topic.OTHER: timedelta(days=30),
}


def own_page(page):
    """The path of a page of this site, as it was given; "" for anything else."""
    is_path = page.startswith("/") and len(page) <= 500 and page.isprintable()
    return page if is_path and url_has_allowed_host_and_scheme(page, None) else ""


class FeedbackForm(forms.ModelForm):
    """A message with its topic; who writes it is asked for, not demanded."""

    # What people do not see, and programs fill in.
    website = forms.CharField(required=False, label=_("Leave this empty"))
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Feedback
        fields = ["topic", "message", "name", "email", "page"]
        labels = {
            "topic": _("What is it about?"),
            "message": _("Your message"),
            "name": _("Your name (optional)"),
            "email": _("Your e-mail address (optional)"),
        }
        help_texts = {
            "message": _("At most 5,000 characters. Please write no personal identity code."),
            "email": _("The answer goes to it. Without it nobody can answer you."),
        }
        widgets = {
            "topic": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 8}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "page": forms.HiddenInput,
        }
        error_messages = {
            "topic": {"required": _("Choose what your message is about.")},
            "message": {"required": _("Write your message.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Without a choice the model's empty one would be offered as a button.
        self.fields["topic"].choices = Topic.choices
        self.initial.setdefault("opened", opened_now())

    def clean_page(self):
        return own_page(self.cleaned_data["page"])

    def receive(self, *, is_suspected=False):
        """Keep the message, with the day until which it is to be answered. Returns it."""
        feedback = self.save(commit=False)
        given = self.cleaned_data
        feedback.language = get_language()
        feedback.due_on = timezone.localdate() + ANSWERED_WITHIN[feedback.topic]
        feedback.is_suspected = is_suspected or looks_automatic(
            given["opened"], given["website"], feedback.message
        )
        feedback.save()
        return feedback
