"""Pages and an autosave, 10,000 children, against a floor: same middleware and layout, one query.

The floor of a page with a layout of its own: fifty rows of one table, read in one query. Of a page
in a child's record, whose layout says whose record it is: that child, read in one query, and fifty
plain rows. Bounds: 95th percentile at most 200 ms and at most twice the floor; at most 12 queries.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.views.generic import TemplateView

from peps.models import Pep
from pupils.models import Pupil
from pupils.pages import PupilPageMixin
from reporting.demonstration.seed import seed_demonstration
from tests.bench.measuring import Ratio, percentile
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.models import CurrentDay
from vsh.organisations.models import EducationSetting

CHILDREN = 10_000
DAY = date(2026, 11, 18)
REQUESTS = 200  # fewer leave the 95th percentile to chance
PASSWORD = "a password for benches"
SECTION = "childs_views"

Request = Callable[[], HttpResponseBase]


ROWS = 50
PLAIN = """{% extends layout %}{% block content %}<h1>Floor</h1><table class="govuk-table">
    {% for row in rows %}<tr><td>{{ row.name }}</td><td>{{ row.la_name }}</td><td>{{ row.phase }}
    </td><td>{{ row.town }}</td><td>{{ row.postcode }}</td></tr>{% endfor %}</table>
    {% endblock %}"""
FLOOR = engines["django"].from_string(PLAIN)


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    """Fifty rows in a plain table."""
    rows = EducationSetting.objects.all()[:ROWS]
    return HttpResponse(FLOOR.render({"rows": rows, "layout": "layouts/base.html"}, request))


class FloorOfChild(PupilPageMixin, TemplateView):
    """Fifty plain rows in the layout of a child's record."""

    permission = Permission.VIEW_PUPIL
    is_logged = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        rows = [EducationSetting(name=f"Row {n}") for n in range(ROWS)]
        context = self.get_context_data(rows=rows, layout="layouts/pupil.html")
        return HttpResponse(FLOOR.render(context, request))


urlpatterns = [
    path("bench/floor/", floor),
    path("bench/floor/<str:ref>/", FloorOfChild.as_view()),
    path("", include("vsh.urls")),
]


def run() -> list[Ratio]:
    """Measure each page against the floor."""
    CurrentDay.objects.update_or_create(id=1, defaults={"day": DAY})
    seed()
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        return measure()


def seed() -> None:
    """Ten thousand children, kept between runs."""
    if not Pupil.objects.exists():
        started = time.perf_counter()
        seed_demonstration(children=CHILDREN, seed=1, on=DAY, password=PASSWORD)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within a minute
        print(f"seeded {CHILDREN} children in {time.perf_counter() - started:.0f} s", flush=True)


def measure() -> list[Ratio]:
    """The 95th percentile of each page over that of the floor."""
    client = Client()
    client.force_login(
        User.objects.get(email="head@northshire.example"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    child = Pupil.objects.filter(authority__code="999", is_restricted=False).latest("pk")
    peps = Pep.objects.filter(pupil__authority__code="999", pupil__is_restricted=False)
    pep = peps.filter(state="complete").latest("pk")
    being_written = peps.filter(state="in_progress").latest("pk")
    lists = {
        "what is due": "/",
        "roll": "/pupils/",
        "roll, page 100": "/pupils/?page=100",
    }
    of_child = {
        "overview": f"/pupils/{child.ref}/",
        "deadlines": f"/pupils/{child.ref}/deadlines/",
        "timeline": f"/pupils/{child.ref}/timeline/",
        "a PEP": f"/peps/{pep.ref}/",
        "a section of a PEP": section_url(being_written),
    }
    plain = partial(client.get, "/bench/floor/")
    plain_of_child = partial(client.get, f"/bench/floor/{child.ref}/")
    found = [ratio(name, partial(client.get, lists[name]), plain) for name in lists]
    found += [ratio(name, partial(client.get, of_child[name]), plain_of_child) for name in of_child]
    return [*found, ratio("an autosave", autosaving(client, being_written), plain_of_child)]


def section_url(pep: Pep) -> str:
    """The page of the section that is measured."""
    return reverse("peps:section", args=[pep.ref, SECTION])


def autosaving(client: Client, pep: Pep) -> Request:
    """A save as the page makes it while somebody types, each over the version before."""
    row = pep.sections.filter(key=SECTION).first()
    versions = count(row.version if row else 0)

    def save() -> HttpResponseBase:
        version = next(versions)
        answers = {"going_well": f"Maths, and the {version}th word.", "version": str(version)}
        return client.post(section_url(pep), answers, headers={"HX-Request": "true"})

    return save


def ratio(name: str, request: Request, floor: Request) -> Ratio:
    """One page over its floor, with its queries."""
    floor_ms, milliseconds = timed(floor, request)
    queries = queries_of(name, request)
    return Ratio(
        name=name,
        value=milliseconds / floor_ms,
        bound=2.0,
        note=f"{milliseconds:.0f} ms (bound 200) on {floor_ms:.0f}, {queries} queries (bound 12)",
        is_within=milliseconds <= 200 and queries <= 12,
    )


def queries_of(name: str, request: Request) -> int:
    """How many queries the page needs, savepoints not counted."""
    with CaptureQueriesContext(connection) as captured:
        response = request()
    assert response.status_code == 200, (name, response.status_code)
    not_counted = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "RESET")
    return len([q for q in captured.captured_queries if not q["sql"].startswith(not_counted)])


def timed(*requests: Request) -> list[float]:
    """95th percentile of each in milliseconds; in turn, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in requests]
    for _ in range(REQUESTS):
        for request, found in zip(requests, times, strict=True):
            started = time.perf_counter()
            request()
            found.append((time.perf_counter() - started) * 1000)
    return [percentile(found, 95) for found in times]
