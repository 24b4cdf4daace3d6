"""What letters say, and how they leave: at most one a day to a person, save what cannot wait."""

import smtplib
from datetime import datetime, time

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction as database
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programme.languages import shown
from reporting import links, locks
from reporting.letter_texts import BODIES, SUBJECTS
from reporting.models import DeliveryAttempt, OutboxMail, State
from reporting.models.reports import OWED
from reporting.roles import reporter_of

Kind = OutboxMail.Kind
# These leave at once, and to everybody; the others wait for their day and can be declined.
URGENT = {Kind.RETURNED, Kind.ROUND_OPENED, Kind.ASSIGNED, Kind.EXCEPTION}
# What a letter asks for is still wanted while the report is in one of these states.
WANTED_IN = {
    Kind.ROUND_OPENED: OWED,
    Kind.REMINDER: OWED,
    Kind.ASKED: OWED,
    Kind.WAITING: (State.SUBMITTED,),
}
# The server takes or refuses one letter; any other trouble is with the server itself.
ABOUT_THE_LETTER = (
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
)
# A server that hangs costs ten seconds a letter: after so many in a row the rest is left alone.
PATIENCE = 3
NOT_TRIED = ConnectionError("not tried, since the mail server did not answer before")


def write(kind, people, report, transition=None, *, page="report_form", **facts):
    """
    Put a letter to each of the people into the outbox. Returns the letters.

    A fact that depends on the reader's language is given as a function.
    """
    return [_letter(kind, person, report, transition, page, facts) for person in people]


def _letter(kind, person, report, transition, page, facts):
    with translation.override(person.language):
        letter = OutboxMail(
            kind=kind,
            transition=transition,
            report=report,
            person=person,
            recipient=person.email,
            language=person.language,
            subject=subject_of(kind, report),
            body=body_of(kind, report, **facts),
            path=_path(report, page),
        )
    if page == "report_form" and not person.user_id and person == reporter_of(report):
        letter.link = links.link_for(report, person)
    letter.save()
    return letter


def _path(report, page):
    """Where it leads: to the desk of the report, or to the page of its round."""
    return report.round.get_absolute_url() if page == "round_detail" else report.desk_url(page)


def subject_of(kind, report):
    """The subject of a letter in the active language, on one line as mail wants it."""
    return " ".join((str(SUBJECTS[kind]) % _facts(report)).split())[:300]


def body_of(kind, report, **facts):
    """The text of a letter in the active language."""
    told = {name: _told(value) for name, value in facts.items()}
    return str(BODIES[kind]) % (_facts(report) | told)


def _facts(report):
    return {
        "code": report.action.code,
        "action": f"{report.action.code} {shown(report.action, 'title').text}",
        "round": shown(report.round, "name").text,
        "due": locks.in_words(report.round.due_at),
    }


def _told(value):
    if callable(value):
        return value()
    return locks.in_words(value) if isinstance(value, datetime) else value


def deliver(now=None):
    """
    Send what the outbox holds, as far as the day allows. Returns how many letters were accepted.

    A letter that the mail server refuses stays, and is tried again the next time.
    """
    now = now or timezone.now()
    _overtaken().delete()
    accepted = silent = 0
    for letters in mails_at(now):
        unsent = OutboxMail.objects.unsent().filter(pk__in=[each.pk for each in letters])
        if unsent.count() != len(letters):
            # Another run has been here since; what it left goes with the next one.
            continue
        problem = NOT_TRIED if silent >= PATIENCE else _send(letters)
        _note(letters, problem, now)
        silent = silent + 1 if _is_of_the_server(problem) else 0
        accepted += 0 if problem else len(letters)
    return accepted


def mails_at(now):
    """What would leave at an instant: lists of letters, each list one mail to one person."""
    digests = [
        letters for recipient, letters in _digests() if not _has_had_mail_today(recipient, now)
    ]
    return [letters for _recipient, letters in _urgent_mails()] + digests


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
        if letter.person.wants_digests:
            mails.setdefault(letter.recipient, []).append(letter)
    return list(mails.items())


def _waiting():
    """What has not been sent, the oldest first; of example rounds nothing ever is."""
    unsent = OutboxMail.objects.unsent().exclude(report__round__is_example=True)
    unsent = unsent.exclude(pk__in=_overtaken().values("pk"))
    return unsent.select_related("person", "link", "report").order_by("created_at", "pk")


def _overtaken():
    """Unsent letters that ask for what has been done, or whose reader has been removed."""
    overtaken = Q(person=None)
    for kind, states in WANTED_IN.items():
        overtaken |= Q(kind=kind, report__isnull=False) & ~Q(report__state__in=states)
    return OutboxMail.objects.unsent().filter(overtaken)


def _has_had_mail_today(recipient, now):
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    todays = OutboxMail.objects.filter(recipient=recipient, sent_at__gte=midnight)
    return todays.exclude(kind__in=URGENT).exists()


def _send(letters):
    """Hand letters to one person over as one mail. Returns what went wrong, or None."""
    try:
        _mail(letters).send()
    except (OSError, ValueError) as problem:
        # smtplib's are OSErrors: refused, unreachable, timed out. An address that mail
        # cannot carry is a ValueError.
        return problem
    return None


def _is_of_the_server(problem):
    return isinstance(problem, OSError) and not isinstance(problem, ABOUT_THE_LETTER)


@database.atomic
def _note(letters, problem, now):
    """Remember a try, and what came of it."""
    error = f"{type(problem).__name__}: {problem}"[:1000] if problem else ""
    for letter in letters:
        DeliveryAttempt.objects.create(letter=letter, tried_at=now, error=error)
        if not problem:
            OutboxMail.objects.filter(pk=letter.pk).update(sent_at=now)


def _mail(letters):
    """One letter as it is, several as one: plain text and HTML that say the same."""
    first = letters[0]
    with translation.override(first.language):
        several = _("%(count)s notices on progress reports") % {"count": len(letters)}
        context = {
            "items": [(letter.body, address_of(letter)) for letter in letters],
            "has_link": any(letter.link for letter in letters),
            "can_be_declined": first.kind not in URGENT,
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
