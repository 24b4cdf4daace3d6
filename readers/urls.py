"""The addresses of what readers are owed."""

from django.urls import path

from readers import views

app_name = "readers"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/<str:receipt>/", views.thanks, name="thanks"),
]
