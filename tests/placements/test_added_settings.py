"""A setting that the register lacks is added by the virtual school, and can then be chosen."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements.models import AddedSetting
from placements.services.added_settings import KINDS, add_setting
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.organisations.models import EducationSetting

URL = "/settings/add/"
FORGE = {
    "name": "The  Forge",
    "kind": "Unregistered alternative provision",
    "town": "Northtown",
    "postcode": "ns77ab",
}


def test_it_is_added_with_who_approves_it(cast: Cast):
    made = add_setting(actor=cast.officer, **FORGE)
    assert (made.name, made.postcode, made.source) == ("The Forge", "NS7 7AB", "added")
    assert (made.type_name, made.phase, made.urn) == (FORGE["kind"], "not_applicable", None)
    row = AddedSetting.objects.get(setting=made)
    assert (row.added_by, row.added_on) == (cast.officer, TODAY)
    assert apps.get_model("placements", "AddedSettingEvent").objects.filter(pgh_obj=row).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_phase(cast: Cast, kind: str):
    made = add_setting(actor=cast.head, **(FORGE | {"kind": kind}))
    assert made.phase == KINDS[kind]


@pytest.mark.parametrize("who", ["social_worker", "teacher", "send_officer", "outsider"])
def test_others_ask_the_virtual_school(cast: Cast, who: str):
    with pytest.raises(PermissionDenied):
        add_setting(actor=cast.people[who], **FORGE)
    assert not EducationSetting.objects.filter(source="added").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"postcode": "NS1"}, "full postcode"),
        ({"postcode": ""}, "full postcode"),
        ({"kind": "School"}, "Select what kind"),
        ({"name": ""}, "blank"),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, wrong: dict, words: str):
    with pytest.raises(ValidationError, match=words):
        add_setting(actor=cast.officer, **(FORGE | wrong))


@pytest.mark.parametrize(
    ("other", "is_like"),
    [
        ({"name": "the forge", "postcode": "NS9 9ZZ"}, True),  # of that name in that town
        ({"name": "Another", "town": "Elsewhere"}, True),  # at that postcode
        ({"name": "Another", "postcode": "NS9 9ZZ"}, False),
        ({"town": "Elsewhere", "postcode": "NS9 9ZZ"}, False),
    ],
)
def test_one_like_it_is_pointed_out_and_may_yet_be_another(cast: Cast, other: dict, is_like: bool):
    add_setting(actor=cast.officer, **FORGE)
    again = {"actor": cast.officer, **(FORGE | other)}
    if not is_like:
        add_setting(**again)
        return
    with pytest.raises(ValidationError, match="On record already: The Forge, Northtown, NS7 7AB"):
        add_setting(**again)
    add_setting(**again, is_another=True)
    assert AddedSetting.objects.count() == 2


def test_the_page_goes_back_to_the_childs_place(cast: Cast):
    client = signed_in(cast, "officer")
    record = reverse("placements:record_enrolment", args=[cast.ada.ref])
    assert f"{URL}?child={cast.ada.ref}" in client.get(record, {"school": "Forge"}).content.decode()
    answer = client.post(f"{URL}?child={cast.ada.ref}", FORGE)
    assert answer.url == f"{record}?school=The+Forge"
    assert "The Forge" in client.get(answer.url).content.decode()
    assert "On record already" in client.post(URL, FORGE).content.decode()
    assert client.post(f"{URL}?child={cast.cam.ref}", FORGE | {"is_another": "on"}).url == "/"
    assert queries_of(client, URL) <= MOST_QUERIES


def test_a_social_worker_is_told_whom_to_ask(cast: Cast):
    record = reverse("placements:record_enrolment", args=[cast.ada.ref])
    body = signed_in(cast, "social_worker").get(record, {"school": "Forge"}).content.decode()
    assert "ask the Virtual School to add it" in body
    assert URL not in body
