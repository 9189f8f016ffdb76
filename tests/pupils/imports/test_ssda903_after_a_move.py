"""The return after a person recorded a move of home: what they said stands."""

from datetime import date

import pytest

from pupils.models import CarePlacement
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.moving import drafted, recorded
from tests.pupils.imports.rolls import gia
from tests.pupils.imports.test_ssda903 import EPISODES, HEADER, episode
from vsh.tables.findings import Level

pytestmark = pytest.mark.django_db
MOVED = date(2026, 11, 2)
TOLD = [("e.csv", 3, "PLACE", "told_by_person")]


def load_return(cast: Cast, *, place: str, post: str, provider: str = "PR4", urn: str = "SC123456"):
    """Two episodes, of which the second begins with the move."""
    second = episode("02/11/2026", "", "P", "", child="N100", place=place, post=post)
    files = {
        "h.csv": f"{HEADER}N100,F,06/05/2012,WBRI,P207000016049,,\n",
        "e.csv": EPISODES
        + episode("02/03/2026", "02/11/2026", "S", "X1", child="N100")
        + second.replace("PR1", provider).replace("SC123456", urn),
    }
    return load("ssda903", files, authority=cast.northshire)


def home() -> tuple[str, str, str, str, str]:
    last = CarePlacement.objects.filter(pupil=gia()).latest("started_on")
    assert (last.started_on, last.ended_on) == (MOVED, None)
    return last.placement_type, last.provider, last.postcode, last.area_code, last.ofsted_urn


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ({"place": "U6", "post": "NS3 4CC"}, []),
        ({"place": "U6", "post": ""}, []),
        ({"place": "K2", "post": "NS3 4CC"}, TOLD),
        ({"place": "U6", "post": "NS9 9ZZ"}, TOLD),
        ({"place": "U6", "post": "NS3 4CC", "provider": "PR1"}, TOLD),
    ],
)
def test_what_the_person_said_of_the_home_stands(night, cast: Cast, said, warned) -> None:
    night()
    recorded(cast, drafted(cast, gia()))
    for _ in range(2):
        job = load_return(cast, **said)
        assert findings_of(job) == []
        assert findings_of(job, "warning") == warned
        assert home() == ("U6", "PR4", "NS3 4CC", "999", "SC123456")
    assert job.counts["changed"] == 0


def test_what_the_person_left_open_comes_from_the_return(night, cast: Cast) -> None:
    night()
    left_open = {"placement_type": "", "provider": "", "postcode": "", "area_code": ""}
    recorded(cast, drafted(cast, gia(), **left_open))
    job = load_return(cast, place="K2", post="SM1 1AA", provider="PR1")
    assert findings_of(job, "warning") == []
    assert home() == ("K2", "PR1", "SM1 1AA", "998", "SC123456")


def test_a_home_of_which_no_person_told_is_the_returns(night, cast: Cast) -> None:
    night(placement_from="2026-11-02", placement_postcode="NS3 4CC")
    job = load_return(cast, place="K2", post="SM1 1AA")
    assert findings_of(job, "warning") == []
    assert home()[:3] == ("K2", "PR4", "SM1 1AA")


@pytest.mark.parametrize(
    ("urn", "warned"), [("SC123456", TOLD), ("", []), ("SC654321", []), ("XXXXXXX", TOLD)]
)
def test_so_does_the_ofsted_number_that_the_person_gave(night, cast: Cast, urn, warned) -> None:
    night()
    recorded(cast, drafted(cast, gia(), ofsted_urn="SC654321"))
    for _ in range(2):
        job = load_return(cast, place="U6", post="NS3 4CC", urn=urn)
        assert findings_of(job, "warning") == warned
        assert home()[4] == "SC654321"
    if warned:
        said = job.kept[Level.WARNING][0].message
        assert "another Ofsted number: what they said stands" in said


def test_where_the_person_gave_none_the_return_fills_it_and_puts_it_right(night, cast: Cast):
    night()
    recorded(cast, drafted(cast, gia()))
    for urn in ("SC123456", "SC654321"):
        job = load_return(cast, place="U6", post="NS3 4CC", urn=urn)
        assert findings_of(job, "warning") == []
        assert home()[4] == urn
