"""Plain functions that make rows, each complete enough to be saved and to be shown."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, User
from django.utils import timezone

from events.models import Event
from programme.models import (
    BasketMembership,
    Benefit,
    City,
    Indicator,
    IndicatorValue,
    Milestone,
    NewsItem,
    Objective,
    Organisation,
    Participation,
    Phase,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from readers.models import AccessibilityStatement, Feedback, Keeper, Shortcoming

numbers = count(1)


def make_programme(**fields):
    n = next(numbers)
    defaults = {
        "slug": f"programme-{n}",
        "short_name": f"P{n}",
        "name_fi": f"Ohjelma {n}",
        "starts_on": "2020-09",
        "ends_on": "2022-11",
        "is_public": True,
    }
    return Programme.objects.create(**defaults | fields)


def make_phase(*, programme=None, **fields):
    n = next(numbers)
    defaults = {"number": n, "slug": f"phase-{n}", "name_fi": f"Vaihe {n}"}
    return Phase.objects.create(programme=programme or make_programme(), **defaults | fields)


def make_basket(*, programme=None, **fields):
    n = next(numbers)
    defaults = {"number": n, "slug": f"basket-{n}", "name_fi": f"Kori {n}"}
    return ThematicBasket.objects.create(
        programme=programme or make_programme(), **defaults | fields
    )


def make_city(**fields):
    n = next(numbers)
    defaults = {
        "slug": f"city-{n}",
        "name_en": f"City {n}",
        "country": "FI",
        "is_public": True,
    }
    return City.objects.create(**defaults | fields)


def make_participation(*, city=None, programme=None, **fields):
    return Participation.objects.create(
        city=city or make_city(), programme=programme or make_programme(), **fields
    )


def make_membership(*, participation=None, basket=None, **fields):
    participation = participation or make_participation()
    basket = basket or make_basket(programme=participation.programme)
    return BasketMembership.objects.create(participation=participation, basket=basket, **fields)


def make_strategy(*, programme=None, **fields):
    n = next(numbers)
    defaults = {"slug": f"strategy-{n}", "name_fi": f"Strategia {n}", "is_public": True}
    return Strategy.objects.create(programme=programme or make_programme(), **defaults | fields)


def make_objective(*, strategy=None, **fields):
    n = next(numbers)
    defaults = {"code": f"{n}", "name_fi": f"Teema {n}"}
    return Objective.objects.create(strategy=strategy or make_strategy(), **defaults | fields)


def make_organisation(**fields):
    n = next(numbers)
    return Organisation.objects.create(
        **{"slug": f"organisation-{n}", "name_fi": f"Organisaatio {n}"} | fields
    )


def make_action(*, strategy=None, **fields):
    n = next(numbers)
    defaults = {"code": f"1.A.{n}", "title_fi": f"Toimenpide {n}", "is_public": True}
    if "status" in fields:
        fields["stated_status"] = fields.pop("status")
    return StrategyAction.objects.create(strategy=strategy or make_strategy(), **defaults | fields)


def make_milestone(*, action=None, **fields):
    n = next(numbers)
    return Milestone.objects.create(
        action=action or make_action(), **{"title_fi": f"Virstanpylväs {n}"} | fields
    )


def make_indicator(**fields):
    n = next(numbers)
    defaults = {"slug": f"indicator-{n}", "name_fi": f"Mittari {n}", "is_public": True}
    return Indicator.objects.create(**defaults | fields)


def make_value(*, indicator=None, **fields):
    defaults = {"kind": "actual", "value": 5, "starts_on": "2021", "ends_on": "2021"}
    return IndicatorValue.objects.create(
        indicator=indicator or make_indicator(), **defaults | fields
    )


def make_benefit(*, programme=None, **fields):
    n = next(numbers)
    defaults = {
        "slug": f"benefit-{n}",
        "title_fi": f"Hyöty {n}",
        "kind": "tool",
        "standing": "stated",
        "is_public": True,
    }
    return Benefit.objects.create(programme=programme or make_programme(), **defaults | fields)


def make_news(**fields):
    n = next(numbers)
    defaults = {
        "slug": f"news-{n}",
        "title_fi": f"Uutinen {n}",
        "published_on": "2024-03-29",
        "is_public": True,
    }
    return NewsItem.objects.create(**defaults | fields)


def make_event(*, programme=None, **fields):
    n = next(numbers)
    defaults = {
        "slug": f"event-{n}",
        "title_fi": f"Tapahtuma {n}",
        "kind": "city_lab",
        "starts_on": "2021-02-16",
        "ends_on": "2021-02-19",
        "is_public": True,
    }
    return Event.objects.create(programme=programme or make_programme(), **defaults | fields)


def make_staff(**fields):
    n = next(numbers)
    return User.objects.create_superuser(
        **{"username": f"staff-{n}", "password": "secret"} | fields
    )


def make_member(role, **fields):
    """An account of staff in the group of a role."""
    n = next(numbers)
    defaults = {"username": f"{role}-{n}", "password": "secret", "is_staff": True}
    user = User.objects.create_user(**defaults | fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_statement(**fields):
    defaults = {
        "compliance": "partial",
        "assessed_on": date(2026, 1, 10),
        "assessment_fi": "Kokeiltu näppäimistöllä.",
        "authority_fi": "Viranomainen",
        "made_on": date(2026, 1, 12),
        "is_public": True,
    }
    return AccessibilityStatement.objects.create(**defaults | fields)


def make_shortcoming(*, statement=None, **fields):
    defaults = {"text_fi": "Liitteet"}
    return Shortcoming.objects.create(statement=statement or make_statement(), **defaults | fields)


def make_keeper(**fields):
    keeper, _made = Keeper.objects.update_or_create(pk=1, defaults=fields)
    return keeper


def make_feedback(**fields):
    defaults = {
        "topic": "accessibility",
        "message": "Kartta ei toimi näppäimistöllä.",
        "language": "fi",
        "due_on": timezone.localdate() + timedelta(days=14),
    }
    return Feedback.objects.create(**defaults | fields)
