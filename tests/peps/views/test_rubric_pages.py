"""The rubric in force and its versions; the head says the marks in the authority's own words."""

from django.urls import reverse

from peps.models import AuthorityRubric
from tests.peps.views.pages import body_of, page, post

RUBRIC, CHANGE = reverse("peps:rubric"), reverse("peps:change_rubric")


def form_of(client, user) -> dict:
    """What the page would send back as it stands."""
    client.force_login(user)
    form = client.get(CHANGE).context["form"]
    return form.initial | {"what_changed": "Needs", "version": 0}


def test_the_head_makes_a_version_and_the_officer_judges_by_it(client, cast, submitted_pep):
    data = form_of(client, cast.head) | {
        "needs_title": "What this child needs",
        "form": "lowest",
        "counting": ["needs", "actions", "short_term_targets"],
    }
    body = post(client, cast.head, CHANGE, data).content.decode()
    assert "Version 999.1 is in force" in body
    assert "What this child needs" in body
    assert body.count("Does not count") == 6
    assert "Change the rubric" not in body_of(client, cast.officer, RUBRIC)
    assert "What this child needs" in body_of(
        client, cast.officer, page("peps:assure", submitted_pep)
    )
    shipped = reverse("peps:rubric_version", kwargs={"version": "2026.1"})
    assert "Needs are identified" in body_of(client, cast.officer, shipped)
    use = reverse("peps:use_rubric", kwargs={"version": "2026.1"})
    assert (
        "in force for new judgements"
        in post(client, cast.head, use, {"version": 1}).content.decode()
    )
    assert (
        "Somebody else has changed this"
        in post(client, cast.head, use, {"version": 1}).content.decode()
    )


def test_what_is_wrong_stands_on_top_and_beside_the_field(client, cast):
    data = form_of(client, cast.head) | {
        "needs_red": "",
        "decisive": ["needs"],
        "counting": ["actions"],
    }
    body = post(client, cast.head, CHANGE, data).content.decode()
    assert "<title>Error: " in body
    assert "Needs are identified: say what red looks like" in body
    data |= {"needs_red": "Nothing.", "red_from": 1, "green_from": 1}
    body = post(client, cast.head, CHANGE, data).content.decode()
    assert "A decisive mark has to count: “Needs are identified”" in body
    assert not AuthorityRubric.objects.exists()


def test_another_authority_s_versions_are_not_there(client, cast):
    post(client, cast.head, CHANGE, form_of(client, cast.head) | {"needs_title": "Ours"})
    client.force_login(cast.south_head)
    for address in (
        reverse("peps:rubric_version", kwargs={"version": "999.1"}),
        f"{RUBRIC}?authority=999",
    ):
        assert client.get(address).status_code == 404
