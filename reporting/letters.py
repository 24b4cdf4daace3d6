"""What letters say, and how they leave: at most one a day to a person, save what cannot wait."""

from datetime import datetime, time

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.languages import shown
from reporting import links, locks
from reporting.models import DeliveryAttempt, OutboxMail

Kind = OutboxMail.Kind
# These leave at once, and to everybody; the others wait for their day and can be declined.
URGENT = {Kind.RETURNED, Kind.ROUND_OPENED, Kind.ASSIGNED, Kind.EXCEPTION}

SUBJECTS = {
    Kind.ROUND_OPENED: gettext_lazy("Progress report asked for: %(round)s"),
    Kind.REMINDER: gettext_lazy("Reminder: the progress report on %(code)s"),
    Kind.ASKED: gettext_lazy("The coordinator asks: the progress report on %(code)s"),
    Kind.SUBMITTED: gettext_lazy("For approval: the progress report on %(code)s"),
    Kind.WITHDRAWN: gettext_lazy("Taken back: the progress report on %(code)s"),
    Kind.WAITING: gettext_lazy("Waits for approval: the progress report on %(code)s"),
    Kind.RETURNED: gettext_lazy("Returned: the progress report on %(code)s"),
    Kind.APPROVED: gettext_lazy("Approved: the progress report on %(code)s"),
    Kind.ASSIGNED: gettext_lazy("You report on %(code)s"),
    Kind.CORRECTION: gettext_lazy("Corrected: the progress report on %(code)s"),
    Kind.EXCEPTION: gettext_lazy("More time for the progress report on %(code)s"),
}
BODIES = {
    Kind.ROUND_OPENED: gettext_lazy(
        "The round “%(round)s” has opened. Please report on %(action)s by %(due)s."
    ),
    Kind.REMINDER: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has not been sent yet. It is "
        "asked for by %(due)s."
    ),
    Kind.ASKED: gettext_lazy(
        "The coordinator asks for the progress report on %(action)s in the round “%(round)s”. It "
        "was asked for by %(due)s."
    ),
    Kind.SUBMITTED: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has been sent for approval."
    ),
    Kind.WITHDRAWN: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has been taken back to be "
        "mended. You need not look at it now."
    ),
    Kind.WAITING: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has waited for approval for "
        "%(days)s days."
    ),
    Kind.RETURNED: gettext_lazy(
        "Your progress report on %(action)s in the round “%(round)s” has been returned with this "
        "comment:\n\n%(comment)s\n\nPlease mend it and send it again by %(until)s."
    ),
    Kind.APPROVED: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has been approved and is "
        "public now."
    ),
    Kind.ASSIGNED: gettext_lazy(
        "You have been named to report on %(action)s in the round “%(round)s”. Please report by "
        "%(due)s."
    ),
    Kind.CORRECTION: gettext_lazy(
        "The approved progress report on %(action)s in the round “%(round)s” has been corrected. "
        "The correction is public."
    ),
    Kind.EXCEPTION: gettext_lazy(
        "You may edit the progress report on %(action)s in the round “%(round)s” until %(until)s."
    ),
}


def write(kind, people, report, transition=None, *, page="report_form", **facts):
    """Put a letter to each of the people into the outbox. Returns the letters."""
    return [_letter(kind, person, report, transition, page, facts) for person in people]


def _letter(kind, person, report, transition, page, facts):
    with translation.override(person.language):
        told = _facts(report) | {name: _told(value) for name, value in facts.items()}
        letter = OutboxMail(
            kind=kind,
            transition=transition,
            report=report,
            person=person,
            recipient=person.email,
            language=person.language,
            subject=subject_of(kind, report),
            body=str(BODIES[kind]) % told,
            path=report.desk_url(page),
        )
    if page == "report_form" and not person.user_id:
        letter.link = links.link_for(report, person)
    letter.save()
    return letter


def subject_of(kind, report):
    """The subject of a letter in the active language, on one line as mail wants it."""
    return " ".join((str(SUBJECTS[kind]) % _facts(report)).split())[:300]


def _facts(report):
    return {
        "code": report.action.code,
        "action": f"{report.action.code} {shown(report.action, 'title').text}",
        "round": shown(report.round, "name").text,
        "due": locks.in_words(report.round.due_at),
    }


def _told(value):
    return locks.in_words(value) if isinstance(value, datetime) else value


def deliver(now=None):
    """
    Send what the outbox holds, as far as the day allows. Returns how many letters were accepted.

    A letter that the mail server refuses stays, and is tried again the next time.
    """
    now = now or timezone.now()
    accepted = 0
    for recipient, letters in _urgent_mails() + _digests():
        if letters[0].kind in URGENT or not _has_had_mail_today(recipient, now):
            accepted += _send(letters, now)
    return accepted


def refused_since(now):
    """How many letters the mail server has refused since an instant."""
    tries = DeliveryAttempt.objects.filter(tried_at__gte=now).exclude(error="")
    return tries.values("letter").distinct().count()


def _urgent_mails():
    """Each by itself, but the calls of one round to one person together."""
    mails = {}
    for letter in _waiting().filter(kind__in=URGENT):
        together = letter.kind if letter.kind == Kind.ROUND_OPENED else letter.pk
        mails.setdefault((letter.recipient, together), []).append(letter)
    return [(recipient, letters) for (recipient, _together), letters in mails.items()]


def _digests():
    """All that waits for one person, for those who want it."""
    mails = {}
    for letter in _waiting().exclude(kind__in=URGENT):
        if letter.person and letter.person.wants_digests:
            mails.setdefault(letter.recipient, []).append(letter)
    return list(mails.items())


def _waiting():
    """What has not been sent, the oldest first; of example rounds nothing ever is."""
    unsent = OutboxMail.objects.unsent().exclude(report__round__is_example=True)
    return unsent.select_related("person", "link", "report").order_by("created_at", "pk")


def _has_had_mail_today(recipient, now):
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    todays = OutboxMail.objects.filter(recipient=recipient, sent_at__gte=midnight)
    return todays.exclude(kind__in=URGENT).exists()


def _send(letters, now):
    """Send letters to one person as one mail, and note what came of it."""
    error = ""
    try:
        _mail(letters).send()
    except (OSError, ValueError) as problem:
        # smtplib's are OSErrors: refused, unreachable, timed out. An address that mail
        # cannot carry is a ValueError.
        error = f"{type(problem).__name__}: {problem}"[:1000]
    for letter in letters:
        DeliveryAttempt.objects.create(letter=letter, tried_at=now, error=error)
        if not error:
            OutboxMail.objects.filter(pk=letter.pk).update(sent_at=now)
    return 0 if error else len(letters)


def _mail(letters):
    """One letter as it is, several as one: plain text and HTML that say the same."""
    first = letters[0]
    with translation.override(first.language):
        several = _("%(count)s notices on progress reports") % {"count": len(letters)}
        context = {
            "items": [(letter.body, address_of(letter)) for letter in letters],
            "person": first.person,
        }
        mail = EmailMultiAlternatives(
            first.subject if len(letters) == 1 else several,
            render_to_string("reporting/mail.txt", context),
            to=[first.recipient],
            headers={"Message-ID": _message_id(first), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("reporting/mail.html", context), "text/html")
    return mail


def address_of(letter):
    """Where the letter leads: by the person's own link, or to a page behind sign-in."""
    if letter.link:
        with translation.override(letter.language):
            path = reverse("reporting:report_by_link", args=[links.secret_of(letter.link)])
    else:
        path = letter.path
    return f"{settings.SITE_URL}{path}"


def _message_id(letter):
    """The same for the same letter, so that a rare repeat is recognised (RFC 5322, 3.6.4)."""
    host = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"<letter-{letter.pk}@{host}>"
