"""What visitors may narrow the events by: on the page, in the calendar and in the feeds."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from programme.forms import FilterForm, choice, named
from programme.models import Programme, ThematicBasket
from programme.uploads import checked

SOUGHT = ["title", "summary", "place"]


class EventFilterForm(FilterForm):
    """What the list of events can be narrowed by."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
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
        starts = Event.objects.public().exclude(starts_on="").values_list("starts_on", flat=True)
        years = sorted({start[:4] for start in starts.distinct()}, reverse=True)
        programmes = Programme.objects.public()
        yield "programme", [(each.slug, each.short_name) for each in programmes]
        yield "kind", Event.Kind.choices
        yield "basket", named(ThematicBasket.objects.public())
        yield "year", [(year, year) for year in years]
        yield "mode", Event.Mode.choices
        yield "took_part", [("yes", _("The home city took part"))]

    def narrow(self, events):
        """The events that match every choice."""
        for name, value in self.chosen.items():
            events = events.filter(self.condition(name, value))
        return events

    def condition(self, name, value):
        """What an event must fulfil to match a choice."""
        if name == "took_part":
            return ~Q(city_role="")
        if name == "q":
            return contains(value)
        return Q(**{self.lookups[name]: value})


def contains(words):
    """
    The condition of having the words in some language.

    SQLite folds only the letters of English; each case of the others is asked for.
    """
    found = Q()
    for spelling in {words, words.lower(), words.upper(), words.capitalize()}:
        for field in SOUGHT:
            for language in ("fi", "sv", "en"):
                found |= Q(**{f"{field}_{language}__icontains": spelling})
    return found


class MaterialForm(forms.ModelForm):
    """A link, or a file whose content is looked at before it is kept."""

    def clean_file(self):
        """The file as it may be kept; one that is kept already stays as it is."""
        file = self.cleaned_data["file"]
        return checked(file) if isinstance(file, UploadedFile) else file
