"""The page that puts a plan on another form."""

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.services import initiate_pep


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
    assert "Example of a good answer" in body
    assert "standardised score up from 82 to 91" in body
