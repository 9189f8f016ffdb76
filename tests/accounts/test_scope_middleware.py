"""The request's transaction: the web role, the user's name for the database, rollback."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory

from pupils.models import Pupil
from vsh.accounts.models import User
from vsh.accounts.scope import IdentifyUserMiddleware, ScopeMiddleware
from vsh.audit.models import ReadLog
from vsh.audit.services import record_read
from vsh.calendars import today

pytestmark = pytest.mark.django_db


def ask(view, user=None, path="/"):
    """Send a request through both middlewares to `view`."""
    request = RequestFactory().get(path)
    request.user = user
    return ScopeMiddleware(IdentifyUserMiddleware(view))(request)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0]


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_a_request_runs_as_the_web_role_and_names_its_user(cast):
    seen = {}

    def view(request):
        seen.update(role=current_role(), user=setting("vsh.user_id"), day=today())
        return HttpResponse()

    ask(view, cast.head)
    assert seen == {"role": "vsh_web", "user": str(cast.head.pk), "day": today()}
    assert current_role() == "vsh_owner"


def test_the_web_role_may_add_reads_but_neither_change_nor_delete_them(cast):
    def view(request):
        record_read(user=cast.head, page="test", pupil_ref=cast.ada.ref)
        return HttpResponse()

    ask(view, cast.head)
    assert ReadLog.objects.filter(pupil_ref=cast.ada.ref).count() == 1

    for forbidden in (
        lambda: ReadLog.objects.update(page="other"),
        lambda: ReadLog.objects.all().delete(),
    ):

        def tamper(request, forbidden=forbidden):
            forbidden()
            return HttpResponse()

        with pytest.raises(DatabaseError, match="permission denied"):
            ask(tamper, cast.head)
    assert ReadLog.objects.get().page == "test"


def test_a_change_carries_who_made_it(cast):
    def view(request):
        Pupil.objects.filter(pk=cast.ada.pk).update(known_as="Addie")
        return HttpResponse()

    ask(view, cast.head)
    event = cast.ada.events.order_by("-pgh_id").first()
    assert event.pgh_label == "update"
    assert event.known_as == "Addie"
    assert event.pgh_context["user"] == cast.head.pk


def test_history_cannot_be_rewritten_even_by_the_owner(cast):
    with pytest.raises(DatabaseError, match=r"append_only|Cannot"):
        cast.ada.events.update(known_as="Somebody else")


def test_a_server_error_rolls_everything_back(cast):
    def view(request):
        Pupil.objects.filter(pk=cast.ada.pk).update(known_as="Half written")
        return HttpResponse(status=500)

    ask(view, cast.head)
    cast.ada.refresh_from_db()
    assert cast.ada.known_as == ""


def test_a_template_is_rendered_inside_the_transaction(cast):
    roles = []

    class Watched(TemplateResponse):
        @property
        def rendered_content(self):
            roles.append(current_role())
            return ""

    ask(lambda request: Watched(request, "unused.html"), cast.head)
    assert roles == ["vsh_web"]


def test_a_user_without_memberships_may_do_nothing(cast):
    assert User.objects.get(pk=cast.outsider.pk).permissions == frozenset()
