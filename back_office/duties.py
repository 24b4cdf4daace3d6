"""
What waits for a person of staff: how much of it, in words, and the list in which it stands.

Each duty counts the very rows that its link leads to. Whoever may not do it is not told of it, and
what is done is not named.
"""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from back_office.care.scheduling import ScheduledFilter
from back_office.forms.translations import BoardForm
from back_office.models import Link
from back_office.models.translations import State
from back_office.rights import changeable_columns
from back_office.translations import board
from back_office.translations.writers import visible_models
from events.models import Event
from programme.admin.filters import SourceFilter
from readers.models import AccessibilityStatement, Feedback, Keeper
from reporting.desk_lists import DeskLists
from reporting.models import ActionReport, OutboxMail
from reporting.proposals import awaiting_decision_by


class Place(NamedTuple):
    """A list, by name and address, and how many of its rows wait."""

    name: str
    count: int
    address: str


class Duty(NamedTuple):
    """Something that waits, and the places where it does; only those where there is any."""

    title: Promise
    places: list[Place]

    @property
    def count(self):
        return sum(place.count for place in self.places)


def duties_of(request, site):
    """All that waits for the person who asks, what others wait for first."""
    duties = [Duty(title, list(places(request, site))) for title, places in DUTIES]
    waiting = [duty._replace(places=[p for p in duty.places if p.count]) for duty in duties]
    return [duty for duty in waiting if duty.places]


def reports_to_write(request, site):
    """One's own reports of open rounds."""
    owed = DeskLists(request.user, timezone.now()).owed
    yield Place(gettext("My reports"), len(owed), reverse("reporting:my_reports"))


def reports_to_approve(request, site):
    """Reports and corrections that another person has sent."""
    queue = reverse("reporting:approval_queue")
    reports = ActionReport.objects.awaiting_approval_by(request.user)
    yield Place(gettext("Reports"), reports.count(), queue)
    proposals = awaiting_decision_by(request.user, timezone.now())
    yield Place(gettext("Corrections"), proposals.count(), queue)


def feedback_to_answer(request, site):
    """What readers have written: what must be answered now first, what may be spam last."""
    page, today = site._registry[Feedback], timezone.localdate()
    if page.has_change_permission(request):
        rows = page.get_queryset(request)
        for name, some, waiting in (
            (gettext("To be answered within days"), rows.near_due(today), "near"),
            (gettext("To be answered later"), rows.later_due(today), "later"),
            (gettext("Answers that have not left"), rows.to_be_sent(), "unsent"),
            (gettext("Perhaps spam: to be looked at"), rows.suspected(), "suspected"),
        ):
            yield Place(name, some.count(), _list_of(Feedback, waiting=waiting))


def facts_of_the_site(request, site):
    """What the law asks the city to say on the site, and nobody has said."""
    keepers, statements = site._registry[Keeper], site._registry[AccessibilityStatement]
    if keepers.has_change_permission(request):
        missing = [keeper for keeper in Keeper.objects.all() if not keeper.is_complete]
        yield Place(gettext("Contact details of the keeper"), len(missing), _list_of(Keeper))
    if statements.has_change_permission(request):
        unconfirmed = AccessibilityStatement.objects.unconfirmed().count()
        address = _list_of(AccessibilityStatement, is_public__exact=1, confirmed_on__isempty=1)
        yield Place(gettext("Accessibility statement to confirm"), unconfirmed, address)


def events_to_close(request, site):
    """Events that are over, of which nobody has said what was brought home."""
    yield from _changed_here(request, site, [Event], _awaiting_closing, time="awaiting")


def translations_to_write(request, site):
    """Rows with a text that some language lacks, or whose source has changed since."""
    visible = [m for m in visible_models(request.user) if changeable_columns(request.user, m)]
    for state in (State.OUTDATED, State.EMPTY) if visible else ():
        for language, name in settings.LANGUAGES:
            chosen = {"language": language, "state": state.value}
            rows = board.keys(BoardForm(chosen, visible).translations())
            address = f"{reverse('admin:translations')}?{urlencode(chosen)}"
            yield Place(f"{capfirst(name)}: {state.label}", rows.count(), address)


def facts_without_source(request, site):
    """Rows that do not say where they were read."""
    models = [model for model, page in site._registry.items() if SourceFilter in page.list_filter]
    yield from _changed_here(request, site, models, _without_source, source="no")


def scheduled_publications(request, site):
    """Rows that become public by themselves."""
    models = [model for model in site._registry if hasattr(model, "publish_at")]
    yield from _changed_here(request, site, models, ScheduledFilter.waiting, scheduled="yes")


def broken_links(request, site):
    """Addresses that have led nowhere for days."""
    page = site._registry[Link]
    if page.has_view_permission(request):
        address = _list_of(Link, state__exact=Link.State.BROKEN.value)
        yield Place(gettext("Links"), page.get_queryset(request).broken().count(), address)


def letters_in_vain(request, site):
    """Letters that the mail server has refused so far."""
    page = site._registry[OutboxMail]
    if page.has_view_permission(request):
        refused = page.get_queryset(request).filter(sent_at=None, attempts__isnull=False)
        address = _list_of(OutboxMail, delivery="refused")
        yield Place(gettext("Letters"), refused.distinct().count(), address)


DUTIES = [
    (_("Reports to write"), reports_to_write),
    (_("To approve"), reports_to_approve),
    (_("Feedback to answer"), feedback_to_answer),
    (_("What the city must say of the site"), facts_of_the_site),
    (_("Events to close: what was brought home?"), events_to_close),
    (_("Texts to translate"), translations_to_write),
    (_("Facts without a source"), facts_without_source),
    (_("Published by themselves"), scheduled_publications),
    (_("Broken links"), broken_links),
    (_("Letters tried in vain"), letters_in_vain),
]


def _changed_here(request, site, models, narrow, **chosen):
    """Those rows of each model that the person may change, as the list narrowed alike shows them."""
    for model in models:
        page = site._registry[model]
        if page.has_change_permission(request):
            rows = narrow(page.get_queryset(request))
            if hasattr(model, "removed_at"):
                rows = rows.filter(removed_at=None)
            name = capfirst(model._meta.verbose_name_plural)
            yield Place(name, rows.count(), _list_of(model, **chosen))


def _list_of(model, **chosen):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(chosen)}"


def _awaiting_closing(events):
    return events.awaiting_closing()


def _without_source(rows):
    return rows.filter(source_url="")
