"""Cards of our pages for other sites: small pages that they may show in a frame, without script."""

from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt


def is_asked_for(request):
    """Whether a page is asked for as a card: /fi/actions/3.I.70/?embed."""
    return "embed" in request.GET


def card(request, template, context):
    """
    A card, which the sites in `EMBEDDED_BY` may frame; every other page refuses all frames.

    While nobody is named, the card refuses them too, as it would without being a card.
    """
    answer = render
    if settings.EMBEDDED_BY:
        frames = csp_replace({"frame-ancestors": settings.EMBEDDED_BY})
        answer = xframe_options_exempt(frames(render))
    return answer(request, template, context)
