"""What is said of personal data: the privacy notice (GDPR, article 13), and each cookie by name."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy.cookies import STORED, cookies
from privacy.retention import RULES
from readers.models import Keeper


@require_safe
def notice(request):
    context = {"keeper": Keeper.objects.current(), "rules": RULES}
    return render(request, "privacy/notice.html", context)


@require_safe
def cookie_page(request):
    return render(request, "privacy/cookies.html", {"cookies": cookies(), "stored": STORED})
