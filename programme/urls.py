"""The addresses of the pages on programmes, cities and strategies."""

from django.urls import path, re_path

from programme import feeds, views
from programme.models.actions import CODE

app_name = "programme"
urlpatterns = [
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme_detail"),
    path("baskets/", views.basket_list, name="basket_list"),
    path("baskets/<slug:slug>/", views.basket_detail, name="basket_detail"),
    path("cities/", views.city_list, name="city_list"),
    path("cities/<slug:slug>/", views.city_detail, name="city_detail"),
    path("strategies/", views.strategy_list, name="strategy_list"),
    path("strategies/<slug:slug>/", views.strategy_detail, name="strategy_detail"),
    path("actions/", views.action_list, name="action_list"),
    re_path(rf"^actions/(?P<code>{CODE})/$", views.action_detail, name="action_detail"),
    path("indicators/", views.indicator_list, name="indicator_list"),
    path("indicators/<slug:slug>/", views.indicator_detail, name="indicator_detail"),
    path("news/", views.news_list, name="news_list"),
    path("news/feed/", feeds.NewsFeed(), name="news_feed"),
]
