"""Carers' links while no home is on record, and the pages that were opened then."""

from datetime import timedelta

import pytest

from peps.models import Voice, VoiceAnswer
from peps.services.invitations import take_back_invitations
from pupils.models import CareEpisode, CarePlacement
from pupils.services.homes import take_back_placement
from tests.cast import TODAY
from tests.peps.by_link import arrived, invited
from tests.peps.services.arranged import arranged
from tests.peps.services.test_one_home import LEFT, START, carer, home_of, next_placement, shown
from tests.peps.test_whose_words import says
from tests.peps.views.pages import body_of, page
from tests.peps.views.test_links_at_their_end import MARK


def test_between_two_homes_the_carers_of_the_last_one_alone_go_on(client, cast, ada_pep):
    former = carer(cast, ada_pep, "Pat")
    says(former, going_well="zqformer")
    invited_then = arranged(cast, ada_pep)
    next_placement(cast, reason="P", postcode="NS2 2BB", on=TODAY - timedelta(days=3))
    last = carer(cast, ada_pep)
    says(last, going_well="zqlast")
    home = home_of(cast)
    CarePlacement.objects.filter(pk=home.pk).update(ended_on=TODAY)
    assert "zqlast" in shown(last)
    assert shown(former) == "404"
    waiting = body_of(client, cast.teacher, page("peps:submit", ada_pep))
    assert waiting.count("Carer: begun, not sent") == 1
    voices = body_of(client, cast.social_worker, page("peps:voices", ada_pep))
    assert LEFT in voices, "of the home before"
    after = carer(cast, ada_pep, "Kim")
    assert not any(word in shown(after) for word in ("zqformer", "zqlast"))
    take_back_invitations()
    assert not invited_then.attendees.filter(capacity="carer").exists()


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=30)])
def test_a_page_opened_before_the_home_was_on_record_saves_once_it_is(cast, ada_pep, day):
    home = home_of(cast)
    told = {"pupil": cast.ada, "care_period": home.care_period, "placement_type": "U6"}
    home.delete()
    pat = arrived(invited(cast.social_worker, ada_pep, "carer", name="Pat"), "Pat")
    opened = {"version": "0", "of_plan": MARK.search(pat.get(START).content.decode())[1]}
    CarePlacement.objects.create(started_on=day, postcode="NS1 1AA", **told)
    assert pat.post(START, {**opened, "going_well": "zqwritten"}).status_code == 302
    assert Voice.objects.get().answers.get().text == "zqwritten"


def test_a_page_of_another_link_in_this_browser_saves_nothing(cast, ada_pep):
    pat = carer(cast, ada_pep, "Pat")
    of_pat = MARK.search(pat.get(START).content.decode())[1]
    next_placement(cast, reason="P", postcode="NS2 2BB")
    also_pat = carer(cast, ada_pep, "Pat")
    sent = {"version": "0", "of_plan": of_pat, "going_well": "zqwrong"}
    assert also_pat.post(START, sent).status_code == 404
    assert not Voice.objects.exists()


def test_a_page_of_a_home_that_was_another_all_along_saves_nothing(cast, ada_pep):
    says(carer(cast, ada_pep, "Jo"), going_well="zqfirst")
    home = next_placement(cast, reason="T", placement_type="U4")
    pat = carer(cast, ada_pep, "Pat")
    body = pat.get(START).content.decode()
    assert "zqfirst" in body
    opened = {"version": "1", "of_plan": MARK.search(body)[1], "going_well": "zqfirst"}
    told = CareEpisode.objects.filter(care_period=home.care_period, started_on=TODAY)
    assert told.update(reason_started="P") == 1
    assert pat.post(START, opened).status_code == 404
    assert not VoiceAnswer.objects.filter(voice__whose=f"home:{home.pk}").exists()


def test_another_carer_of_the_same_place_is_not_the_one_whose_move_was_taken_off(cast, ada_pep):
    moved_to = next_placement(cast, reason="P", postcode="NS2 2BB", provider="PR1")
    never = carer(cast, ada_pep)
    says(never, going_well="zqnever")
    take_back_placement(moved_to)
    next_placement(cast, postcode="NS2 2BB", provider="PR4")
    assert shown(never) == "404"
    assert "zqnever" not in shown(carer(cast, ada_pep, "Kim"))
