"""Events and what belongs to them. Each text with the fields that it stands beside."""

from django.utils.translation import gettext_lazy as _

TEXTS = [
    (_("What it is called, for example “City Lab on green skills”."), ["events.Event.title"]),
    (_("Of what kind the event is. Visitors can narrow the list by it."), ["events.Event.kind"]),
    (_("For example 3 for City Lab 3."), ["events.Event.joint_event_number"]),
    (_("For example a workshop that is part of a conference."), ["events.Event.part_of"]),
    (
        _(
            "Choose here if it is postponed, moved or cancelled: visitors and their calendars are told."
        ),
        ["events.Event.status"],
    ),
    (
        _(
            "The time of day at the place of the event, for example 09:00. Empty if it is not known."
        ),
        ["events.Event.starts_time", "events.Event.ends_time", "events.AgendaItem.starts_time"],
    ),
    (
        _("How one takes part. Decides whether a place or a link is asked for."),
        ["events.Event.mode"],
    ),
    (_("The town and the house, for example “Pori, City Hall”."), ["events.Event.place"]),
    (_("For example Yrjönkatu 6, Pori."), ["events.Event.address"]),
    (
        _("Where one joins online, for example https://example.org/meeting."),
        ["events.Event.join_url"],
    ),
    (_("Decides whether the link is on the public page."), ["events.Event.join_audience"]),
    (_("For example “## Programme” and below it the items of the day."), ["events.Event.body"]),
    (
        _("Where one registers, for example https://example.org/register."),
        ["events.Event.registration_url"],
    ),
    (
        _("Day and time, for example 1.9.2026 at 09:00."),
        [
            "events.Event.registration_opens_at",
            "events.Event.registration_closes_at",
            "reporting.ReportingRound.opens_at",
            "reporting.LockException.starts_at",
        ],
    ),
    (
        _("What the home city did there. Visitors can narrow the list by it."),
        ["events.Event.city_role"],
    ),
    (_("How many people came from the home city, for example 3."), ["events.Event.people_count"]),
    (
        _("For example 2026-09-15. Then the event no longer waits for anybody."),
        ["events.Event.closed_on"],
    ),
    (_("For example 2026-09-15."), ["events.AgendaItem.starts_on"]),
    (_("What is on the agenda, for example “Opening”."), ["events.AgendaItem.title"]),
    (_("What the material is, for example “Slides of the opening”."), ["events.Material.title"]),
    (
        _(
            "Where the material is, for example https://example.org/slides.pdf. Give a link or a file."
        ),
        ["events.Material.url"],
    ),
    (
        _(
            "The material itself, for example a PDF. Visitors can fetch it once the event is public."
        ),
        ["events.Material.file"],
    ),
    (
        _("The language of the material. Visitors see it beside the link."),
        ["events.Material.language"],
    ),
    (
        _(
            "What the city does differently from now on, for example “We try the participatory budget”."
        ),
        ["events.Takeaway.title"],
    ),
    (_("When it is looked at again, for example 2026-12-31."), ["events.Takeaway.due_on"]),
    (
        _("The benefit that came of it, for example “Advice from a mentor city”."),
        ["events.Takeaway.benefit"],
    ),
    (
        _("What the city got at the event itself; what grew out of it is a takeaway."),
        ["events.Event.benefits"],
    ),
    (_("For example “The budget had no room for it”."), ["events.Takeaway.closed_reason"]),
]
