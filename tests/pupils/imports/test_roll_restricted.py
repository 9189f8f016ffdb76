"""The roll extract: a restricted record that is not in the file is counted, not named."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_restricted_child_who_is_not_in_the_file_is_counted_and_not_named(night, cast):
    job = night()
    told = [finding.message for finding in job.kept["info"]]
    assert cast.eve.is_restricted
    assert not any("C-eve" in message for message in told)
    counted = [f.message for f in job.kept["info"] if f.code == "restricted_not_in_file"]
    assert len(counted) == 1
    assert "not in this file: 1." in counted[0]
