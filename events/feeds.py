"""Events, and what has changed in them, as Atom feeds (RFC 4287)."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import queries, times
from events.forms import BenefitFilterForm, EventFilterForm
from events.models import Event, EventChange
from events.structured import as_told
from programme import numbers
from programme.dates import span_in_words
from programme.feeds import PublicFeed, of_home_city, told_at
from programme.languages import label, shown
from programme.models import Benefit


class EventFeed(PublicFeed):
    """The events that were published or edited last, in the language of the address."""

    def title(self):
        return of_home_city(_("Events"))

    def link(self):
        return reverse("events:event_list")

    def get_object(self, request):
        """The choices of the page, which hold for the feed too."""
        return EventFilterForm(request.GET)

    def items(self, filter_form):
        if not filter_form.chosen:
            return queries.latest_events()
        return self.latest(filter_form.narrow(Event.objects.public()))[:50]

    def latest(self, events):
        """The latest first; what waited for its time is new when that has come."""
        return events.annotate(told_at=told_at("", "programme__")).order_by("-told_at", "-pk")

    def item_title(self, event):
        title = shown(event, "title").text
        if event.status == Event.Status.SCHEDULED:
            return title
        return f"{capfirst(label(event, 'status'))}: {title}"

    def item_description(self, event):
        """HTML, as Django declares it to be."""
        lines = [times.in_words(event), shown(event, "summary").text]
        return format_html_join("", "<p>{}</p>", ([line] for line in lines if line))

    def item_updateddate(self, event):
        return event.told_at

    def item_guid(self, event):
        return f"event/{event.pk}"


class EventChangeFeed(EventFeed):
    """What visitors had been told of events that is no longer so, the latest first."""

    def title(self):
        return of_home_city(_("Changes of events"))

    def items(self, filter_form):
        events = filter_form.narrow(Event.objects.public())
        changes = EventChange.objects.filter(event__in=events)
        return changes.select_related("event")[:50]

    def item_title(self, change):
        return shown(change.event, "title").text

    def item_description(self, change):
        """HTML, as Django declares it to be."""
        return format_html("<p>{}</p>", change_in_words(change))

    def item_link(self, change):
        return f"{change.event.get_absolute_url()}#changes"

    def item_updateddate(self, change):
        return change.changed_at

    def item_guid(self, change):
        return f"event-change/{change.pk}"


class BenefitFeed(PublicFeed):
    """The benefits that were published or edited last; each says how sure it is."""

    def title(self):
        return of_home_city(_("Benefits"))

    def link(self):
        return reverse("events:benefit_list")

    def get_object(self, request):
        """The choices of the page, which hold for the feed too."""
        return BenefitFilterForm(request.GET)

    def items(self, filter_form):
        if not filter_form.chosen:
            return queries.latest_benefits()
        return self.latest(filter_form.narrow(Benefit.objects.public()))[:50]

    def latest(self, benefits):
        """The latest first; what waited for its time is new when that has come."""
        return benefits.annotate(told_at=told_at("", "programme__")).order_by("-told_at", "-pk")

    def item_title(self, benefit):
        """What is expected never looks received."""
        standing = capfirst(label(benefit, "standing"))
        return f"{standing}: {shown(benefit, 'title').text}"

    def item_description(self, benefit):
        """HTML, as Django declares it to be."""
        kind, time = label(benefit, "kind"), span_in_words(benefit.starts_on, benefit.ends_on)
        lines = [f"{capfirst(kind)} · {time}", shown(benefit, "description").text]
        if benefit.measure_unit:
            amount = numbers.in_words(benefit.measure_amount)
            lines.append(f"{capfirst(label(benefit, 'measure_unit'))}: {amount}")
        return format_html_join("", "<p>{}</p>", ([line] for line in lines if line))

    def item_updateddate(self, benefit):
        return benefit.told_at

    def item_guid(self, benefit):
        return f"benefit/{benefit.pk}"


def change_in_words(change: EventChange) -> str:
    """A sentence such as "The time has changed: 28 September 2020 → 1 October 2020"."""
    was, became = as_told(change.before), as_told(change.after)
    return SENTENCES[change.kind](was, became)


def _time_in_words(was, became):
    before, after = times.in_words(was), times.in_words(became)
    if before != after:
        return _("The time has changed: %(before)s → %(after)s") % _told(before, after)
    if was.time_zone != became.time_zone:
        zones = _told(was.time_zone, became.time_zone)
        return _("The time zone has changed: %(before)s → %(after)s") % zones
    return _("The time has been given more exactly: %(time)s") % {"time": after}


def _place_in_words(was, became):
    before, after = _where(was), _where(became)
    was_mode, mode = was.get_mode_display(), became.get_mode_display()
    if before == after and was_mode != mode:
        modes = _told(was_mode, mode)
        return _("The way of taking part has changed: %(before)s → %(after)s") % modes
    if before == after:
        # Only in a language in which the reader does not see it.
        return _("The name of the place has been edited: %(place)s") % {"place": ", ".join(after)}
    if was_mode != mode:
        before, after = [*before, was_mode], [*after, mode]
    places = _told(*(", ".join(filter(None, where)) for where in (before, after)))
    return _("The place has changed: %(before)s → %(after)s") % places


def _status_in_words(was, became):
    statuses = _told(was.get_status_display(), became.get_status_display())
    return _("The status has changed: %(before)s → %(after)s") % statuses


def _where(event):
    return [part for part in (shown(event, "place").text, event.address) if part]


def _told(before, after):
    return {"before": before or _("not known"), "after": after or _("not known")}


SENTENCES = {
    EventChange.Kind.TIME: _time_in_words,
    EventChange.Kind.PLACE: _place_in_words,
    EventChange.Kind.STATUS: _status_in_words,
}
