"""The addresses of the open data: pages below a language, files beside them."""

from django.urls import path

from open_data import views

pages = [
    path("data/", views.data, name="data"),
    path("data/api/", views.api, name="data_api"),
    path("data/<slug:name>/", views.dataset, name="dataset"),
]
for_programs = [
    path("api/v1/docs", views.api_docs, name="api_docs"),
    path("api/<path:unknown>", views.nothing, name="data_nothing"),
    path("data/manifest.json", views.manifest, name="data_manifest"),
    path("data/catalogue.jsonld", views.catalogue, name="data_catalogue"),
    path("data/<str:name>", views.file, name="data_file"),
]
