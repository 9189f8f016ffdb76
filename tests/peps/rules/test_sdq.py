"""The bands of a total difficulties score, at their boundaries."""

import pytest

from peps.rules.sdq import sdq_band


@pytest.mark.parametrize(
    ("respondent", "score", "band"),
    [
        ("carer", 0, "normal"),
        ("carer", 13, "normal"),
        ("carer", 14, "borderline"),
        ("carer", 16, "borderline"),
        ("carer", 17, "cause for concern"),
        ("carer", 40, "cause for concern"),
        ("teacher", 11, "normal"),
        ("teacher", 12, "borderline"),
        ("teacher", 15, "borderline"),
        ("teacher", 16, "cause for concern"),
        ("child", 15, "normal"),
        ("child", 16, "borderline"),
        ("child", 19, "borderline"),
        ("child", 20, "cause for concern"),
    ],
)
def test_bands(respondent, score, band):
    assert sdq_band(score=score, respondent=respondent) == band
