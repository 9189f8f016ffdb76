"""A choice between two texts that waits: what its reader goes on writing is kept for them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from peps.models import PepSection, SectionDraft
from peps.rules.kept import OpenPage, Stamp
from peps.schema import CURRENT_VERSION, Kind, form
from peps.services import Lag, StaleSection, change_variant, save_section
from tests.peps.views.section_pages import HTMX, url_of

MINE = {
    "version": "0",
    "page": "first",
    "leisure_interests": "Mine",
    "what_would_help": "A taxi there",
}
WAITS = {
    "version": "2",
    "page": "first",
    "seen_leisure_interests": "0",
    "leisure_interests": "Mine",
}


def by_another(cast, pep, version=0, **answers):
    key = "leisure_and_learning"
    return save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=version)


def stamp(**of):
    draft = SectionDraft.objects.get(**of)
    return Stamp(draft.pk, draft.written_at)


def shown_on(page):
    """What the page sends of itself."""
    opened = page.context["open_page"]
    return {"page": opened.ref, "shown": [str(stamp) for stamp in opened.shown]}


def texts():
    return {(d.question, d.text) for d in SectionDraft.objects.all()}


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
    assert body.count(f'name="shown" value="{stamp()}"') == 1
    assert f'name="page" value="{page.context["open_page"].ref}"' in body
    longer |= shown_on(page)
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
def test_another_page_of_one_person_shows_what_it_sent_and_the_newest_first(
    refused, ada_pep, headers
):
    other = {"version": "0", "page": "other", "leisure_interests": "Another"}
    answer = refused.post(url_of(ada_pep), other, **headers)
    body = answer.content.decode()
    context = answer.context if headers else answer.context["conflict"]
    assert [field["mine"] for field in context["fields"]] == ["Another"]
    assert texts() == {("leisure_interests", "Mine"), ("leisure_interests", "Another")}
    assert headers or 'name="page" value="other"' in body, "it is the same page"
    assert headers or f'name="put_away" value="{stamp(page="first")}"' in body
    page = refused.get(url_of(ada_pep))
    body = page.content.decode()
    assert page.context["form"]["leisure_interests"].value() == "Another"
    assert body.count("Also written by you") == 1
    assert [str(stamp(page="other"))] == shown_on(page)["shown"]
    chosen = {"leisure_interests": "Another", "version": ["2", "2"], **shown_on(page)}
    chosen |= {"seen_leisure_interests": "0", "choice_leisure_interests": "mine"}
    assert refused.post(url_of(ada_pep), chosen, **headers).status_code in {200, 302}
    assert texts() == {("leisure_interests", "Mine")}, "no page has shown it"


def test_one_text_is_put_away_as_it_was_shown(refused, ada_pep):
    late = {"version": "0", "page": "other", "leisure_interests": "Another"}
    refused.post(url_of(ada_pep), late, **HTMX)
    old = str(stamp(page="first"))
    refused.post(url_of(ada_pep), WAITS | {"leisure_interests": "Mine, on"}, **HTMX)
    body = refused.post(url_of(ada_pep), {"put_away": old}, follow=True).content.decode()
    assert "put away already or written anew since" in body
    assert len(texts()) == 2
    away = {"put_away": str(stamp(page="first"))}
    body = refused.post(url_of(ada_pep), away, follow=True).content.decode()
    assert "Your words are put away" in body
    assert texts() == {("leisure_interests", "Another")}


def test_what_is_put_away_is_what_the_page_showed(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="")
    page = refused.get(url_of(ada_pep))
    other = {"version": "0", "page": "other", "what_would_help": "Unseen"}
    assert refused.post(url_of(ada_pep), other, **HTMX).status_code == 409
    refused.post(url_of(ada_pep), {"put_away": "yes", **shown_on(page)})
    assert texts() == {("what_would_help", "Unseen")}
    again = refused.post(url_of(ada_pep), {"put_away": "yes", **shown_on(page)}, follow=True)
    assert "put away already" in again.content.decode()
    for wrong in ("", "1", "x@2026", "1@2026-13-03T10:00", "1@2026-11-03T10:00", f"{'9' * 40}@"):
        sent = {"put_away": "yes", "shown": wrong, "page": "<x>"}
        assert refused.post(url_of(ada_pep), sent).status_code == 302
    assert len(texts()) == 1


def test_nobody_else_finds_them(refused, client, cast, ada_pep):
    for person in (cast.officer, cast.head, cast.social_worker):
        client.force_login(person)
        page = client.get(url_of(ada_pep))
        assert "Kept for you" not in page.content.decode()
        assert "Mine" not in page.content.decode()
        assert client.post(url_of(ada_pep), {"put_away": "yes"}).status_code == 302
    assert texts() == {("leisure_interests", "Mine")}


def test_two_pages_of_one_person_settle_only_what_each_of_them_shows(refused, cast, ada_pep):
    other = {"version": "2", "page": "other", "out_of_school_learning": "Choir"}
    assert refused.post(url_of(ada_pep), other, **HTMX).status_code == 200
    assert texts() == {("leisure_interests", "Mine")}
    by_another(cast, ada_pep, version=3, out_of_school_learning="Chess")
    other |= {"version": "3", "out_of_school_learning": "Choir on Fridays"}
    assert refused.post(url_of(ada_pep), other, **HTMX).status_code == 409
    assert len(texts()) == 2
    chosen = WAITS | {"version": ["4", "4"], "choice_leisure_interests": "mine"}
    assert refused.post(url_of(ada_pep), chosen, **HTMX).status_code == 200
    assert texts() == {("out_of_school_learning", "Choir on Fridays")}


def test_after_the_conflict_is_over_they_wait_in_the_fields(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="", out_of_school_learning="Choir")
    page = refused.get(url_of(ada_pep))
    body = page.content.decode()
    assert "nobody else has changed the same" in body
    assert 'name="seen_leisure_interests" value="0"' in body
    assert page.context["form"]["leisure_interests"].value() == "Mine"
    assert page.context["form"]["out_of_school_learning"].value() == "Choir"
    sent = WAITS | {"version": "3", "out_of_school_learning": "Choir"} | shown_on(page)
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
    shown = {"put_away": "yes", "shown": str(stamp())}
    away = refused.post(url_of(ada_pep), shown, follow=True).content.decode()
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
    newer = []

    def another_page_saves(execute, sql, params, many, context):
        if "FOR UPDATE" in sql and not newer:
            newer.append(SectionDraft.objects.update(text="More", written_at=timezone.now()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_page_saves):
        refused.get(url_of(ada_pep))
    assert newer
    assert texts() == {("leisure_interests", "More")}
    SectionDraft.objects.update(text="Mine")
    assert "Kept for you" not in refused.get(url_of(ada_pep)).content.decode()
    assert texts() == set()


def test_a_look_puts_away_only_what_the_plan_holds_still(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="Mine")
    newer = []

    def another_saves(execute, sql, params, many, context):
        if "FOR UPDATE" in sql and not newer:
            newer.append(PepSection.objects.update(data={"leisure_interests": "Other"}))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_saves):
        refused.get(url_of(ada_pep))
    assert newer
    assert texts() == {("leisure_interests", "Mine")}


def test_too_long_a_text_is_not_given_up_for_one_that_was_not_shown(refused, cast, ada_pep):
    by_another(cast, ada_pep, version=2, leisure_interests="Theirs anew")
    left = {"version": ["2", "2"], "choice_leisure_interests": "theirs"}
    sent = WAITS | left | {"leisure_interests": "x" * 5001}
    answer = refused.post(url_of(ada_pep), sent, **HTMX)
    assert answer.status_code == 409
    assert "longer than 5,000 characters" in answer.content.decode()
    assert texts() == {("leisure_interests", "Mine")}


def test_pages_that_do_not_say_which_they_are_are_not_the_same(refused, ada_pep):
    for page in ({}, {"page": ""}, {"page": "<x>"}):
        sent = {"version": "0", "leisure_interests": f"Mine {page}", **page}
        assert refused.post(url_of(ada_pep), sent, **HTMX).status_code == 409
    assert len(texts()) == 4
    SectionDraft.objects.filter(page="first").update(page="")
    import_module("peps.migrations.0006_page_of_kept_texts").name_the_pages(apps, None)
    draft = SectionDraft.objects.get(text="Mine")
    assert draft.page == f"before-{draft.pk}"


def test_a_kept_name_that_nobody_has_any_more_stays_in_the_list(teacher, cast, ada_pep):
    key, who = next(
        (section.key, field.key)
        for section in ada_pep.form.sections
        for field in section.fields
        if field.kind is Kind.PERSON
    )
    save_section(actor=cast.officer, pep=ada_pep, key=key, answers={who: "Mr Roy"}, version=0)
    lag = Lag(page=OpenPage(ref="first"))
    with pytest.raises(StaleSection):
        save_section(
            actor=cast.teacher, pep=ada_pep, key=key, answers={who: "Ms Gone"}, version=0, lag=lag
        )
    page = teacher.get(url_of(ada_pep, key))
    assert page.context["form"][who].value() == "Ms Gone"
    assert '<option value="Ms Gone" selected>' in page.content.decode()
    sent = {"version": ["1", "1"], "page": "first", f"seen_{who}": "0", who: "Ms Gone"}
    answer = teacher.post(url_of(ada_pep, key), {**sent, f"choice_{who}": "mine"}, **HTMX)
    assert answer.status_code == 200
    assert PepSection.objects.get(key=key).data[who] == "Ms Gone"
