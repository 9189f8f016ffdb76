"""No old plan is handed in as new unnoticed: what is unchanged is confirmed by name and day."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from peps.models import Pep, SectionConfirmation
from peps.reading.letter import letter_for
from peps.services import (
    PepUnconfirmed,
    complete_section,
    open_termly_peps,
    save_section,
    submit_pep,
)
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.calendars.models import CurrentDay

SPRING = date(2027, 1, 11)
READS_ALL = ROLE_PERMISSIONS[Role.VIRTUAL_SCHOOL_OFFICER]


@pytest.fixture
def copied(cast, complete, write_all) -> Pep:
    """Spring's plan, in which every answer is the last one's, word for word."""
    CurrentDay.objects.update(day=SPRING)
    open_termly_peps(SPRING)
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    write_all(pep, is_copy=True)
    return pep


def answers_again(cast, pep: Pep, *, but: str) -> None:
    """Something new in every section but one."""
    for row in pep.sections.exclude(key=but):
        fields = pep.form.section(row.key).fields
        field = next(f for f in fields if f.kind == "long" and f.is_asked(row.data))
        save_section(
            actor=cast.officer,
            pep=pep,
            key=row.key,
            answers={field.key: "Something new this term."},
            version=row.version,
        )


def test_a_copy_of_the_last_plan_is_refused_section_by_section(cast, copied):
    with pytest.raises(PepUnconfirmed) as refused:
        submit_pep(actor=cast.teacher, pep=copied)
    keys = [section.key for section in refused.value.sections]
    assert {"about_me", "new_targets", "leisure_and_learning"} <= set(keys)
    assert not SectionConfirmation.objects.exists()
    with pytest.raises(PepUnconfirmed) as refused:
        submit_pep(actor=cast.teacher, pep=copied, confirmed=keys[1:])
    assert [section.key for section in refused.value.sections] == keys[:1]
    assert submit_pep(actor=cast.teacher, pep=copied, confirmed=keys).state == "submitted"
    said = SectionConfirmation.objects.filter(section__pep=copied)
    assert {(row.confirmed_by, row.confirmed_on) for row in said} == {(cast.teacher, SPRING)}
    assert said.count() == len(keys)


def test_only_what_is_unchanged_is_asked_about(cast, copied):
    answers_again(cast, copied, but="leisure_and_learning")
    with pytest.raises(PepUnconfirmed) as refused:
        submit_pep(actor=cast.teacher, pep=copied)
    assert [section.key for section in refused.value.sections] == ["leisure_and_learning"]


def test_to_mark_it_as_finished_is_to_confirm_it_until_somebody_changes_a_word(cast, copied):
    answers_again(cast, copied, but="leisure_and_learning")
    row = copied.sections.get(key="leisure_and_learning")
    told = {"pep": copied, "key": row.key}
    complete_section(actor=cast.social_worker, version=row.version, **told)
    chapters = {
        chapter.key: chapter.unchanged
        for chapter in letter_for(pep=read(copied), permissions=READS_ALL, day=SPRING).chapters
    }
    assert chapters["leisure_and_learning"] == (
        "Unchanged since the last plan: still true on 11 January 2027, Social Worker."
    )
    assert not chapters["about_me"]
    before = dict(row.data)
    field = next(iter(before))
    for words in ("Something else.", before[field]):  # changed, and changed back
        row.refresh_from_db()
        save_section(actor=cast.teacher, answers={field: words}, version=row.version, **told)
    with pytest.raises(PepUnconfirmed):
        submit_pep(actor=cast.teacher, pep=copied)


def read(pep: Pep) -> Pep:
    return Pep.objects.as_on(SPRING).get(pk=pep.pk)


def test_a_confirmation_is_never_changed(cast, copied):
    row = copied.sections.first()
    complete_section(actor=cast.officer, pep=copied, key=row.key, version=row.version)
    with pytest.raises(DatabaseError), transaction.atomic():
        SectionConfirmation.objects.update(confirmed_on=date(2027, 1, 12))
    with pytest.raises(DatabaseError), transaction.atomic():
        SectionConfirmation.objects.all().delete()


def test_the_pages_ask_and_the_officer_sees_what_was_confirmed(cast, copied):
    answers_again(cast, copied, but="leisure_and_learning")
    client, url = signed_in(cast, "teacher"), reverse("peps:submit", args=[copied.ref])
    page = client.get(url).content.decode()
    assert "Unchanged since the last PEP: still true on 11 January 2027?" in page
    assert 'name="still_true" type="checkbox" value="leisure_and_learning"' in page
    assert 'value="about_me"' not in page
    seen = [f"{row.key}:{row.version}" for row in copied.sections.all()]
    answer = client.post(url, {"seen": seen}, follow=True).content.decode()
    assert "Confirm that it is still true, or change what is not." in answer
    assert "Error: " in answer
    client.post(url, {"seen": seen, "still_true": "leisure_and_learning"})
    copied.refresh_from_db()
    assert copied.state == "submitted"
    officer = signed_in(cast, "officer")
    said = "Unchanged since the last plan: still true on 11 January 2027, Teacher"
    for name in ("peps:assure", "peps:pep", "peps:read"):
        page = reverse(name, args=[copied.ref])
        assert said in officer.get(page).content.decode(), name
    assert queries_of(officer, reverse("peps:read", args=[copied.ref])) <= MOST_QUERIES
    assert (
        "Unchanged since the last plan: 1 of"
        in officer.get(reverse("peps:assure", args=[copied.ref])).content.decode()
    )
