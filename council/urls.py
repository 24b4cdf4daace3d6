"""The addresses of the sheet for the council."""

from django.urls import path

from council import views

app_name = "council"
urlpatterns = [
    path("summary/", views.summary, name="summary"),
    path("summary/summary.pdf", views.summary_pdf, name="summary_pdf"),
    path("summary/summary.json", views.summary_json, name="summary_json"),
    path("summary/<slug:slug>/", views.round_summary, name="round_summary"),
    path("summary/<slug:slug>/summary.pdf", views.round_summary_pdf, name="round_summary_pdf"),
    path("summary/<slug:slug>/summary.json", views.round_summary_json, name="round_summary_json"),
]
