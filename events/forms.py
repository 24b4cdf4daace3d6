"""What visitors may narrow the events by: on the page, in the calendar and in the feeds."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from events.models import Event, Takeaway
from programme import choices
from programme.cutting import beginning
from programme.forms import NONE, FilterForm, choice, coded, named, words
from programme.languages import shown
from programme.models import Benefit, City, Programme, StrategyAction, ThematicBasket
from programme.prepared import prepared
from programme.uploads import checked
from programme.words import in_every_language, stand_in


class EventFilterForm(FilterForm):
    """What the list of events can be narrowed by."""

    q = words(_("Words"))
    programme = choice(_("Programme"))
    kind = choice(_("Kind"))
    basket = choice(_("Thematic basket"))
    year = choice(_("Year"))
    mode = choice(_("Mode"))
    took_part = choice(_("Part of the home city"))

    lookups = {
        "programme": "programme__slug",
        "kind": "kind",
        "basket": "baskets__slug",
        "year": "starts_on__startswith",
        "mode": "mode",
    }

    def offers(self):
        yield "programme", _programmes()
        yield "kind", Event.Kind.choices
        yield "basket", named(choices.public_baskets())
        yield "year", [(year, year) for year in sorted(_years(), reverse=True)]
        yield "mode", Event.Mode.choices
        yield "took_part", [("yes", _("The home city took part"))]

    def condition(self, name, value):
        """What an event must fulfil to match a choice."""
        if name == "took_part":
            return ~Q(city_role="")
        if name == "q":
            return stand_in(value, in_every_language("title", "summary", "place"))
        return Q(**{self.lookups[name]: value})


@prepared
def _programmes():
    return Programme.objects.public().values_list("slug", "short_name")


@prepared
def _years():
    known = Event.objects.public().exclude(starts_on="").order_by()
    return known.values_list(Left("starts_on", 4), flat=True).distinct()


class BenefitFilterForm(FilterForm):
    """What the ledger of benefits can be narrowed by; things of which no benefit tells are left out."""

    q = words(_("Words"))
    standing = choice(_("Standing"))
    kind = choice(_("Kind"))
    year = choice(_("Year"))
    effort = choice(_("Effort of the city"))
    programme = choice(_("Programme"))
    basket = choice(_("Thematic basket"))
    city = choice(_("From the city"))
    event = choice(_("Event"))
    action = choice(_("Action"))

    lookups = {
        "year": "starts_on__startswith",
        "programme": "programme__slug",
        "basket": "basket__slug",
        "city": "city__slug",
        "action": "actions__code",
    }

    def offers(self):
        yield "standing", Benefit.Standing.choices
        yield "kind", Benefit.Kind.choices
        starts, efforts, programmes = self.told_of()
        yield "year", self.years(starts)
        # The bands, where the effort of some benefit has been recorded.
        bands = [*Benefit.Effort.choices, (NONE, _("Not recorded"))]
        yield "effort", bands if efforts - {""} else []
        yield "programme", programmes
        yield "basket", named(_baskets())
        yield "city", named(self.first("city", "slug", _cities))
        events = self.first("event", "slug", _events)
        yield "event", [(each.slug, shown(each, "title")) for each in events]
        actions = self.first("action", "code", _actions)
        yield "action", [(each.code, coded(each, "title")) for each in actions]

    def first(self, name, key, things):
        """As many of the things as one looks through, and the chosen one wherever it stands."""
        found = things()
        chosen = self.data.get(name)
        if found.has_more and chosen and all(getattr(each, key) != chosen for each in found):
            found += things.__wrapped__().filter(**{key: chosen.replace("\0", "")})
        return found

    def told_of(self):
        """When benefits began, their efforts, and their programmes as choices."""
        rows = _starts_and_efforts()
        programmes = dict.fromkeys((slug, name) for _start, _effort, slug, name, _began in rows)
        return {row[0] for row in rows}, {row[1] for row in rows}, list(programmes)

    def years(self, starts):
        """The years in which benefits began, the latest first, and that of some it is not known."""
        years = sorted({start[:4] for start in starts}, reverse=True)
        return [(year or NONE, year or _("Not known")) for year in years]

    def condition(self, name, value):
        """What a benefit must fulfil to match a choice."""
        if name == "q":
            return stand_in(value, in_every_language("title", "description"))
        if name == "event":
            # Whether it came from the event itself or grew out of a takeaway.
            grown = Takeaway.objects.filter(event__slug=value).exclude(benefit=None)
            direct = Event.benefits.through.objects.filter(event__slug=value)
            return Q(pk__in=direct.values("benefit")) | Q(pk__in=grown.values("benefit"))
        if value == NONE:
            return Q(**{{"year": "starts_on", "effort": "effort"}[name]: ""})
        return Q(**{self.lookups.get(name, name): value})


def _told_of(links, name):
    """The keys of what rows between two tables tie to public benefits."""
    return links.objects.filter(benefit__in=Benefit.objects.public().order_by()).values(name)


@prepared
def _baskets():
    benefits = Benefit.objects.public()
    baskets = ThematicBasket.objects.public().filter(benefits__in=benefits).distinct()
    return baskets.only("slug", *in_every_language("name"))


@beginning
def _cities():
    benefits = Benefit.objects.public().order_by()
    cities = City.objects.public().filter(pk__in=benefits.values("city"))
    return cities.only("slug", *in_every_language("name"))


@beginning
def _actions():
    served = _told_of(Benefit.actions.through, "strategyaction")
    return StrategyAction.objects.public().filter(pk__in=served).in_rows()


@beginning
def _events():
    came = Q(pk__in=_told_of(Event.benefits.through, "event"))
    came |= Q(pk__in=_told_of(Takeaway, "event"))
    events = Event.objects.public().filter(came).order_by("-starts_on", "slug")
    return events.only("slug", *in_every_language("title"))


@prepared
def _starts_and_efforts():
    order = ("programme__starts_on", "programme__slug")
    columns = ("starts_on", "effort", "programme__slug", "programme__short_name")
    rows = Benefit.objects.public().order_by(*order)
    return rows.values_list(*columns, "programme__starts_on").distinct()


class MaterialForm(forms.ModelForm):
    """A link, or a file whose content is looked at before it is kept."""

    def clean_file(self):
        """The file as it may be kept; one that is kept already stays as it is."""
        file = self.cleaned_data["file"]
        return checked(file) if isinstance(file, UploadedFile) else file
