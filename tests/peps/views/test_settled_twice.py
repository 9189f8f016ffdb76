"""What two officers agreed, sent by two presses of the button, is one judgement told as done."""

import pytest

from peps.models import QualityReview
from peps.services.second_marking import ask_for_two
from tests.cast import add_person
from tests.peps.services.test_second_marking import mark
from tests.peps.views.pages import page, post
from tests.peps.views.test_judging import MARKS, RED
from vsh.accounts.roles import Role


@pytest.mark.parametrize(
    ("marks", "state", "told"),
    [
        (MARKS, "quality_assured", "Quality assured: Green"),
        (RED | {"goes_back": "yes"}, "returned", "The PEP is returned with your feedback"),
    ],
)
def test_it_is_one_judgement_and_both_presses_say_so(
    client, cast, submitted_pep, marks, state, told
):
    second = add_person("second_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    ask_for_two(actor=cast.officer, pep=submitted_pep)
    for officer in (cast.officer, second):
        mark(officer, submitted_pep)
    submitted_pep.refresh_from_db()
    agreed = marks | {"feedback": "Agreed by both.", "settled": "Read again."}
    agreed |= {"version": submitted_pep.version}
    url = page("peps:agree", submitted_pep)
    for _ in range(2):
        body = post(client, second, url, agreed).content.decode()
        assert told in body
        assert "One officer judges this plan" not in body
        assert "has moved on since" not in body
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == state
    assert QualityReview.objects.get().settled == "Read again."
    for other in ({"settled": "Otherwise."}, {"feedback": "Other words."}):
        body = post(client, second, url, agreed | other).content.decode()
        assert "<title>Error: " in body, "words that were not recorded are not called recorded"
        assert told not in body
    assert told not in post(client, cast.officer, url, agreed).content.decode(), "not theirs"
    assert QualityReview.objects.count() == 1
