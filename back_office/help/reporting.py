"""Rounds, and the people who report. Each text with the fields that it stands beside."""

from django.utils.translation import gettext_lazy as _

TEXTS = [
    (_("First name and last name, for example Maija Meikäläinen."), ["reporting.Person.name"]),
    (
        _("The address to which letters go, for example maija.meikalainen@example.org."),
        ["reporting.Person.email"],
    ),
    (_("The language of the letters that the person gets."), ["reporting.Person.language"]),
    (_("For example the account mmeikalainen."), ["reporting.Person.user"]),
    (
        _(
            "Reports on all the actions of the basket that have no reporter of their own, for example Green economy."
        ),
        ["reporting.ActionContact.basket"],
    ),
    (
        _("Who is asked to report, for example Maija Meikäläinen."),
        ["reporting.ActionContact.person"],
    ),
    (
        _("The only report that may be written, for example 3.I.70. Choose this or a round."),
        ["reporting.LockException.report"],
    ),
    (
        _(
            "The round whose reports may be written, for example Spring 2026. Choose this or a report."
        ),
        ["reporting.LockException.round"],
    ),
    (
        _("Who may write outside of the time of the round, for example Maija Meikäläinen."),
        ["reporting.LockException.granted_to"],
    ),
    (
        _("At most 14 days after the start, for example 15.9.2026 at 16:00."),
        ["reporting.LockException.until"],
    ),
    (
        _("Why it is granted, for example “Ill during the last week of the round”. It is kept."),
        ["reporting.LockException.reason"],
    ),
    (
        _("What reporters and visitors call it, for example “Spring 2026”."),
        ["reporting.ReportingRound.name"],
    ),
    (
        _("First or last day of what is reported on, for example 30.6.2026."),
        ["reporting.ReportingRound.starts_on", "reporting.ReportingRound.ends_on"],
    ),
    (
        _(
            "When reports should have come, for example 15.9.2026 at 16:00. Reminders count from it."
        ),
        ["reporting.ReportingRound.due_at"],
    ),
    (
        _("After this nobody can send a report without leave, for example 30.9.2026 at 16:00."),
        ["reporting.ReportingRound.closes_at"],
    ),
    (
        _("For example “Eight actions were reported on for the first time”."),
        ["reporting.ReportingRound.public_note"],
    ),
]
