"""The page that puts a plan on another form."""

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.services import change_variant, initiate_pep


@pytest.fixture
def page(ada_pep):
    return reverse("peps:change_form", kwargs={"ref": ada_pep.ref})


def test_it_names_the_present_form_and_what_the_record_suggests(client, cast, ada_pep, page):
    cast.ada.nc_year = 12
    cast.ada.save()
    client.force_login(cast.teacher)
    body = client.get(page).content.decode()
    assert "on the form “Secondary”" in body
    assert "“Post-16, in education” would fit" in body


def test_the_form_is_changed_with_its_reason_and_the_page_says_so(client, cast, ada_pep, page):
    client.force_login(cast.teacher)
    data = {"variant": "post_16_at_work", "reason": "Apprentice from Monday."}
    body = client.post(page, data, follow=True).content.decode()
    assert "Post-16, apprenticeship or work" in body
    assert "Apprentice from Monday." in body
    ada_pep.refresh_from_db()
    assert ada_pep.variant == "post_16_at_work"


def test_without_a_reason_nothing_changes(client, cast, ada_pep, page):
    client.force_login(cast.teacher)
    answer = client.post(page, {"variant": "primary", "reason": ""})
    assert answer.status_code == 200
    assert "Enter why" in answer.content.decode() or "Why" in str(answer.context["form"].errors)
    ada_pep.refresh_from_db()
    assert ada_pep.variant == "secondary"


def test_a_plan_of_the_first_version_has_no_other_form(client, cast):
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    Pep.objects.filter(pk=pep.pk).update(form_version="2026.1", variant="", circumstances=[])
    client.force_login(cast.teacher)
    assert client.get(reverse("peps:change_form", kwargs={"ref": pep.ref})).status_code == 404
    assert client.get(reverse("peps:pep", kwargs={"ref": pep.ref})).status_code == 200


def test_an_example_of_a_good_answer_is_folded_under_its_question(client, cast, ada_pep):
    client.force_login(cast.teacher)
    url = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "attainment_and_progress"})
    body = client.get(url).content.decode()
    assert "Example of a good answer, and what the guidance says" in body
    assert "from 3 to 4 in the October paper" in body
    line = "highlight access to effective intervention strategies and how this will make/has made"
    assert body.count(line) == 1
    assert "Statutory guidance, 2018, under" in body


# --- a page that stayed open while the form changed -------------------------------------------

HTMX = {"headers": {"HX-Request": "true"}}


def section_url(pep, key="attainment_and_progress"):
    return reverse("peps:section", kwargs={"ref": pep.ref, "key": key})


@pytest.mark.parametrize("htmx", [{}, HTMX])
def test_words_for_a_form_that_is_gone_are_never_called_saved(client, cast, ada_pep, htmx):
    client.force_login(cast.teacher)
    assert 'name="variant" value="secondary"' in client.get(section_url(ada_pep)).content.decode()
    change_variant(actor=cast.officer, pep=ada_pep, variant="primary", reason="Mistaken.")
    words = {"version": "0", "variant": "secondary", "options": "Art and drama."}
    answer = client.post(section_url(ada_pep), words, **htmx)
    assert answer.status_code == 423
    assert "the plan is on another form now" in answer.content.decode()
    assert "can no longer be changed" not in answer.content.decode()
    if not htmx:
        assert "Art and drama." in answer.content.decode()  # to be copied
    assert not ada_pep.sections.filter(key="attainment_and_progress").exists()


def test_who_changes_the_form_is_not_told_that_they_changed_it(client, cast, ada_pep):
    client.force_login(cast.teacher)
    words = {"version": "0", "variant": "secondary", "achievements": "Swims."}
    client.post(section_url(ada_pep), words, **HTMX)
    client.force_login(cast.officer)
    client.get(section_url(ada_pep))  # has seen the words
    for person in (cast.teacher, cast.officer):
        change_variant(actor=person, pep=ada_pep, variant="primary", reason="Mistaken.")
        ada_pep.refresh_from_db()
    overview = reverse("peps:pep", kwargs={"ref": ada_pep.ref})
    for person in (cast.teacher, cast.officer):
        client.force_login(person)
        assert "Changed since you looked" not in client.get(overview).content.decode()


def test_what_changed_before_the_form_did_is_still_told(client, cast, ada_pep):
    client.force_login(cast.officer)
    words = {"version": "0", "variant": "secondary", "achievements": "Swims."}
    client.post(section_url(ada_pep), words, **HTMX)
    client.force_login(cast.teacher)
    client.post(section_url(ada_pep), words | {"version": "1", "achievements": "Dives."}, **HTMX)
    change_variant(actor=cast.officer, pep=ada_pep, variant="primary", reason="Mistaken.")
    client.force_login(cast.officer)
    overview = reverse("peps:pep", kwargs={"ref": ada_pep.ref})
    told = f"Changed since you looked, by {cast.teacher}"
    assert told in client.get(overview).content.decode()


def test_words_for_a_section_that_is_gone_stay_on_the_page(client, cast, ada_pep):
    client.force_login(cast.officer)
    words = {"version": "0", "variant": "custody", "continuity": "Two units of woodwork."}
    answer = client.post(section_url(ada_pep, "release"), words)
    assert answer.status_code == 423
    assert "Two units of woodwork." in answer.content.decode()
    words["variant"] = "of-nobody"
    assert client.post(section_url(ada_pep, "release"), words).status_code == 404


def test_a_page_of_the_other_form_does_not_save_over_a_section(client, cast, ada_pep):
    client.force_login(cast.teacher)
    words = {"version": "0", "variant": "secondary", "achievements": "Swims."}
    assert client.post(section_url(ada_pep), words, **HTMX).status_code == 200
    change_variant(actor=cast.officer, pep=ada_pep, variant="primary", reason="Mistaken.")
    again = {"version": "1", "variant": "secondary", "achievements": "Dives."}
    assert client.post(section_url(ada_pep), again, **HTMX).status_code == 423


def test_a_school_is_not_told_of_custody_by_a_suggestion(client, cast, ada_pep, page):
    cast.ada.placements.update(placement_type="R5")
    suggestion = "“In custody or secure accommodation” would fit"
    for person, is_told in ((cast.officer, True), (cast.teacher, False)):
        client.force_login(person)
        assert (suggestion in client.get(page).content.decode()) is is_told


def test_a_number_of_five_thousand_digits_is_no_version(client, cast, ada_pep):
    client.force_login(cast.teacher)
    url = reverse("peps:submit", kwargs={"ref": ada_pep.ref})
    assert client.post(url, {"seen": "about_me:" + "9" * 5000}).status_code == 302
