"""One home has one part, whichever placements the record has for it, and no other home has it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from peps.models import Meeting, Pep, PersonalLink, SentAnswer, Voice, VoiceAnswer
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy
from peps.schema.speakers import Purpose
from peps.services.invitations import take_back_invitations
from peps.services.voices import send_voice
from peps.voice.speaker import Speaker
from placements.models import CareMove
from pupils.models import CareEpisode, CarePlacement
from pupils.services.homes import take_back_placement
from tests.cast import TODAY
from tests.peps.by_link import arrived, invited
from tests.peps.services.arranged import arranged
from tests.peps.test_whose_words import says
from tests.peps.views.pages import body_of, page
from tests.reporting.page_requests import MOST_QUERIES, queries_of

START = "/say/"
LEFT = "The carers of an earlier home"


def home_of(cast) -> CarePlacement:
    return CarePlacement.objects.filter(pupil=cast.ada).latest("started_on")


def next_placement(cast, *, reason="", on=TODAY, **changes) -> CarePlacement:
    """The placement of before ends, and another row goes on where it ended."""
    former = home_of(cast)
    CarePlacement.objects.filter(pk=former.pk).update(ended_on=on)
    kept = {name: getattr(former, name) for name in ("placement_type", "provider", "postcode")}
    if reason:
        CareEpisode.objects.filter(care_period=former.care_period).update(ended_on=on)
        CareEpisode.objects.create(
            care_period=former.care_period,
            started_on=on,
            legal_status="C2",
            reason_started=reason,
        )
    return CarePlacement.objects.create(
        pupil=cast.ada, care_period=former.care_period, started_on=on, **{**kept, **changes}
    )


def shown(browser: Client) -> str:
    answer = browser.get(START)
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def paper_of(pep) -> str:
    loaded = Pep.objects.as_on(TODAY).get(pk=pep.pk)
    return page_of_copy(copy_for(loaded, Purpose.CARER, on=TODAY), Purpose.CARER)


def carer(cast, pep, name="Jo") -> Client:
    return arrived(invited(cast.social_worker, pep, "carer", name=name), name)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("T", {"placement_type": "U4"}),
        ("U", {"placement_type": "U4", "postcode": "NS2 2BB"}),
        ("", {}),  # a new day in the roll's file
    ],
)
def test_a_placement_with_the_same_carer_closes_nothing(client, cast, ada_pep, reason, changes):
    first = carer(cast, ada_pep, "Pat")
    says(first, going_well="zqbegun")
    meeting = arranged(cast, ada_pep)
    next_placement(cast, reason=reason, **changes)
    assert "zqbegun" in shown(first)
    says(first, going_well="zqbegun", worries="zqlater")
    second = carer(cast, ada_pep)
    assert all(word in shown(second) for word in ("zqbegun", "zqlater"))
    says(second, going_well="zqbegun", worries="zqlater", send="yes")
    assert Voice.objects.count() == 1
    assert queries_of(second, START) <= MOST_QUERIES
    assert "zqlater" in paper_of(ada_pep)
    voices = body_of(client, cast.social_worker, page("peps:voices", ada_pep))
    assert LEFT not in voices
    assert "moved to another home" not in voices
    assert take_back_invitations() == 0
    assert meeting.attendees.filter(capacity="carer").exists()


@pytest.mark.parametrize(
    ("reason", "changes", "is_told"),
    [
        ("P", {}, False),
        ("", {"postcode": "NS2 2BB"}, False),
        ("", {}, True),
        ("T", {"placement_type": "A3"}, False),
    ],
)
def test_another_home_is_closed_to_the_carers_of_before(
    client, cast, ada_pep, reason, changes, is_told
):
    former = carer(cast, ada_pep, "Pat")
    says(former, going_well="zqformer")
    meeting = arranged(cast, ada_pep)
    home = next_placement(cast, reason=reason, **changes)
    if is_told:
        CareMove.objects.create(
            pupil=cast.ada,
            placement=home,
            state="recorded",
            is_emergency=True,
            from_on=TODAY,
            started_by=cast.social_worker,
            started_on=TODAY,
            recorded_by=cast.social_worker,
            recorded_on=TODAY,
        )
    assert shown(former) == "404"
    new = carer(cast, ada_pep)
    assert "zqformer" not in shown(new)
    says(new, going_well="zqnew")
    assert shown(former) == "404"
    assert LEFT in body_of(client, cast.social_worker, page("peps:voices", ada_pep))
    take_back_invitations()
    assert not meeting.attendees.filter(capacity="carer").exists()


def test_what_was_begun_twice_before_the_return_told_of_one_carer_is_one_part(cast, ada_pep):
    first = carer(cast, ada_pep, "Pat")
    says(first, going_well="zqfirst", worries="zqpat", send="yes")
    home = next_placement(cast, placement_type="U4")
    second = carer(cast, ada_pep)
    says(second, going_well="zqsecond", at_home="zqjo")
    assert Voice.objects.count() == 2
    CareEpisode.objects.filter(care_period=home.care_period).update(ended_on=TODAY)
    CareEpisode.objects.create(
        care_period=home.care_period, started_on=TODAY, legal_status="C2", reason_started="T"
    )
    words = ("zqfirst", "zqpat", "zqsecond", "zqjo")
    third = carer(cast, ada_pep, "Kim")
    for browser in (third, first, second):
        assert all(word in shown(browser) for word in words)
    part = Voice.objects.get()
    assert part.answers.get(key="going_well").said_by == "Pat and Jo"
    sent = set(SentAnswer.objects.values_list("text", flat=True))
    assert sent == {"zqfirst", "zqpat"}, "nobody sent the rest"
    link = PersonalLink.objects.as_on(TODAY).get(name="Kim")
    send_voice(speaker=Speaker(link=link, said_by="Kim"))
    assert all(word in paper_of(ada_pep) for word in words)


def test_a_page_of_before_the_parts_were_one_takes_no_word_away(cast, ada_pep):
    says(carer(cast, ada_pep, "Pat"), worries="zqpat", send="yes")
    home = next_placement(cast, placement_type="U4")
    second = carer(cast, ada_pep)
    says(second, going_well="zqsecond")
    CareEpisode.objects.filter(care_period=home.care_period).update(ended_on=TODAY)
    CareEpisode.objects.create(
        care_period=home.care_period, started_on=TODAY, legal_status="C2", reason_started="T"
    )
    second.post(START, {"version": "1", "going_well": "zqtyped", "worries": "", "send": "yes"})
    part = Voice.objects.get()
    assert part.answers.get(key="worries").text == "zqpat"
    assert "zqtyped" in part.answers.get(key="going_well").text
    assert SentAnswer.objects.filter(text="zqpat").exists()


def test_a_placement_recorded_anew_on_another_day_is_the_same_home(cast, ada_pep):
    told = {"placement_type": "U4", "postcode": "NS2 2BB"}
    moved_to = next_placement(cast, **told)
    kept = carer(cast, ada_pep)
    says(kept, going_well="zqkept")
    period = moved_to.care_period
    take_back_placement(moved_to)
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=2))
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=period, started_on=TODAY - timedelta(days=2), **told
    )
    assert "zqkept" in shown(kept)
    assert "zqkept" in shown(carer(cast, ada_pep, "Kim"))


def test_two_sent_parts_that_become_one_are_read_whole(cast, ada_pep):
    says(carer(cast, ada_pep, "Pat"), going_well="zqfirst", worries="zqpat", send="yes")
    home = next_placement(cast, placement_type="U4")
    second = carer(cast, ada_pep)
    says(second, going_well="zqsecond", send="yes")
    CareEpisode.objects.filter(care_period=home.care_period).update(ended_on=TODAY)
    CareEpisode.objects.create(
        care_period=home.care_period, started_on=TODAY, legal_status="C2", reason_started="U"
    )
    says(second, going_well="zqsecond", worries="zqmore")
    assert all(word in paper_of(ada_pep) for word in ("zqfirst", "zqpat", "zqsecond"))
    assert "zqmore" not in paper_of(ada_pep)
    assert VoiceAnswer.objects.filter(text__contains="zqmore").count() == 1


def made_on(link: PersonalLink, day: date) -> None:
    PersonalLink.objects.filter(pk=link.pk).update(
        created_at=link.created_at - (link.created_at.date() - day)
    )


def test_a_part_begun_before_the_home_was_on_record_is_that_homes(client, cast, ada_pep):
    home = home_of(cast)
    told = {
        name: getattr(home, name)
        for name in ("pupil", "care_period", "started_on", "placement_type", "postcode")
    }
    home.delete()
    made = invited(cast.social_worker, ada_pep, "carer", name="Pat")
    made_on(made.link, TODAY - timedelta(days=1))
    first = arrived(made, "Pat")
    says(first, going_well="zqbegun")
    assert Voice.objects.get().whose == "home:"
    CarePlacement.objects.create(**told)
    second = carer(cast, ada_pep)
    assert "zqbegun" in shown(second)
    says(second, going_well="zqbegun", worries="zqlater")
    assert "zqlater" in shown(first)
    voices = page("peps:voices", ada_pep)
    assert LEFT not in body_of(client, cast.social_worker, voices)
    says(first, going_well="zqbegun", worries="zqlater", send="yes")
    assert "zqlater" in paper_of(ada_pep)
    says(first, going_well="zqbegun", worries="zqnever")
    next_placement(cast, placement_type="U4")
    new = carer(cast, ada_pep, "Kim")
    for page_of_new in (shown(new), paper_of(ada_pep)):
        assert not any(word in page_of_new for word in ("zqbegun", "zqlater", "zqnever"))
    says(new, going_well="zqnew")
    assert shown(first) == shown(second) == "404"


def test_a_part_whose_every_answer_a_later_link_wrote_stays_with_its_home(cast, ada_pep):
    told = {"care_period": home_of(cast).care_period, "placement_type": "U6", "provider": "PR1"}
    home_of(cast).delete()
    made = invited(cast.social_worker, ada_pep, "carer", name="Pat")
    made_on(made.link, TODAY - timedelta(days=9))
    says(arrived(made, "Pat"), going_well="zqbegun")
    CarePlacement.objects.create(
        pupil=cast.ada, started_on=TODAY - timedelta(days=30), postcode="NS1 1AA", **told
    )
    says(carer(cast, ada_pep), going_well="zqanew")
    assert Voice.objects.get().whose == "home:"
    next_placement(cast, postcode="NS2 2BB")  # as from the very day of that link
    new = carer(cast, ada_pep, "Kim")
    assert "zqanew" not in shown(new) + paper_of(ada_pep)


@pytest.mark.parametrize("elsewhere", [{"placement_type": "U4"}, {"provider": "PR4"}, {}])
def test_a_move_taken_off_the_record_leaves_its_carer_no_way_to_the_home_of_before(
    cast, ada_pep, elsewhere
):
    says(carer(cast, ada_pep, "Pat"), going_well="zqbefore", send="yes")
    moved_to = next_placement(cast, reason="P", **elsewhere)
    never = carer(cast, ada_pep)
    says(never, going_well="zqnever")
    meeting = arranged(cast, ada_pep)
    take_back_placement(moved_to)
    assert shown(never) == "404"
    assert "zqnever" not in shown(carer(cast, ada_pep, "Lee"))
    assert "zqbefore" in shown(carer(cast, ada_pep, "Kim"))
    take_back_invitations()
    assert not Meeting.objects.get(pk=meeting.pk).attendees.filter(capacity="carer").exists()
