"""The sheet for the council: as a page, on paper, and as the data that its hash is of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from council import situation
from council.facts import as_json, facts_of
from council.paper import pdf
from council.sheet import in_words
from programme.prepared import first_or_404
from reporting.queries import round_at


@require_safe
def summary(request):
    return page(request, situation.now())


@require_safe
def round_summary(request, slug):
    return page(request, of_round(slug))


@require_safe
def summary_pdf(request):
    return paper(request, situation.now())


@require_safe
def round_summary_pdf(request, slug):
    return paper(request, of_round(slug))


@require_safe
def summary_json(request):
    return data(situation.now())


@require_safe
def round_summary_json(request, slug):
    return data(of_round(slug))


def of_round(slug):
    """The situation of a public round, example or not."""
    return situation.of_round(first_or_404(round_at(slug)))


def address_of(request, situation):
    """Where the page of a situation is."""
    if situation.is_of_round:
        path = reverse("council:round_summary", args=[situation.told.slug])
    else:
        path = reverse("council:summary")
    return request.build_absolute_uri(path)


def page(request, situation):
    """The sheet as a page."""
    sheet = in_words(facts_of(situation), address_of(request, situation))
    context = {"sheet": sheet, "is_linked": not situation.is_of_round}
    participation, _memberships = situation.part
    if participation:
        context["home_city"] = participation.city
    return render(request, "council/summary.html", context)


def paper(request, situation):
    """The sheet as a file to be printed."""
    sheet = in_words(facts_of(situation), address_of(request, situation))
    answer = HttpResponse(pdf(sheet), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{sheet["file_name"]}.pdf"'
    return answer


def data(situation):
    """Exactly the bytes that are hashed."""
    return HttpResponse(as_json(facts_of(situation)), content_type="application/json")
