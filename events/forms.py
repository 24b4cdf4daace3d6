"""What visitors may narrow the events by: on the page, in the calendar and in the feeds."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from events.models import Event, Takeaway
from programme.forms import NONE, FilterForm, choice, coded, named, public_baskets, words
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
        yield "basket", named(public_baskets())
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
        yield "city", named(_cities())
        yield "event", [(each.slug, shown(each, "title")) for each in _events()]
        yield "action", [(each.code, coded(each, "title")) for each in _actions()]

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


def _told_of(things):
    """Those of which a public benefit tells."""
    return things.filter(benefits__in=Benefit.objects.public()).distinct()


@prepared
def _baskets():
    return _told_of(ThematicBasket.objects.public())


@prepared
def _cities():
    return _told_of(City.objects.public())


@prepared
def _actions():
    return _told_of(StrategyAction.objects.public())


@prepared
def _events():
    benefits = Benefit.objects.public()
    came = Q(benefits__in=benefits) | Q(takeaways__benefit__in=benefits)
    return Event.objects.public().filter(came).distinct().order_by("-starts_on", "slug")


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
