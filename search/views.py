"""The page of the search."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search import suggestions
from search.finding import GROUPS, Sought, found_by
from search.forms import SearchForm
from search.groups import Group
from search.indexing import keep_up

PER_PAGE = 20


@require_safe
def search(request):
    keep_up()
    form, language = SearchForm(request.GET), get_language()
    sought = Sought.of_all(form.terms)
    found = found_by(sought, language)
    kind = form.kind_chosen
    context = {"form": form, "found": found, "kind": GROUPS.get(kind)}
    groups = [Group(name, found) for name in found.rows]
    if kind:
        page = Paginator(found.rows.get(kind, []), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "hits": list(Group(kind, found).hits(page))}
    elif form.terms and not groups:
        context["suggestions"] = suggestions.of(form.terms, sought, language)
    return render(request, "search/search.html", context | {"groups": groups})
