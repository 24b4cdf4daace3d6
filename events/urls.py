"""The addresses of the pages on events."""

from django.urls import path, re_path

from events import feeds, views

app_name = "events"
urlpatterns = [
    path("events/", views.event_list, name="event_list"),
    path("events/calendar.ics", views.event_calendar, name="event_calendar"),
    path("events/feed/", feeds.EventFeed(), name="event_feed"),
    path("events/changes/feed/", feeds.EventChangeFeed(), name="event_change_feed"),
    path("events/month/", views.this_month, name="this_month"),
    re_path(r"^events/month/(?P<month>[0-9]{4}-[0-9]{2})/$", views.event_month, name="event_month"),
    path("benefits/", views.benefit_list, name="benefit_list"),
    path("benefits/feed/", feeds.BenefitFeed(), name="benefit_feed"),
    path("benefits/<slug:slug>/", views.benefit_detail, name="benefit_detail"),
    path("events/<slug:slug>/", views.event_detail, name="event_detail"),
    path("events/<slug:slug>/event.ics", views.event_file, name="event_file"),
]
