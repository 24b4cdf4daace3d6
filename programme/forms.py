"""What visitors may narrow the lists by. All of it stands in the address."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from programme.languages import Shown, shown
from programme.models import (
    City,
    Objective,
    Organisation,
    Participation,
    Programme,
    StrategyAction,
    ThematicBasket,
)


def choice(label):
    """A select that may be left alone."""
    return forms.ChoiceField(label=label, required=False)


def named(things):
    """Choices of things that have a name, each in the language that it is shown in."""
    return [(thing.slug, shown(thing, "name")) for thing in things]


def _coded(objective):
    told = shown(objective, "name")
    return Shown(f"{objective.code} {told.text}", told.language)


class FilterForm(forms.Form):
    """Choices that narrow a list; one that is not on offer is ignored, and said."""

    def __init__(self, data):
        super().__init__(data)
        for name, choices in self.offers():
            self.fields[name].choices = [("", _("All")), *choices]
        self.full_clean()

    @property
    def chosen(self):
        """The valid choices that were made."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self):
        """The values that are not on offer, as the visitor gave them."""
        return [self.data[name] for name in self.errors]


class ActionFilterForm(FilterForm):
    """What the list of actions can be narrowed by."""

    theme = choice(_("Theme or target state"))
    status = choice(_("Status"))
    basket = choice(_("Thematic basket"))
    organisation = choice(_("Responsible organisation"))

    def offers(self):
        actions = StrategyAction.objects.public()
        organisations = Organisation.objects.filter(actions__in=actions).distinct()
        objectives = Objective.objects.public().select_related("strategy")
        self.objectives = {f"{each.strategy.slug}-{each.code}": each for each in objectives}
        yield "theme", [(slug, _coded(each)) for slug, each in self.objectives.items()]
        yield "status", StrategyAction.Status.choices
        yield "basket", named(ThematicBasket.objects.public())
        yield "organisation", named(organisations)

    def narrow(self, actions):
        """The actions that match every choice."""
        for name, value in self.chosen.items():
            actions = actions.filter(self.condition(name, value))
        return actions

    def condition(self, name, value):
        """What an action must fulfil to match a choice."""
        if name == "theme":
            objective = self.objectives[value]
            return Q(objective=objective) | Q(objective__parent=objective)
        lookups = {"basket": "basket__slug", "organisation": "organisations__slug"}
        return Q(**{lookups.get(name, name): value})


class CityFilterForm(FilterForm):
    """What the list of cities can be narrowed by."""

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
        cities = City.objects.public().order_by("country")
        codes = cities.values_list("country", flat=True).distinct()
        offered = [(code, countries.name(code)) for code in codes]
        yield "country", sorted(offered, key=lambda country: country[1])
        programmes = Programme.objects.public()
        yield "programme", [(each.slug, each.short_name) for each in programmes]
        yield "role", Participation.Role.choices
        yield "basket", named(ThematicBasket.objects.public())

    def narrow(self, cities):
        """The cities that match: role and basket in one and the same participation."""
        chosen = self.chosen
        if country := chosen.pop("country", None):
            cities = cities.filter(country=country)
        if chosen:
            matching = {self.lookups[name]: value for name, value in chosen.items()}
            participations = Participation.objects.public().filter(**matching)
            cities = cities.filter(pk__in=participations.values("city"))
        return cities
