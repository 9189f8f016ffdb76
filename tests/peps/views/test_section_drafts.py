"""A choice between two texts that waits: what its reader goes on writing is kept for them."""

import pytest

from peps.models import PepSection, SectionDraft
from peps.services import save_section
from tests.peps.views.section_pages import HTMX, url_of

MINE = {"version": "0", "leisure_interests": "Mine", "what_would_help": "A taxi there"}


def by_another(cast, pep, version=0, **answers):
    key = "leisure_and_learning"
    return save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=version)


@pytest.fixture
def refused(teacher, cast, ada_pep):
    """The teacher's words were refused, and then the page was closed."""
    by_another(cast, ada_pep, leisure_interests="Theirs")
    answer = teacher.post(url_of(ada_pep), MINE, **HTMX)
    assert answer.status_code == 409
    assert " data-kept" in answer.content.decode()
    return teacher


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_who_comes_back_finds_their_words_and_the_choice(refused, cast, ada_pep, headers):
    longer = MINE | {"draft": "yes", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), longer, **headers).status_code == 409
    page = refused.get(url_of(ada_pep))
    form, body = page.context["form"], page.content.decode()
    assert page.status_code == 200
    assert form["leisure_interests"].value() == "Mine"
    assert form["out_of_school_learning"].value() == "Choir"
    assert form["what_would_help"].value() == "A taxi there"
    assert "Kept for you, not yet part of the plan" in body
    assert 'name="version" value="0"' in body
    assert [f["key"] for f in page.context["conflict"]["fields"]] == ["leisure_interests"]
    chosen = longer | {"version": ["0", "1"], "choice_leisure_interests": "both"}
    assert refused.post(url_of(ada_pep), chosen, **headers).status_code in {200, 302}
    assert not SectionDraft.objects.exists()
    assert PepSection.objects.get().data == {
        "leisure_interests": "Theirs\n\nMine",
        "out_of_school_learning": "Choir",
        "what_would_help": "A taxi there",
    }
    assert "Kept for you" not in refused.get(url_of(ada_pep)).content.decode()


def test_nobody_else_finds_them(refused, client, cast, ada_pep):
    for person in (cast.officer, cast.head, cast.social_worker):
        client.force_login(person)
        body = client.get(url_of(ada_pep)).content.decode()
        assert "A taxi there" not in body
        assert "Kept for you" not in body
        assert client.post(url_of(ada_pep), {"put_away": "yes"}).status_code == 302
    assert SectionDraft.objects.count() == 1


def test_a_page_that_does_not_show_them_does_not_put_them_away(refused, ada_pep):
    other = {"version": "0", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), other, **HTMX).status_code == 200
    assert SectionDraft.objects.get().answers["leisure_interests"] == "Mine"


def test_after_the_conflict_is_over_they_wait_in_the_fields(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=1, leisure_interests="", out_of_school_learning="Choir")
    page = refused.get(url_of(ada_pep))
    assert "nobody else has changed the same" in page.content.decode()
    assert page.context["form"]["leisure_interests"].value() == "Mine"
    assert page.context["form"]["out_of_school_learning"].value() == "Choir"
    sent = MINE | {"draft": "yes", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), sent).status_code == 302
    assert PepSection.objects.get().data == {
        "leisure_interests": "Mine",
        "out_of_school_learning": "Choir",
        "what_would_help": "A taxi there",
    }
    assert not SectionDraft.objects.exists()


def test_what_the_plan_holds_by_now_is_put_away(refused, cast, ada_pep):
    both = {"leisure_interests": "Mine", "what_would_help": "A taxi there"}
    by_another(cast, ada_pep, version=1, **both)
    assert "A taxi there" in refused.get(url_of(ada_pep)).content.decode()
    assert not SectionDraft.objects.exists()


def test_once_the_plan_is_locked_they_can_be_copied_and_put_away(refused, ada_pep):
    type(ada_pep).objects.filter(pk=ada_pep.pk).update(state="complete")
    assert refused.post(url_of(ada_pep), MINE, **HTMX).status_code == 423
    body = refused.get(url_of(ada_pep)).content.decode()
    assert "You wrote this; it is not part of the plan" in body
    assert "A taxi there" in body
    assert "data-autosave" not in body
    away = refused.post(url_of(ada_pep), {"put_away": "yes"}, follow=True).content.decode()
    assert "are put away" in away
    assert "A taxi there" not in away
    assert not SectionDraft.objects.exists()


def test_what_a_refused_choice_has_settled_stays_settled(refused, cast, ada_pep):
    """Two answers wait; one is chosen, and the other has changed again meanwhile."""
    by_another(cast, ada_pep, version=1, what_would_help="A bus", leisure_interests="Theirs")
    chosen = {"choice_leisure_interests": "both", "choice_what_would_help": "theirs"}
    by_another(cast, ada_pep, version=2, what_would_help="A bus", out_of_school_learning="Choir")
    sent = MINE | {"draft": "yes", "version": "2", "out_of_school_learning": "Club"} | chosen
    again = refused.post(url_of(ada_pep), sent, **HTMX)
    body = again.content.decode()
    assert again.status_code == 409
    assert 'data-now="what_would_help" value="A bus"' in body
    assert 'data-now="leisure_interests" value="Theirs\n\nMine"' in body
    kept = SectionDraft.objects.get().answers
    assert (kept["leisure_interests"], kept["out_of_school_learning"]) == (
        "Theirs\n\nMine",
        "Club",
    )
    assert "what_would_help" not in kept
