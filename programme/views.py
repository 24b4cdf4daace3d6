"""The pages on programmes, cities, strategies, actions and indicators, and news."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programme import embedding, queries, whole
from programme.forms import ActionFilterForm, CityFilterForm
from programme.models import (
    City,
    Indicator,
    NewsItem,
    Participation,
    StrategyAction,
)
from programme.parts import phases_of
from programme.prepared import first_or_404, hold
from programme.words import in_every_language


@require_safe
def programme_list(request):
    return render(request, "programme/programme_list.html", {"programmes": queries.programmes()})


@require_safe
def programme_detail(request, slug):
    programme = first_or_404(queries.programme(slug))
    hold(programme, "phases", phases_of(programme.pk))
    hold(programme, "baskets", queries.baskets_of(programme.pk))
    hold(programme, "strategies", queries.strategies_of(programme.pk))
    context = {"programme": programme}
    for each in queries.beside(programme.pk):
        is_before = each.pk == programme.predecessor_id
        context["predecessor" if is_before else "successor"] = each
    return render(request, "programme/programme_detail.html", context)


@require_safe
def basket_list(request):
    return render(request, "programme/basket_list.html", {"baskets": queries.baskets()})


@require_safe
def basket_detail(request, slug):
    basket = first_or_404(queries.basket(slug))
    context = {
        "basket": basket,
        "memberships": queries.memberships_in(basket.pk),
        "actions": queries.actions_in(basket.pk),
        "benefits": queries.benefits_in(basket.pk),
    }
    return render(request, "programme/basket_detail.html", context)


# What a row tells of a city.
NAMED = ("slug", "country", "is_home", *in_every_language("name"))


@require_safe
def city_list(request):
    filter_form = CityFilterForm(request.GET)
    cities = filter_form.narrow(City.objects.public())
    participations = Participation.objects.public().select_related("programme")
    told = participations.only("city", "role", "role_basis", "programme__short_name")
    parts = Prefetch("participations", told.order_by("-programme__starts_on"), to_attr="parts")
    programmes = [each for each in filter_form.programmes if each.cities_stated is not None]
    context = {
        "filter_form": filter_form,
        "chosen": cities if filter_form.chosen else None,
        "page": Paginator(cities.only(*NAMED).prefetch_related(parts), 120).get_page(
            request.GET.get("page")
        ),
        "programmes": programmes,
        "loosened": filter_form.loosened(City.objects.public()),
    }
    return render(request, "programme/city_list.html", context)


@require_safe
def city_detail(request, slug):
    city = first_or_404(queries.city(slug))
    participations, memberships = (
        queries.participations_of(city.pk),
        queries.memberships_of(city.pk),
    )
    hold(city, "participations", participations)
    for part in participations:
        hold(
            part, "memberships", [each for each in memberships if each.participation_id == part.pk]
        )
    context = {"city": city, "benefits": queries.benefits_from(city.pk)}
    return render(request, "programme/city_detail.html", context)


@require_safe
def strategy_list(request):
    return render(request, "programme/strategy_list.html", {"strategies": queries.strategies()})


@require_safe
def strategy_detail(request, slug):
    strategy = first_or_404(queries.strategy(slug))
    objectives = queries.objectives_of(strategy.pk)
    actions, below = defaultdict(list), defaultdict(list)
    for action in queries.first_actions_of(strategy.pk):
        actions[action.objective_id].append(action)
    for each in objectives:
        each.public_actions = actions[each.pk]
        below[each.parent_id].append(each)
    for theme in below[None]:
        hold(theme, "target_states", below[theme.pk])
    context = {
        "strategy": strategy,
        "themes": below[None],
        "without_theme": queries.actions_without_theme(strategy.pk),
        "most": f":{queries.MOST_OF_AN_OBJECTIVE}",
    }
    return render(request, "programme/strategy_detail.html", context)


@require_safe
def action_list(request):
    filter_form = ActionFilterForm(request.GET)
    actions = filter_form.narrow(StrategyAction.objects.public())
    statuses = actions.by_status()
    paginator = Paginator(actions.in_rows(), per_page=50)
    paginator.count = sum(number for _status, number in statuses)
    context = {
        "filter_form": filter_form,
        "page": paginator.get_page(request.GET.get("page")),
        "statuses": statuses,
        "loosened": filter_form.loosened(StrategyAction.objects.public()),
    }
    return render(request, "programme/action_list.html", context)


@require_safe
def action_detail(request, code):
    action = whole.public_action(code)
    if embedding.is_asked_for(request):
        return embedding.card(request, "programme/action_embed.html", {"action": action})
    whole.fetch_parts(action)
    return render(request, "programme/action_detail.html", {"action": action})


@require_safe
def indicator_list(request):
    indicators = Indicator.objects.public().with_values()
    page = Paginator(indicators, per_page=50).get_page(request.GET.get("page"))
    return render(request, "programme/indicator_list.html", {"page": page})


@require_safe
def indicator_detail(request, slug):
    indicator = first_or_404(queries.indicator(slug))
    hold(indicator, "values", queries.values_of(indicator.pk))
    hold(indicator, "actions", queries.actions_measured_by(indicator.pk))
    return render(request, "programme/indicator_detail.html", {"indicator": indicator})


@require_safe
def news_list(request):
    news = NewsItem.objects.public().select_related("programme")
    page = Paginator(news, per_page=20).get_page(request.GET.get("page"))
    return render(request, "programme/news_list.html", {"page": page})
