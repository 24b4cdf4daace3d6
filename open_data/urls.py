"""The addresses of the open data: pages below a language, files and the API beside them."""

from django.urls import path

from open_data import views

pages = [
    path("data/", views.data, name="data"),
    path("data/<slug:name>/", views.dataset, name="dataset"),
]
for_programs = [
    path("data/manifest.json", views.manifest, name="data_manifest"),
    path("data/<str:name>", views.file, name="data_file"),
]
