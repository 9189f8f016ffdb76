"""What ends with care and what comes back when it is reopened; what a restart takes over."""

from datetime import date

import pytest

from pupils.models import CareEpisode, CarePeriod, CarePlacement, StatutoryReview
from pupils.services.restrictions import set_address_confidential
from reporting.coming_reviews import coming_reviews
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import NIGHTLY, gia, placements
from tests.pupils.imports.test_ssda903 import EPISODES, HEADER, episode

pytestmark = pytest.mark.django_db
ENDED = date(2026, 10, 30)
GIA_HEADER = HEADER + "N100,F,06/05/2012,WBRI,P207000016049,,\n"


@pytest.fixture
def returned(cast):
    """Loads a return with these episodes of hers."""

    def run(*rows: str):
        files = {"h.csv": GIA_HEADER, "e.csv": EPISODES + "".join(rows)}
        return load("ssda903", files, authority=cast.northshire)

    return run


def arranged():
    return StatutoryReview.objects.filter(pupil=gia(), held_on=None)


def test_a_return_that_ends_care_takes_the_review_arranged_along(night, returned):
    night()
    job = returned(episode("02/03/2026", "30/10/2026", "S", "E4A", child="N100"))
    assert findings_of(job) == []
    assert CarePeriod.objects.get(pupil=gia()).ended_on == ENDED
    assert not arranged().exists()


def test_a_review_arranged_in_care_that_has_ended_is_not_listed(cast, night):
    night()
    listed = coming_reviews(cast.head, on=date(2026, 12, 1)).filter(pupil=gia())
    assert [review.planned_on for review in listed] == [date(2026, 12, 15)]
    CarePeriod.objects.filter(pupil=gia()).update(ended_on=ENDED)
    assert arranged().exists()
    assert not listed.all().exists()


def test_an_end_that_the_file_no_longer_tells_is_a_doubt(night):
    night()
    night(looked_after_to=f"{ENDED}", next_review_on="")
    for _ in range(2):
        job = night(next_review_on="")
        assert findings_of(job, "warning") == [("roll.csv", 2, "looked_after_to", "ended")]
        assert job.counts["same"] == 1
    assert "30/10/2026" in job.kept["warning"][0].message
    assert CarePeriod.objects.get(pupil=gia()).ended_on == ENDED


def test_a_file_that_says_nothing_of_care_or_of_an_earlier_time_raises_no_doubt(night):
    night()
    night(looked_after_to=f"{ENDED}", next_review_on="")
    assert findings_of(night(NIGHTLY), "warning") == []
    night(looked_after_from="2026-11-02", placement_from="2026-11-02", next_review_on="")
    assert findings_of(night({**NIGHTLY, "looked_after_from": "2026-03-02"}), "warning") == []


def test_a_dash_alone_reopens_what_ended_with_care(night):
    night()
    night(looked_after_to=f"{ENDED}", next_review_on="")
    job = night({**NIGHTLY, "looked_after_to": "-"})
    assert CarePeriod.objects.get(pupil=gia()).ended_on is None
    assert placements() == [("U6", date(2026, 3, 2), None)]
    assert CareEpisode.objects.get(care_period__pupil=gia()).ended_on is None
    assert findings_of(job, "warning") == [("roll.csv", 2, "next_review_on", "not_reopened")]
    assert findings_of(night({**NIGHTLY, "looked_after_to": "-"}), "warning") == []


def test_a_dash_names_what_had_ended_before_care(night):
    night()
    night(looked_after_to=f"{ENDED}", next_review_on="")
    CareEpisode.objects.filter(care_period__pupil=gia()).update(ended_on=date(2026, 10, 1))
    CarePlacement.objects.filter(pupil=gia()).update(ended_on=date(2026, 10, 1))
    job = night({**NIGHTLY, "looked_after_to": "-", "next_review_on": "2026-12-15"})
    assert findings_of(job, "warning") == [
        ("roll.csv", 2, "placement_from", "not_reopened"),
        ("roll.csv", 2, "legal_status", "not_reopened"),
    ]
    assert arranged().count() == 1
    assert placements() == [("U6", date(2026, 3, 2), date(2026, 10, 1))]


def hide(is_hidden: bool = True) -> None:
    set_address_confidential(actor=None, pupil=gia(), is_confidential=is_hidden)


def latest() -> CarePlacement:
    return CarePlacement.objects.filter(pupil=gia()).latest("started_on")


@pytest.mark.parametrize("is_opened_since", [True, False])
def test_an_address_hidden_before_is_hidden_when_care_starts_again(night, set_day, is_opened_since):
    night()
    hide()
    if is_opened_since:
        night(placement_from="2026-10-20", placement_type="K2")
        hide(False)
    set_day(date(2026, 11, 10))
    night(looked_after_to="2026-11-06", next_review_on="", placement_from="", placement_type="")
    set_day(date(2026, 11, 20))
    night(looked_after_from="2026-11-16", placement_from="2026-11-16", next_review_on="")
    assert latest().started_on == date(2026, 11, 16)
    assert latest().is_address_confidential is not is_opened_since


@pytest.mark.parametrize("is_opened_since", [True, False])
def test_the_return_takes_it_over_from_the_placement_before(night, returned, is_opened_since):
    night()
    hide()
    if is_opened_since:
        night(placement_from="2026-10-20", placement_type="K2")
        hide(False)
    returned(
        episode("02/03/2026", "20/10/2026", "S", "X1", child="N100"),
        episode("20/10/2026", "27/10/2026", "P", "X1", child="N100", place="K2"),
        episode("27/10/2026", "", "P", "", child="N100", place="U4"),
    )
    assert latest().started_on == date(2026, 10, 27)
    assert latest().is_address_confidential is not is_opened_since


def test_a_placement_before_a_hidden_one_is_hidden(night, returned):
    night(looked_after_from="2026-10-19", placement_from="2026-10-19", last_review_on="")
    hide()
    returned(episode("02/03/2026", "01/06/2026", "S", "E4A", child="N100"))
    first = CarePlacement.objects.filter(pupil=gia()).earliest("started_on")
    assert first.started_on == date(2026, 3, 2)
    assert first.is_address_confidential


# --- the area of a postcode -------------------------------------------------------------------


def areas():
    rows = CarePlacement.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("postcode", "area_code"))


@pytest.mark.parametrize(
    ("postcode", "area"), [("ZE1 0AA", ""), ("SM1 1AA", "998"), ("NS1 2BB", "999")]
)
def test_the_area_follows_a_postcode_that_the_roll_changes(night, postcode, area):
    night()
    assert areas() == [("NS1 2BB", "999")]
    night(placement_postcode=postcode)
    assert areas() == [(postcode, area)]


@pytest.mark.parametrize(
    ("postcode", "area"), [("ZE1 0AA", ""), ("SM1 1AA", "998"), ("NS1 2BB", "999")]
)
def test_the_area_follows_a_postcode_that_the_return_changes(night, returned, postcode, area):
    night()
    returned(episode("02/03/2026", "", "S", "", child="N100", post=postcode))
    assert areas() == [(postcode, area)]


def test_a_blank_postcode_keeps_the_area(night, returned):
    night()
    night(placement_postcode="")
    returned(episode("02/03/2026", "", "S", "", child="N100", post=""))
    assert areas() == [("NS1 2BB", "999")]


def test_an_unchanged_postcode_keeps_an_area_that_the_register_no_longer_tells(night):
    night(placement_postcode="ZE1 0AA")
    CarePlacement.objects.filter(pupil=gia()).update(area_code="998")
    night(placement_postcode="ZE1 0AA")
    assert areas() == [("ZE1 0AA", "998")]
