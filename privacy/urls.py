"""The addresses of what is said of personal data."""

from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.notice, name="notice"),
    path("cookies/", views.cookie_page, name="cookies"),
]
