"""Answers to readers, by e-mail to those who gave an address."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from readers.models import Feedback


def send_answer(feedback):
    """
    Send an answer to the address that was given. Returns whether the mail server took it.

    It is marked as sent only then, so what has not left can be sent again.
    """
    try:
        _letter(feedback).send()
    except (OSError, ValueError):
        # smtplib's are OSErrors; an address that mail cannot carry is a ValueError.
        return False
    Feedback.objects.filter(pk=feedback.pk).update(sent_at=timezone.now())
    return True


def _letter(feedback):
    with translation.override(feedback.language):
        subject = _("Answer to your message no. %(number)s") % {"number": feedback.pk}
        body = render_to_string("readers/answer.txt", {"feedback": feedback})
    return EmailMessage(subject, body, to=[feedback.email])
