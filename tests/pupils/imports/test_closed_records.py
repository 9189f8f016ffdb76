"""Who loads a file learns nothing of what stands on a restricted record."""

import re

import pytest

from pupils.models import Pupil
from tests.cast import Cast
from tests.intake.running import load
from tests.pupils.imports.rolls import GIA, NIGHTLY, roll
from tests.pupils.imports.test_ssda903 import EPISODES, HEADER, REVIEWS, episode

pytestmark = pytest.mark.django_db


def restrict() -> None:
    Pupil.objects.filter(child_id="N100").update(is_restricted=True)


def told(job) -> list[tuple[str, str, str]]:
    every = [one for level in job.kept.values() for one in level] + job.kept_of_refused
    return [(one.column, one.code, one.message) for one in every if one.subject == "N100"]


def has_a_day(words: str) -> bool:
    return bool(re.search(r"\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2}", words))


@pytest.mark.parametrize(
    ("row", "level"),
    [
        ({"looked_after_from": "2026-06-01"}, "error"),
        ({"looked_after_from": "2026-03-03"}, "warning"),
        ({"placement_from": "2026-03-01"}, "error"),
        ({"placement_from": "2026-03-01", "placement_type": "K2"}, "error"),
        ({"school_urn": "998001", "enrolled_from": "2020-09-04"}, "error"),
        ({"date_of_birth": "2026-05-06"}, "error"),
    ],
)
def test_a_row_of_the_roll_about_a_restricted_record(cast: Cast, night, row, level) -> None:
    night()
    open_job = load("roll", {"r.csv": roll({**NIGHTLY, **row})}, authority=cast.northshire,
                    is_dry_run=True)  # fmt: skip
    restrict()
    job = load("roll", {"r.csv": roll({**NIGHTLY, **row})}, authority=cast.northshire)
    assert job.counts["refused"] == open_job.counts["refused"]
    assert len(told(job)) == len(told(open_job))
    assert told(open_job)
    assert [one.code for one in job.kept[level] if one.subject] == ["closed_record"]
    for _, code, words in told(job):
        assert not has_a_day(words), (code, words)


def test_what_the_row_alone_makes_wrong_keeps_its_words(cast: Cast, night) -> None:
    night()
    restrict()
    wrong = {**GIA, "upn": "Q207000016049", "legal_first_name": "G1a", "school_urn": "123456"}
    job = load("roll", {"r.csv": roll(wrong)}, authority=cast.northshire)
    codes = {code for _, code, _ in told(job)}
    assert {"upn_check_letter", "unknown_urn"} <= codes
    assert "closed_record" not in codes


def load_return(cast: Cast, **files: str):
    named = {f"{name}.csv": text for name, text in files.items()}
    return load("ssda903", named, authority=cast.northshire)


@pytest.mark.parametrize("is_restricted", [False, True])
@pytest.mark.parametrize(
    ("begun", "ended", "rec", "code"),
    [
        ("01/02/2026", "", "", "overlap"),
        ("02/03/2026", "01/09/2026", "E4A", "conflicting_end"),
    ],
)
def test_an_episode_of_the_return_that_contradicts_the_record(
    cast: Cast, night, is_restricted, begun, ended, rec, code
) -> None:
    night(looked_after_to="2026-10-01")
    if is_restricted:
        restrict()
    files = {
        "h": f"{HEADER}N100,F,06/05/2012,WBRI,P207000016049,,\n",
        "e": EPISODES + episode(begun, ended, "S", rec, child="N100"),
    }
    found = [one for one in told(load_return(cast, **files)) if one[1] in (code, "closed_record")]
    assert [one[1] for one in found] == ["closed_record" if is_restricted else code]
    assert has_a_day(found[0][2]) is not is_restricted


def test_reviews_alone_do_not_tell_the_day_of_birth(cast: Cast, night) -> None:
    night()
    restrict()
    rows = "".join(f"N100,{day},02/07/2026,PN1\n" for day in ("07/05/2012", ""))
    job = load_return(cast, r=REVIEWS + rows)
    assert job.counts["refused"] == 2
    assert [one[1] for one in told(job)] == ["closed_record"] * 2
    assert not any(has_a_day(words) for *_, words in told(job))


def test_so_does_a_row_that_would_not_do_for_a_new_child(cast: Cast, night) -> None:
    night()
    restrict()
    wrong = {"upn": "Q207000016049", "legal_first_name": "G1a", "school_urn": "123456"}
    job = load("roll", {"r.csv": roll({**NIGHTLY, **wrong})}, authority=cast.northshire)
    codes = {code for _, code, _ in told(job)}
    assert {"upn_check_letter", "unknown_urn"} <= codes
    assert "closed_record" not in codes
