"""The pages that everybody may read without signing in; they show no data."""

from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .examples import ExampleForm
from .statuses import STATUS_WORDS


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do the main jobs, and whom to ask."""
    return render(request, "pages/help.html", {"page_title": "Help"})


@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The statement that the accessibility regulations of 2018 (SI 2018/952) ask for."""
    return render(request, "pages/accessibility.html", {"page_title": "Accessibility statement"})


@require_safe
def privacy_notice(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, for how long."""
    return render(request, "pages/privacy.html", {"page_title": "Privacy"})


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages; not in production."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    form = ExampleForm({"on_day": "31", "on_month": "2"} if "errors" in request.GET else None)
    context = {
        "page_title": "Style guide",
        "form": form,
        "statuses": STATUS_WORDS,
        "today": date(2026, 4, 2),
        "page_obj": Paginator(range(500), 50).get_page(request.GET.get("page")),
        "identity_bar": {
            "name": "Example Child",
            "reference": "ABC234",
            "badges": [{"text": "Restricted", "colour": "purple"}],
            "facts": [
                {"label": "Age and year", "value": "14, Year 9"},
                {"label": "School since", "value": "Oakfield School, 4 September 2024", "url": "#"},
                {"label": "Social worker", "value": ""},
            ],
            "actions": [{"label": "Report a move", "url": "#"}],
        },
        "pupil_tabs": [
            {"label": "Overview", "url": "#", "is_current": True},
            {"label": "PEPs", "url": "#", "is_current": False},
        ],
        "conflict_fields": [{"label": "What went well", "mine": "Maths", "theirs": "Reading"}],
        "facts_of_overdue": {"due_on": date(2026, 3, 31), "soon_on": date(2026, 4, 7)},
    }
    return render(request, "pages/style_guide.html", context)
