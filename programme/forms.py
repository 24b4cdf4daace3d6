"""What visitors may narrow the lists by. All of it stands in the address."""

import re

from django import forms
from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from programme import choices
from programme.languages import Shown, shown
from programme.models import (
    Objective,
    Organisation,
    Participation,
    StrategyAction,
    ThematicBasket,
)
from programme.words import in_every_language, patterns, stand_in, stands_in


class WordsField(forms.CharField):
    """Words to be found; whatever else a text may hold is taken for the space between them."""

    def to_python(self, value):
        return " ".join(super().to_python(value).replace("\0", " ").split())

    def prepare_value(self, value):
        return value and value.replace("\0", " ")


def words(label):
    """A text to be typed, which may be left empty."""
    return WordsField(label=label, max_length=100, required=False)


# In an address: what is in none of the groups. No slug has such a sign.
NONE = "~none"
GROUPINGS = {
    "theme": _("By theme"),
    "basket": _("By basket"),
    "organisation": _("By organisation"),
}


def choice(label):
    """A select that may be left alone."""
    return forms.ChoiceField(label=label, required=False)


def named(things):
    """Choices of things that have a name, each in the language that it is shown in."""
    return [(thing.slug, shown(thing, "name")) for thing in things]


def objective_choices():
    """The themes and target states that visitors may know of, as {address: (it, its name)}."""
    return {
        f"{each.strategy.slug}-{each.code}": (each, coded(each)) for each in choices.objectives()
    }


def coded(thing, field="name"):
    """What is shown of a thing that has a code: the code and its name."""
    told = shown(thing, field)
    return Shown(f"{thing.code} {told.text}", told.language)


class FilterForm(forms.Form):
    """Choices that narrow a list; one that is not on offer is ignored, and said."""

    def __init__(self, data):
        super().__init__(data)
        for name, offered in self.offers():
            self.fields[name].choices = [("", _("All")), *offered]
        self.full_clean()

    @property
    def chosen(self):
        """The valid choices that were made."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self):
        """Sentences that name what is left out, as the visitor gave it."""
        unknown = gettext("The choice “%(value)s” is not known and was left out.")
        unreadable = gettext("“%(value)s” cannot be searched for and was left out.")
        for name in self.errors:
            said = unknown if hasattr(self.fields[name], "choices") else unreadable
            # A page may hold everything but a NUL.
            given = self.data[name].replace("\0", "\ufffd")
            yield said % {"value": Truncator(given).chars(80)}

    def narrow(self, things, chosen=None):
        """The things that match every choice."""
        for name, value in (self.chosen if chosen is None else chosen).items():
            things = things.filter(self.condition(name, value))
        return things

    def loosened(self, things):
        """Each choice in words, with the query of the others and how many things match those."""
        others = {
            name: {other: value for other, value in self.chosen.items() if other != name}
            for name in self.chosen
        }
        found = {
            name: Q(pk__in=self.narrow(things, rest).values("pk")) for name, rest in others.items()
        }
        counts = {name: Count("pk", filter=condition) for name, condition in found.items()}
        numbers = things.order_by().aggregate(**counts) if counts else {}
        for name, number in numbers.items():
            if number:
                yield self.in_words(name), urlencode(others[name]), number

    def in_words(self, name):
        """A choice such as “Status: Completed”."""
        field, value = self.fields[name], self.chosen[name]
        label = dict(getattr(field, "choices", [])).get(value)
        text = capfirst(str(label)) if label else value
        if getattr(label, "is_fallback", False):
            text = format_html('<span lang="{}">{}</span>', label.language, text)
        return format_html("{}: {}", field.label, text)


class ActionFilterForm(FilterForm):
    """What the list of actions can be narrowed by."""

    q = words(_("Words or code"))
    theme = choice(_("Theme or target state"))
    status = choice(_("Status"))
    basket = choice(_("Thematic basket"))
    organisation = choice(_("Responsible organisation"))

    def offers(self):
        self.objectives = objective_choices()
        themes = [(address, told) for address, (_objective, told) in self.objectives.items()]
        yield "theme", [*themes, (NONE, _("No theme"))]
        yield "status", StrategyAction.Status.choices
        yield "basket", [*named(choices.public_baskets()), (NONE, _("No basket"))]
        yield "organisation", [*named(choices.organisations()), (NONE, _("No organisation named"))]

    def condition(self, name, value):
        """What an action must fulfil to match a choice."""
        if name == "q":
            return stand_in(value, ["code", *in_every_language("title")])
        if value == NONE:
            return self.without(name)
        if name == "theme":
            objective, _told = self.objectives[value]
            return Q(objective=objective) | Q(objective__parent=objective)
        lookups = {"basket": "basket__slug", "organisation": "organisations__slug"}
        return Q(**{lookups.get(name, name): value})

    def without(self, name):
        """What an action of no theme, basket or organisation fulfils."""
        if name == "basket":
            # One that visitors may not know of is none to them.
            return ~Q(basket__in=ThematicBasket.objects.public())
        if name == "theme":
            return ~Q(objective__in=Objective.objects.public())
        return ~Q(organisations__in=Organisation.objects.filter(removed_at=None))


class GroupingForm(FilterForm):
    """By what the actions are counted in groups."""

    by = choice(_("Groups"))

    choices = list(GROUPINGS.items())

    def offers(self):
        yield "by", self.choices

    @property
    def chosen_or_first(self):
        """What was chosen, else the first on offer."""
        return self.chosen.get("by", next(iter(GROUPINGS)))


class CityFilterForm(FilterForm):
    """What the list of cities can be narrowed by."""

    q = words(_("City or country"))
    country = choice(_("Country"))
    programme = choice(_("Programme"))
    role = choice(_("Role"))
    basket = choice(_("Thematic basket"))

    lookups = {
        "programme": "programme__slug",
        "role": "role",
        "basket": "baskets__slug",
    }

    def offers(self):
        self.countries = [(code, countries.name(code)) for code in choices.countries()]
        yield "country", sorted(self.countries, key=lambda country: country[1])
        self.programmes = choices.programmes()
        yield "programme", [(each.slug, each.short_name) for each in self.programmes]
        yield "role", Participation.Role.choices
        yield "basket", named(choices.public_baskets())

    def narrow(self, cities, chosen=None):
        """The cities that match: role and basket in one and the same participation."""
        chosen = dict(self.chosen if chosen is None else chosen)
        for pattern in patterns(chosen.pop("q", "")):
            cities = cities.filter(self._is_called(pattern))
        if country := chosen.pop("country", None):
            cities = cities.filter(country=country)
        if chosen:
            matching = {self.lookups[name]: value for name, value in chosen.items()}
            participations = Participation.objects.public().filter(**matching)
            cities = cities.filter(pk__in=participations.values("city"))
        return cities

    def _is_called(self, pattern):
        """By any of its names, or its country by that in the reader's language."""
        named = [code for code, name in self.countries if re.search(pattern, name, re.IGNORECASE)]
        names = ["native_name", *in_every_language("name")]
        return stands_in(pattern, names) | Q(country__in=named)
