"""A section that two people write at once: both texts are shown, and no word is lost."""

import pytest
from django.urls import reverse

from peps.models import PepSection, SectionDraft
from peps.services import change_variant, save_section
from tests.peps.views.section_pages import HTMX, LEISURE, url_of


def test_a_stale_autosave_shows_both_texts(teacher, cast, ada_pep):
    theirs = {"leisure_interests": "Their words"}
    save_section(
        actor=cast.officer, pep=ada_pep, key="leisure_and_learning", answers=theirs, version=0
    )
    answer = teacher.post(
        url_of(ada_pep), {"version": "0", "leisure_interests": "My words"}, **HTMX
    )
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "My words" in body
    assert "Their words" in body
    assert 'data-version="1"' in body
    assert PepSection.objects.get().data == theirs


def test_a_stale_save_without_javascript_shows_both_texts_and_lets_one_choose(
    teacher, cast, ada_pep
):
    theirs = {"leisure_interests": "Their words"}
    save_section(
        actor=cast.officer, pep=ada_pep, key="leisure_and_learning", answers=theirs, version=0
    )
    mine = {"version": "0", "leisure_interests": "My words"}
    answer = teacher.post(url_of(ada_pep), mine)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert body.count("My words") == 2  # beside theirs, and still in the field
    assert "Kept for you, not yet part of the plan – somebody else" in body
    assert "<title>Error: " in body
    assert 'href="#conflict-heading">Somebody else has changed the same' in body
    assert ">Saved" not in body
    assert "Their words" in body
    assert 'name="seen_leisure_interests" value="0"' in body
    assert 'name="version" value="1"' in body
    mine |= {"version": "1", "seen_leisure_interests": "0"}
    mine["choice_leisure_interests"] = "mine"
    assert teacher.post(url_of(ada_pep), mine).status_code == 409, "its button was not pressed"
    kept = teacher.post(url_of(ada_pep), {**mine, "version": ["1", "1"]})
    assert kept.status_code == 302
    assert PepSection.objects.get().data["leisure_interests"] == "My words"


def test_a_save_without_a_version_overwrites_nothing(teacher, cast, ada_pep):
    save_section(
        actor=cast.officer, pep=ada_pep, key="leisure_and_learning", answers=LEISURE, version=0
    )
    for version in ({}, {"version": "latest"}):
        answer = teacher.post(url_of(ada_pep), {"leisure_interests": "Mine", **version}, **HTMX)
        assert answer.status_code == 409
    assert PepSection.objects.get().data == LEISURE


def test_what_was_not_sent_is_not_wiped(teacher, ada_pep):
    teacher.post(url_of(ada_pep), {"version": "0", **LEISURE}, **HTMX)
    teacher.post(url_of(ada_pep), {"version": "1", "leisure_interests": "Diving"}, **HTMX)
    assert PepSection.objects.get().data["out_of_school_learning"] == "Homework club"


def test_what_changed_since_you_looked_is_marked(teacher, cast, ada_pep):
    page = reverse("peps:pep", kwargs={"ref": ada_pep.ref})
    teacher.post(url_of(ada_pep), {"version": "0", **LEISURE}, **HTMX)
    assert "Changed since you looked" not in teacher.get(page).content.decode()
    save_section(
        actor=cast.social_worker,
        pep=ada_pep,
        key="leisure_and_learning",
        answers={"leisure_interests": "Diving"},
        version=1,
    )
    assert (
        f"Changed since you looked, by {cast.social_worker}" in teacher.get(page).content.decode()
    )
    teacher.get(url_of(ada_pep))
    assert "Changed since you looked" not in teacher.get(page).content.decode()


LONG = "x" * 4000


def by_another(cast, pep, version=0, key="leisure_and_learning", **answers):
    return save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=version)


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_two_texts_that_are_too_long_together_wait_for_another_choice(
    teacher, cast, ada_pep, headers
):
    by_another(cast, ada_pep, leisure_interests=LONG)
    both = {
        "version": ["1", "1"],
        "seen_leisure_interests": "0",
        "leisure_interests": "y" * 4000,
        "what_would_help": "A lift",
        "choice_leisure_interests": "both",
    }
    answer = teacher.post(url_of(ada_pep), both, **headers)
    assert answer.status_code == 409
    assert "both texts together are longer than 5,000 characters" in answer.content.decode()
    data = {"leisure_interests": LONG, "what_would_help": "A lift"}
    assert PepSection.objects.get().data == data


def test_what_is_not_valid_yet_is_written_over_nobody(teacher, cast, ada_pep):
    by_another(cast, ada_pep, leisure_interests="Old")
    by_another(cast, ada_pep, version=1, leisure_interests="New", what_would_help="A lift")
    mine = {"version": "1", "leisure_interests": "x" * 5001, "what_would_help": ""}
    answer = teacher.post(url_of(ada_pep), mine, **HTMX)
    assert answer.status_code == 409
    kept = teacher.post(
        url_of(ada_pep),
        mine | {"version": ["2", "2"], "choice_leisure_interests": "theirs"},
        **HTMX,
    ).content.decode()
    assert 'data-now="leisure_interests" value="New"' in kept
    assert "Changed by somebody else" not in kept, "it was chosen"
    assert "Not saved" not in kept, "what was given up is no problem"
    assert PepSection.objects.get().data["leisure_interests"] == "New"


def test_a_page_shown_again_with_a_problem_takes_back_nothing_of_others(teacher, cast, ada_pep):
    by_another(cast, ada_pep, leisure_interests="Old", out_of_school_learning="Old")
    by_another(cast, ada_pep, version=1, out_of_school_learning="New")
    mine = {"version": "1", "leisure_interests": "x" * 5001, "out_of_school_learning": "Old"}
    page = teacher.post(url_of(ada_pep), mine)
    assert page.context["form"]["out_of_school_learning"].value() == "New"


def test_a_page_that_names_no_version_is_refused_where_nobody_has_written(teacher, ada_pep):
    assert teacher.post(url_of(ada_pep), {"leisure_interests": "Mine"}, **HTMX).status_code == 409


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_conflict_in_one_answer_lets_the_others_be_saved(teacher, cast, ada_pep, headers):
    by_another(cast, ada_pep, leisure_interests="Old", out_of_school_learning="Old")
    by_another(cast, ada_pep, version=1, leisure_interests="Theirs", what_would_help="A lift")
    mine = {
        "version": "1",
        "leisure_interests": "Mine",
        "out_of_school_learning": "Mine too",
        "what_would_help": "",
    }
    answer = teacher.post(url_of(ada_pep), mine, **headers)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "All your other answers are saved" in body
    assert f"{cast.officer} saved this" in body
    if headers:
        assert 'data-now="what_would_help" value="A lift"' in body
        assert 'data-now="out_of_school_learning"' not in body
    else:
        assert answer.context["form"]["out_of_school_learning"].value() == "Mine too"
        assert answer.context["form"]["what_would_help"].value() == "A lift"
    saved = {"out_of_school_learning": "Mine too", "what_would_help": "A lift"}
    assert PepSection.objects.get().data == saved | {"leisure_interests": "Theirs"}
    mine |= saved | {"version": "3", "seen_leisure_interests": "1"}
    # Who goes on writing in another answer is in conflict with none of their own words.
    mine["out_of_school_learning"] = "Mine too, longer"
    again = teacher.post(url_of(ada_pep), mine, **headers)
    assert again.status_code == 409
    assert f"{cast.officer} saved this" in again.content.decode(), "not the teacher, who did last"
    assert PepSection.objects.get().data["out_of_school_learning"] == "Mine too, longer"
    chosen = mine | {"version": ["4", "4"], "choice_leisure_interests": "both"}
    assert teacher.post(url_of(ada_pep), chosen).status_code == 302
    assert PepSection.objects.get().data == {
        "leisure_interests": "Theirs\n\nMine",
        "out_of_school_learning": "Mine too, longer",
        "what_would_help": "A lift",
    }


def test_who_typed_on_in_what_somebody_else_changed_chooses_once(teacher, cast, ada_pep):
    """The page goes on from the version that it was told, and says what it saw of that answer."""
    by_another(cast, ada_pep, leisure_interests="Theirs")
    first = {"version": "0", "leisure_interests": "", "what_would_help": "A lift"}
    assert 'data-version="2"' in teacher.post(url_of(ada_pep), first, **HTMX).content.decode()
    typed = {"version": "2", "seen_leisure_interests": "0", "leisure_interests": "Mine"}
    typed["what_would_help"] = "A lift home"
    answer = teacher.post(url_of(ada_pep), typed, **HTMX)
    assert answer.status_code == 409
    assert [field["key"] for field in answer.context["fields"]] == ["leisure_interests"]
    data = {"leisure_interests": "Theirs", "what_would_help": "A lift home"}
    assert PepSection.objects.get().data == data


def test_a_day_lags_behind_by_any_of_its_inputs(teacher, cast, ada_pep):
    by_another(cast, ada_pep, key="meeting", held_on="2026-11-03")
    by_another(cast, ada_pep, key="meeting", version=1, held_on="2026-11-04")
    sent = {"held_on_day": "5", "held_on_month": "11", "held_on_year": "2026", "version": "2"}
    answer = teacher.post(url_of(ada_pep, "meeting"), sent | {"seen_held_on_day": "1"}, **HTMX)
    assert answer.status_code == 409
    assert 'name="seen_held_on" value="1"' in answer.content.decode()
    assert PepSection.objects.get().data["held_on"] == "2026-11-04"


def test_a_choice_over_what_changed_again_waits_as_it_was_typed(teacher, cast, ada_pep):
    by_another(cast, ada_pep, leisure_interests="Theirs", what_would_help="Theirs")
    mine = {"version": "0", "leisure_interests": "Mine", "what_would_help": "Mine"}
    mine["page"] = "one"
    assert teacher.post(url_of(ada_pep), mine, **HTMX).status_code == 409
    by_another(cast, ada_pep, version=1, leisure_interests="Theirs, longer")
    mine |= {"version": ["1", "1"]}
    mine |= {"seen_leisure_interests": "0", "seen_what_would_help": "0"}
    mine |= {"choice_leisure_interests": "both", "choice_what_would_help": "both"}
    answer = teacher.post(url_of(ada_pep), mine, **HTMX)
    assert answer.status_code == 409
    assert 'data-now="what_would_help" value="Theirs\n\nMine"' in answer.content.decode()
    (field,) = answer.context["fields"]
    assert (field["mine"], field["theirs"]) == ("Mine", "Theirs, longer")
    draft = SectionDraft.objects.get()
    assert (draft.question, draft.text) == ("leisure_interests", "Mine")
    data = {"leisure_interests": "Theirs, longer", "what_would_help": "Theirs\n\nMine"}
    assert PepSection.objects.get().data == data


def test_a_choice_that_somebody_else_made_stands_on_the_page_where_none_is(teacher, cast, ada_pep):
    """A browser sends nothing for it, and the next choice made there would take theirs back."""

    def saved_by_officer(**answers):
        row = PepSection.objects.get()
        save_section(
            actor=cast.officer,
            pep=ada_pep,
            key="about_me",
            answers=answers,
            version=row.version,
        )

    url = url_of(ada_pep, "about_me")
    teacher.post(url, {"version": "0", "what_i_like": "Maps"}, **HTMX)
    saved_by_officer(how_told="said")
    sent = {"version": "1", "what_i_like": "Maps and trains"}
    body = teacher.post(url, sent, **HTMX).content.decode()
    assert 'data-now="how_told" value="said"' in body
    assert "Changed by somebody else meanwhile" in body
    saved_by_officer(how_told="another_way", what_i_like="Boats")
    conflict = teacher.post(url, {"version": "1", "what_i_like": "Trains"}, **HTMX)
    assert conflict.status_code == 409
    assert 'data-now="how_told" value="another_way"' in conflict.content.decode()


@pytest.mark.parametrize("button", ["autosave", "save", "finish"])
def test_a_choice_of_another_form_is_nobodys_here(client, cast, ada_pep, button):
    """It stays on record; the page, which cannot hold it, neither shows nor waits for it."""
    client.force_login(cast.social_worker)
    save_section(
        actor=cast.officer,
        pep=ada_pep,
        key="school_and_key_people",
        answers={"attends": "full_time"},
        version=0,
    )
    named = {"variant": "interim", "reason": "No place."}
    ada_pep = change_variant(actor=cast.officer, pep=ada_pep, **named)
    url = url_of(ada_pep, "school_and_key_people")
    sent = {"variant": "interim", "key_adult": "Ms Lee"}

    def version():
        return {"version": PepSection.objects.get().version}

    if button == "autosave":
        first = client.post(url, sent | version(), **HTMX).content.decode()
        assert "data-now" not in first
        longer = {"key_adult": "Ms Lee, daily"}
        assert client.post(url, sent | version() | longer, **HTMX).status_code == 200
        seen = version()
        by_another(cast, ada_pep, key="school_and_key_people", **seen, key_adult="Mr Roy")
        conflict = client.post(url, sent | seen, **HTMX)
        assert conflict.status_code == 409
        assert 'data-now="attends"' not in conflict.content.decode()
    else:
        shown = client.post(url, sent | version() | {button: "yes"}, follow=True)
        assert shown.status_code == 200
        assert "Changed by somebody else" not in shown.content.decode()
        assert PepSection.objects.get().data["key_adult"] == "Ms Lee"
    assert PepSection.objects.get().data["attends"] == "full_time"
