"""The page of a child: access, the log of reads, the identity bar, few queries."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.views.generic import View

from pupils.child_permissions import may_for, permissions_for
from pupils.form_pages import PupilFormPage
from pupils.identity import identity_bar
from pupils.pages import PupilPageMixin, load_pupil
from tests.cast import TODAY, Cast
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission, Role
from vsh.audit.models import ReadLog
from vsh.calendars.current_day import today_is


class ReadPage(PupilPageMixin, View):
    """The smallest page of a child."""

    permission = Permission.VIEW_PUPIL

    def get(self, request, ref):
        return HttpResponse(self.pupil.ref)

    post = get


def open_page(user: User, ref: str, *, method="GET", **headers: str) -> HttpResponse:
    request = RequestFactory().generic(method, "/", **headers)
    request.resolver_match = None
    request.user = User.objects.get(pk=user.pk)
    return ReadPage.as_view()(request, ref=ref)


@pytest.mark.parametrize("who", ["head", "officer", "social_worker", "teacher", "iro", "data"])
def test_who_works_with_the_child_opens_the_page(cast: Cast, who: str) -> None:
    assert open_page(cast.people[who], cast.ada.ref).status_code == 200
    log = ReadLog.objects.get()
    assert (log.user, log.pupil_ref, log.page) == (cast.people[who], cast.ada.ref, "ReadPage")


@pytest.mark.parametrize("who", ["other_social_worker", "other_teacher", "south_head"])
def test_who_does_not_gets_404_and_no_line_in_the_log(cast: Cast, who: str) -> None:
    with pytest.raises(Http404):
        open_page(cast.people[who], cast.ada.ref)
    assert not ReadLog.objects.exists()


def test_a_form_page_without_its_service_does_not_open(cast: Cast) -> None:
    class Forgetful(PupilFormPage):
        permission = Permission.VIEW_PUPIL

    request = RequestFactory().get("/")
    request.user = cast.head
    with pytest.raises(TypeError, match="act"):
        Forgetful.as_view()(request, ref=cast.ada.ref)


def test_a_get_is_logged_even_when_it_calls_itself_a_fragment(cast: Cast) -> None:
    open_page(cast.head, cast.ada.ref, HTTP_HX_REQUEST="true")
    assert ReadLog.objects.count() == 1


def test_an_autosave_is_not_logged(cast: Cast) -> None:
    open_page(cast.head, cast.ada.ref, method="POST", HTTP_HX_REQUEST="true")
    assert not ReadLog.objects.exists()


def test_a_role_in_another_authority_does_not_reach_this_child(cast: Cast) -> None:
    """A teacher at Oakfield who is also a social worker in Northshire: Cam is Southmoor's."""
    Membership.objects.create(
        user=cast.teacher,
        role=Role.SOCIAL_WORKER,
        authority=cast.northshire,
        starts_on=TODAY,
    )
    teacher = User.objects.get(pk=cast.teacher.pk)
    assert teacher.may(Permission.VIEW_CARE)
    assert may_for(teacher, Permission.VIEW_PUPIL, cast.cam)
    assert not may_for(teacher, Permission.VIEW_CARE, cast.cam)


def test_the_bar_names_school_people_and_placement(cast: Cast) -> None:
    pupil = load_pupil(user=cast.head, ref=cast.ada.ref)
    bar = identity_bar(pupil, permissions=permissions_for(cast.head, pupil), day=TODAY)
    facts = {fact["label"]: fact["value"] for fact in bar["facts"]}
    assert bar["name"] == "Ada Canaryada"
    assert facts["Age and year"] == "14, Year 9"
    assert facts["School"] == "Oakfield School, since 1 September 2025"
    assert facts["Placement"] == "In authority, since 2 February 2026"
    assert facts["Social worker"] == "Social Worker"
    assert facts["IRO"] == "Iro"
    assert facts["Officer"] == "Officer"


@pytest.mark.parametrize(
    ("hours", "words"),
    [("12.0", "Oakfield School, part time, 12 hours a week, since"), (None, "part time, since")],
)
def test_the_bar_says_that_the_place_is_part_time(cast: Cast, hours, words) -> None:
    cast.ada.enrolments.update(is_full_time=False, hours_a_week=hours)
    pupil = load_pupil(user=cast.head, ref=cast.ada.ref)
    bar = identity_bar(pupil, permissions=permissions_for(cast.head, pupil), day=TODAY)
    (school,) = [fact["value"] for fact in bar["facts"] if fact["label"] == "School"]
    assert words in school


def test_a_teacher_sees_no_placement(cast: Cast) -> None:
    pupil = load_pupil(user=cast.teacher, ref=cast.ada.ref)
    bar = identity_bar(pupil, permissions=permissions_for(cast.teacher, pupil), day=TODAY)
    assert "Placement" not in {fact["label"] for fact in bar["facts"]}


def test_a_child_loads_in_two_queries(cast: Cast, django_assert_num_queries) -> None:
    user = User.objects.get(pk=cast.head.pk)
    with today_is(TODAY), django_assert_num_queries(2):  # memberships, the child
        load_pupil(user=user, ref=cast.ada.ref)
