"""模板: in which words each kind of notice speaks, the county's own or the shipped ones."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from services.access.may import May
from services.notify.queries import words as queries
from services.web.door import page
from services.web.notify.places import tabs
from services.web.parts import Tab


@page(May.VIEW_DELIVERIES)
def words(request: Any) -> HttpResponse:
    """Every kind in one language; what goes to families first."""
    wish = request.GET.get("language")
    language = wish if wish in queries.LANGUAGES else queries.LANGUAGES[0]
    here = reverse("web:words")
    context = {
        "tabs": tabs(request.actor, "web:words"),
        "languages": [Tab(name, f"{here}?language={code}", code == language) for code, name in settings.LANGUAGES],
        "rows": [each for each in queries.all_here() if each.language == language],
    }
    return render(request, "notify/words.html", context)
