"""What visitors may narrow the events by: on the page, in the calendar and in the feeds."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from events.models import Event, Takeaway
from programme.cutting import Beginning
from programme.forms import NONE, FilterForm, choice, coded, named, words
from programme.languages import shown
from programme.models import Benefit, City, Programme, StrategyAction, ThematicBasket
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
        known = Event.objects.public().exclude(starts_on="").order_by()
        found = known.values_list(Left("starts_on", 4), flat=True).distinct()
        years = sorted(found, reverse=True)
        programmes = Programme.objects.public()
        yield "programme", [(each.slug, each.short_name) for each in programmes]
        yield "kind", Event.Kind.choices
        yield "basket", named(ThematicBasket.objects.public())
        yield "year", [(year, year) for year in years]
        yield "mode", Event.Mode.choices
        yield "took_part", [("yes", _("The home city took part"))]

    def condition(self, name, value):
        """What an event must fulfil to match a choice."""
        if name == "took_part":
            return ~Q(city_role="")
        if name == "q":
            return stand_in(value, in_every_language("title", "summary", "place"))
        return Q(**{self.lookups[name]: value})


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
        benefits = Benefit.objects.public()
        told = {"benefits__in": benefits}
        came = Q(pk__in=_told_of(Event.benefits.through, "event", benefits))
        came |= Q(pk__in=_told_of(Takeaway, "event", benefits))
        events = Event.objects.public().filter(came).order_by("-starts_on", "slug")
        yield "standing", Benefit.Standing.choices
        yield "kind", Benefit.Kind.choices
        starts, efforts, programmes = self.told_of(benefits)
        yield "year", self.years(starts)
        # The bands, where the effort of some benefit has been recorded.
        bands = [*Benefit.Effort.choices, (NONE, _("Not recorded"))]
        yield "effort", bands if efforts - {""} else []
        yield "programme", programmes
        yield "basket", named(ThematicBasket.objects.public().filter(**told).distinct())
        cities = City.objects.public().filter(pk__in=benefits.order_by().values("city"))
        yield "city", named(self.first("city", "slug", cities))
        events = self.first("event", "slug", events)
        yield "event", [(each.slug, shown(each, "title")) for each in events]
        served = _told_of(Benefit.actions.through, "strategyaction", benefits)
        actions = self.first(
            "action", "code", StrategyAction.objects.public().filter(pk__in=served)
        )
        yield "action", [(each.code, coded(each, "title")) for each in actions]

    def first(self, name, key, things):
        """As many of the things as one looks through, and the chosen one wherever it stands."""
        found = Beginning(things)
        chosen = self.data.get(name)
        if found.has_more and chosen and all(getattr(each, key) != chosen for each in found):
            found += things.filter(**{key: chosen.replace("\0", "")})
        return found

    def told_of(self, benefits):
        """When benefits began, their efforts, and their programmes as choices."""
        order = ("programme__starts_on", "programme__slug")
        columns = ("starts_on", "effort", "programme__slug", "programme__short_name")
        rows = list(
            benefits.order_by(*order).values_list(*columns, "programme__starts_on").distinct()
        )
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


def _told_of(links, name, benefits):
    """The keys of what rows between two tables tie to benefits."""
    return links.objects.filter(benefit__in=benefits.order_by()).values(name)


class MaterialForm(forms.ModelForm):
    """A link, or a file whose content is looked at before it is kept."""

    def clean_file(self):
        """The file as it may be kept; one that is kept already stays as it is."""
        file = self.cleaned_data["file"]
        return checked(file) if isinstance(file, UploadedFile) else file
