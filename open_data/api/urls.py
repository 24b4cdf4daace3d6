"""The addresses of the API, below `/api/v1/`."""

from django.utils import translation

from open_data.api.operations import api, offer
from open_data.datasets import DATASETS

# Programs are spoken to in English.
with translation.override("en"):
    for dataset in DATASETS.values():
        offer(dataset)
urlpatterns, _app, _namespace = api.urls
