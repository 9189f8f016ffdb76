"""Who opens which page of a PEP: role × relation, and what a closed page gives away."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.services import initiate_pep, submit_pep
from pupils.models import Enrolment
from tests.cast import TODAY
from vsh.audit.models import ReadLog

READERS = [
    "head",
    "officer",
    "social_worker",
    "team_manager",
    "teacher",
    "head_teacher",
    "iro",
]
STRANGERS = [
    "other_social_worker",
    "other_teacher",
    "send_officer",  # Ada has no EHC plan
    "adviser",
    "south_head",
]
WITHOUT_ANY = ["data", "school_staff", "director", "member", "south_director", "outsider"]
PAGES = ["peps:pep", "peps:read"]


def without_token(answer) -> str:
    """The page without what differs at every request."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def get(client, user, name, **kwargs):
    client.force_login(user)
    return client.get(reverse(name, kwargs=kwargs))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", READERS)
def test_readers_read(client, cast, ada_pep, page, person):
    assert get(client, cast.people[person], page, ref=ada_pep.ref).status_code == 200


def test_the_reviewing_officer_reads_a_plan_in_every_state_and_no_page_says_otherwise(
    client, cast, ada_pep, write_all
):
    body = get(client, cast.iro, "peps:read", ref=ada_pep.ref).content.decode()
    assert "This plan is still being written." in body
    write_all(ada_pep)
    submit_pep(actor=cast.teacher, pep=ada_pep)
    body = get(client, cast.iro, "peps:pep", ref=ada_pep.ref).content.decode()
    assert "It is ready for the reviewing officer." in body
    assert "can read it from" not in body


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", STRANGERS)
def test_for_strangers_there_is_no_pep(client, cast, ada_pep, page, person):
    answer = get(client, cast.people[person], page, ref=ada_pep.ref)
    nothing = get(client, cast.people[person], page, ref="nothing")
    assert answer.status_code == nothing.status_code == 404
    assert without_token(answer) == without_token(nothing)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", WITHOUT_ANY)
def test_roles_that_read_no_pep(client, cast, ada_pep, page, person):
    assert get(client, cast.people[person], page, ref=ada_pep.ref).status_code == 403


@pytest.mark.parametrize(
    ("page", "state", "allowed"),
    [
        ("peps:submit", "in_progress", {"head", "officer", "social_worker", "teacher"}),
        ("peps:return", "submitted", {"head", "officer"}),
        ("peps:assure", "submitted", {"head", "officer"}),
        ("peps:complete", "quality_assured", {"head", "officer"}),
        ("peps:unlock", "complete", {"head"}),
        ("peps:not_required", "in_progress", {"head", "officer"}),
        ("peps:take_back", "not_required", {"head", "officer"}),
        ("peps:change_form", "in_progress", {"head", "officer", "social_worker", "teacher"}),
    ],
)
@pytest.mark.parametrize("person", READERS)
def test_who_opens_the_page_of_an_action(client, cast, ada_pep, page, state, allowed, person):
    Pep.objects.filter(pk=ada_pep.pk).update(state=state)
    expected = 200 if person in allowed else 403
    assert get(client, cast.people[person], page, ref=ada_pep.ref).status_code == expected


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("peps:return", "in_progress"),
        ("peps:complete", "submitted"),
        ("peps:unlock", "submitted"),
        ("peps:not_required", "complete"),
        ("peps:take_back", "submitted"),
        ("peps:change_form", "submitted"),
    ],
)
def test_an_action_that_is_refused_now_leads_back_to_the_plan(client, cast, ada_pep, page, state):
    Pep.objects.filter(pk=ada_pep.pk).update(state=state)
    assert get(client, cast.head, page, ref=ada_pep.ref).status_code == 302
    body = get(client, cast.head, "peps:pep", ref=ada_pep.ref).content.decode()
    assert "This PEP has moved on since: look at where it stands now." in body
    assert get(client, cast.iro, page, ref=ada_pep.ref).status_code == 403


def test_a_pep_moves_with_the_child(client, cast):
    pep = initiate_pep(actor=cast.officer, pupil=cast.ben)
    assert get(client, cast.other_teacher, "peps:pep", ref=pep.ref).status_code == 200
    for page in (*PAGES, "peps:submit"):
        assert get(client, cast.teacher, page, ref=pep.ref).status_code == 404
    for page in ("peps:of_pupil",):
        assert get(client, cast.teacher, page, ref=cast.ben.ref).status_code == 404


def test_a_former_school_cannot_write_either(client, cast, ada_pep):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    client.force_login(cast.teacher)
    url = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "about_me"})
    assert client.post(url, {"version": "0", "what_i_like": "Art"}).status_code == 404


def test_one_teacher_reads_the_peps_of_two_authorities(client, cast, ada_pep):
    pep = initiate_pep(actor=cast.south_head, pupil=cast.cam)
    for each in (ada_pep, pep):
        assert get(client, cast.teacher, "peps:pep", ref=each.ref).status_code == 200


def test_anonymous_people_sign_in_first(client, ada_pep):
    answer = client.get(reverse("peps:pep", kwargs={"ref": ada_pep.ref}))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


def test_reading_is_on_record(client, cast, complete):
    for name in ("peps:pep", "peps:read", "peps:pdf"):
        get(client, cast.iro, name, ref=complete.ref)
    get(client, cast.iro, "peps:of_pupil", ref=cast.ada.ref)
    read = ReadLog.objects.filter(user=cast.iro, pupil_ref=cast.ada.ref)
    assert [entry.page for entry in read.order_by("id")] == [
        "peps:pep",
        "peps:read",
        "peps:pdf",
        "peps:of_pupil",
    ]


def test_the_pdf_is_given_to_readers_only(client, cast, complete):
    answer = get(client, cast.teacher, "peps:pdf", ref=complete.ref)
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "Canary" not in answer["Content-Disposition"]
    assert get(client, cast.other_teacher, "peps:pdf", ref=complete.ref).status_code == 404
    assert get(client, cast.school_staff, "peps:pdf", ref=complete.ref).status_code == 403


def test_there_is_no_pdf_before_completion(client, cast, ada_pep):
    assert get(client, cast.officer, "peps:pdf", ref=ada_pep.ref).status_code == 404


CARE_ONLY = ["12 Hidden Lane", "NS1 1AA", "Full care order"]


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("social_worker", True),
        ("officer", True),
        ("iro", True),
        ("teacher", False),
        ("head_teacher", False),
    ],
)
@pytest.mark.parametrize("page", ["peps:section", "peps:read"])
def test_what_school_may_not_know_is_on_no_page_of_theirs(
    client, cast, ada_pep, write_all, page, person, sees
):
    write_all(ada_pep)
    section = ada_pep.sections.get(key="care_and_contacts")
    section.data["care_only_note"] = "12 Hidden Lane"
    section.save()
    kwargs = {"ref": ada_pep.ref}
    if page == "peps:section":
        kwargs["key"] = "care_and_contacts"
    body = get(client, cast.people[person], page, **kwargs).content.decode()
    assert "Words about carer" in body
    for words in CARE_ONLY:
        assert (words in body) is sees


def test_the_child_s_name_is_not_in_a_title(client, cast, ada_pep):
    for name in ("peps:pep", "peps:read", "peps:submit"):
        body = get(client, cast.officer, name, ref=ada_pep.ref).content.decode()
        assert "Canary" not in body[body.index("<title>") : body.index("</title>")]
