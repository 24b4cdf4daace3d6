"""The pages on programmes, cities, strategies, actions and indicators, and news."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programme import embedding, whole
from programme.cutting import Beginning
from programme.forms import ActionFilterForm, CityFilterForm
from programme.models import (
    BasketMembership,
    Benefit,
    City,
    Indicator,
    NewsItem,
    Objective,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)

# How many actions the page of a strategy names of each of its themes and target states.
MOST_OF_AN_OBJECTIVE = 10


@require_safe
def programme_list(request):
    programmes = Programme.objects.public().with_counts()
    return render(request, "programme/programme_list.html", {"programmes": programmes})


@require_safe
def programme_detail(request, slug):
    public = Programme.objects.public()
    programmes = public.with_counts().prefetch_related(
        "phases",
        Prefetch("baskets", ThematicBasket.objects.public()),
        Prefetch("strategies", Strategy.objects.public()),
    )
    programme = get_object_or_404(programmes, slug=slug)
    beside = public.filter(Q(successor=programme) | Q(predecessor=programme))
    context = {"programme": programme}
    for each in beside:
        is_before = each.pk == programme.predecessor_id
        context["predecessor" if is_before else "successor"] = each
    return render(request, "programme/programme_detail.html", context)


@require_safe
def basket_list(request):
    baskets = ThematicBasket.objects.public().with_counts().select_related("programme")
    return render(request, "programme/basket_list.html", {"baskets": baskets})


@require_safe
def basket_detail(request, slug):
    baskets = ThematicBasket.objects.public().with_counts().select_related("programme")
    basket = get_object_or_404(baskets, slug=slug)
    memberships = BasketMembership.objects.public().filter(basket=basket)
    actions = StrategyAction.objects.public().filter(basket=basket)
    context = {
        "basket": basket,
        "memberships": Beginning(memberships.select_related("participation__city")),
        "actions": Beginning(actions.select_related("objective")),
        "benefits": Beginning(Benefit.objects.public().filter(basket=basket).by_standing()),
    }
    return render(request, "programme/basket_detail.html", context)


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
        "page": Paginator(cities.prefetch_related(parts), 120).get_page(request.GET.get("page")),
        "programmes": programmes,
        "loosened": filter_form.loosened(City.objects.public()),
    }
    return render(request, "programme/city_list.html", context)


@require_safe
def city_detail(request, slug):
    participations = Participation.objects.public().select_related("programme")
    memberships = BasketMembership.objects.public().select_related("basket")
    cities = City.objects.public().prefetch_related(
        Prefetch("participations", participations.order_by("-programme__starts_on")),
        Prefetch("participations__memberships", memberships),
    )
    city = get_object_or_404(cities, slug=slug)
    benefits = Benefit.objects.public().filter(city=city).by_standing()
    return render(request, "programme/city_detail.html", {"city": city, "benefits": benefits})


@require_safe
def strategy_list(request):
    strategies = Strategy.objects.public().with_counts().select_related("programme")
    return render(request, "programme/strategy_list.html", {"strategies": strategies})


@require_safe
def strategy_detail(request, slug):
    strategies = Strategy.objects.public().with_counts().select_related("programme")
    strategy = get_object_or_404(strategies, slug=slug)
    # One more than is shown tells that there are more.
    public = StrategyAction.objects.public().first_of_each("objective", MOST_OF_AN_OBJECTIVE + 1)
    actions = Prefetch("actions", public, to_attr="public_actions")
    target_states = Objective.objects.public().prefetch_related(actions)
    themes = (
        strategy.objectives.public()
        .themes()
        .prefetch_related(actions, Prefetch("target_states", target_states))
    )
    without_theme = strategy.actions.public().exclude(objective__in=Objective.objects.public())
    context = {
        "strategy": strategy,
        "themes": themes,
        "without_theme": Beginning(without_theme),
        "most": f":{MOST_OF_AN_OBJECTIVE}",
    }
    return render(request, "programme/strategy_detail.html", context)


@require_safe
def action_list(request):
    filter_form = ActionFilterForm(request.GET)
    actions = filter_form.narrow(StrategyAction.objects.public())
    statuses = actions.by_status()
    paginator = Paginator(actions.select_related("objective__parent"), per_page=50)
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
    action = get_object_or_404(whole.actions(), code=code)
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
    indicators = Indicator.objects.public().with_values()
    actions = Prefetch("actions", StrategyAction.objects.public())
    indicator = get_object_or_404(indicators.prefetch_related(actions), slug=slug)
    return render(request, "programme/indicator_detail.html", {"indicator": indicator})


@require_safe
def news_list(request):
    news = NewsItem.objects.public().select_related("programme")
    page = Paginator(news, per_page=20).get_page(request.GET.get("page"))
    return render(request, "programme/news_list.html", {"page": page})
