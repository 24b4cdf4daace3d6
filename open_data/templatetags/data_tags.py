"""Parts of pages on the open data that follow from a dataset alone: made once in each language."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.translation import get_language

from open_data.datasets import DATASETS
from open_data.files import LONG_COLUMNS, files_of

register = template.Library()


@register.simple_tag
def files(dataset):
    """Links to the files of a dataset: {% files dataset %}."""
    return _said("open_data/_files.html", dataset, get_language(), get_script_prefix())


@register.simple_tag
def columns(dataset):
    """Its columns, those of the long form too: {% columns dataset %}."""
    return _said("open_data/_forms.html", dataset, get_language(), get_script_prefix())


@register.simple_tag
def datasets():
    """All of them, in order; within an `unchanging` part."""
    return DATASETS.values()


@cache
def _said(name, dataset, _language, _prefix):
    context = {"dataset": dataset, "files": files_of(dataset), "long_columns": LONG_COLUMNS}
    return render_to_string(name, context)
