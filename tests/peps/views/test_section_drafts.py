"""A choice between two texts that waits: what its reader goes on writing is kept for them."""

import pytest
from django.utils import timezone

from peps.models import PepSection, SectionDraft
from peps.reading.section_rows import sections_of
from peps.schema import CURRENT_VERSION, Kind, form
from peps.services import change_variant, put_away_what_is_in_the_plan, save_section
from tests.peps.views.section_pages import HTMX, url_of

MINE = {"version": "0", "leisure_interests": "Mine", "what_would_help": "A taxi there"}
WAITS = {
    "version": "2",
    "seen_leisure_interests": "0",
    "draft": "leisure_interests",
    "leisure_interests": "Mine",
}


def by_another(cast, pep, version=0, **answers):
    key = "leisure_and_learning"
    return save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=version)


@pytest.fixture
def refused(teacher, cast, ada_pep):
    """One answer of the teacher's waits for a choice, and then the page was closed."""
    by_another(cast, ada_pep, leisure_interests="Theirs")
    answer = teacher.post(url_of(ada_pep), MINE, **HTMX)
    assert answer.status_code == 409
    assert " data-kept" in answer.content.decode()
    return teacher


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_who_comes_back_finds_their_words_and_the_choice(refused, cast, ada_pep, headers):
    longer = WAITS | {"leisure_interests": "Mine, longer", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), longer, **headers).status_code == 409
    page = refused.get(url_of(ada_pep))
    form, body = page.context["form"], page.content.decode()
    assert page.status_code == 200
    assert form["leisure_interests"].value() == "Mine, longer"
    assert form["out_of_school_learning"].value() == "Choir"
    assert form["what_would_help"].value() == "A taxi there"
    assert "Kept for you, not yet part of the plan" in body
    assert "All your other answers are saved" in body
    assert 'name="version" value="3"' in body
    assert body.count('name="seen_leisure_interests" value="0"') == 1
    assert body.count('name="draft" value="leisure_interests"') == 1
    assert [f["key"] for f in page.context["conflict"]["fields"]] == ["leisure_interests"]
    chosen = longer | {"version": ["3", "3"], "choice_leisure_interests": "both"}
    assert refused.post(url_of(ada_pep), chosen, **headers).status_code in {200, 302}
    assert not SectionDraft.objects.exists()
    assert PepSection.objects.get().data == {
        "leisure_interests": "Theirs\n\nMine, longer",
        "out_of_school_learning": "Choir",
        "what_would_help": "A taxi there",
    }
    assert "Kept for you" not in refused.get(url_of(ada_pep)).content.decode()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_the_other_window_of_one_person_shows_both_of_their_texts(refused, ada_pep, headers):
    other = {"version": "0", "leisure_interests": "Another"}
    answer = refused.post(url_of(ada_pep), other, **headers)
    body, both = answer.content.decode(), "Mine\n\nAnother"
    assert SectionDraft.objects.get().answers == {"leisure_interests": both}
    assert f'data-now="leisure_interests" value="{both}"' in body
    assert ('name="draft"' in body) is not bool(headers), "who has typed on has not taken it over"
    assert headers or answer.context["form"]["leisure_interests"].value() == both


def test_nobody_else_finds_them(refused, client, cast, ada_pep):
    for person in (cast.officer, cast.head, cast.social_worker):
        client.force_login(person)
        page = client.get(url_of(ada_pep))
        assert "Kept for you" not in page.content.decode()
        assert "Mine" not in page.content.decode()
        assert client.post(url_of(ada_pep), {"put_away": "yes"}).status_code == 302
    assert SectionDraft.objects.get().answers == {"leisure_interests": "Mine"}


def test_two_windows_of_one_person_put_away_only_what_each_of_them_shows(refused, cast, ada_pep):
    other = {"version": "2", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), other, **HTMX).status_code == 200
    assert SectionDraft.objects.get().answers == {"leisure_interests": "Mine"}
    by_another(cast, ada_pep, version=3, out_of_school_learning="Chess")
    other |= {"version": "3", "out_of_school_learning": "Choir on Fridays"}
    assert refused.post(url_of(ada_pep), other, **HTMX).status_code == 409
    draft = SectionDraft.objects.get()
    both = {"leisure_interests": "Mine", "out_of_school_learning": "Choir on Fridays"}
    assert (draft.answers, draft.seen) == (both, dict(zip(both, (0, 3), strict=True)))
    chosen = WAITS | {"version": ["4", "4"], "choice_leisure_interests": "mine"}
    assert refused.post(url_of(ada_pep), chosen, **HTMX).status_code == 200
    assert [*SectionDraft.objects.get().answers] == ["out_of_school_learning"]


def test_after_the_conflict_is_over_they_wait_in_the_fields(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="", out_of_school_learning="Choir")
    page = refused.get(url_of(ada_pep))
    body = page.content.decode()
    assert "nobody else has changed the same" in body
    assert 'name="draft" value="leisure_interests"' in body
    assert 'name="seen_leisure_interests" value="0"' in body
    assert page.context["form"]["leisure_interests"].value() == "Mine"
    assert page.context["form"]["out_of_school_learning"].value() == "Choir"
    sent = WAITS | {"version": "3", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), sent).status_code == 302
    assert PepSection.objects.get().data == {
        "leisure_interests": "Mine",
        "out_of_school_learning": "Choir",
        "what_would_help": "A taxi there",
    }
    assert not SectionDraft.objects.exists()


def test_what_the_plan_holds_by_now_is_put_away(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="Mine")
    assert "Mine" in refused.get(url_of(ada_pep)).content.decode()
    assert not SectionDraft.objects.exists()


def test_once_the_plan_is_locked_they_can_be_copied_and_put_away(refused, ada_pep):
    type(ada_pep).objects.filter(pk=ada_pep.pk).update(state="complete")
    assert refused.post(url_of(ada_pep), MINE, **HTMX).status_code == 423
    late = refused.post(url_of(ada_pep), WAITS).content.decode()
    assert 'name="seen_leisure_interests" value="0"' in late, "if the plan is unlocked"
    body = refused.get(url_of(ada_pep)).content.decode()
    assert "You wrote this; it is not part of the plan" in body
    assert "<dd>Mine</dd>" in body
    assert "data-autosave" not in body
    away = refused.post(url_of(ada_pep), {"put_away": "yes"}, follow=True).content.decode()
    assert "are put away" in away
    assert "<dd>Mine</dd>" not in away
    assert not SectionDraft.objects.exists()


def test_a_look_at_another_form_puts_nothing_away(teacher, cast, ada_pep):
    key, of_now = "attainment_and_progress", ada_pep.variant
    of_other = "primary" if of_now != "primary" else "secondary"
    asked = {f.key for f in form(CURRENT_VERSION, of_other).section(key).fields}
    own = next(
        f.key
        for f in ada_pep.form.section(key).fields
        if f.key not in asked and f.kind is Kind.LONG
    )
    save_section(actor=cast.officer, pep=ada_pep, key=key, answers={own: "Theirs"}, version=0)
    mine = {"version": "0", own: "Mine and long"}
    assert teacher.post(url_of(ada_pep, key), mine, **HTMX).status_code == 409
    change_variant(actor=cast.officer, pep=ada_pep, variant=of_other, reason="A mistake")
    assert teacher.get(url_of(ada_pep, key)).status_code == 200
    change_variant(actor=cast.officer, pep=ada_pep, variant=of_now, reason="Put right")
    assert "Mine and long" in teacher.get(url_of(ada_pep, key)).content.decode()


def test_a_look_puts_away_only_the_words_that_it_read(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="Mine")
    row = next(iter(sections_of(ada_pep, reader=cast.teacher)))
    SectionDraft.objects.update(answers={"leisure_interests": "More"}, written_at=timezone.now())
    put_away_what_is_in_the_plan(actor=cast.teacher, row=row)
    assert SectionDraft.objects.get().answers == {"leisure_interests": "More"}
    SectionDraft.objects.update(answers={"leisure_interests": "Mine"})
    assert "Kept for you" not in refused.get(url_of(ada_pep)).content.decode()
    assert not SectionDraft.objects.exists()
