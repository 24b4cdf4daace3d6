"""What visitors may narrow the events by: on the page, in the calendar and in the feeds."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from programme.forms import FilterForm, choice, named, words
from programme.models import Programme, ThematicBasket
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
        starts = Event.objects.public().exclude(starts_on="").values_list("starts_on", flat=True)
        years = sorted({start[:4] for start in starts.distinct()}, reverse=True)
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


class MaterialForm(forms.ModelForm):
    """A link, or a file whose content is looked at before it is kept."""

    def clean_file(self):
        """The file as it may be kept; one that is kept already stays as it is."""
        file = self.cleaned_data["file"]
        return checked(file) if isinstance(file, UploadedFile) else file
