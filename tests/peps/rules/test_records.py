"""Which record is meant by which words of a plan that is handed in again."""

import pytest

from peps.rules.records import Kept, records_meant

RING, LAPTOP, MENTOR = "Ring the tutor.", "Buy a laptop.", "Find a mentor."


def kept(key, what, *, position=None, who="", ended=False):
    position = position or key
    return Kept(key=key, position=position, words=(what, who), may_be_reworded=not ended)


@pytest.mark.parametrize(
    ("said", "records", "meant"),
    [
        ({1: RING, 2: LAPTOP}, [kept(1, RING), kept(2, LAPTOP)], {1: 1, 2: 2}),
        # the first was done and taken out, the second moved up: it does not inherit that
        ({1: LAPTOP}, [kept(1, RING, ended=True), kept(2, LAPTOP)], {1: 2}),
        # they changed places
        ({1: LAPTOP, 2: RING}, [kept(1, RING), kept(2, LAPTOP)], {1: 2, 2: 1}),
        # one was put before them
        ({1: MENTOR, 2: RING, 3: LAPTOP}, [kept(1, RING), kept(2, LAPTOP)], {2: 1, 3: 2}),
        # put otherwise in its place: the same while it is open, a new one when it has ended
        ({1: MENTOR}, [kept(1, RING)], {1: 1}),
        ({1: MENTOR}, [kept(1, RING, ended=True)], {}),
        # put otherwise and moved: nothing says that it is the same
        ({2: MENTOR}, [kept(1, RING)], {}),
        # the same thing, written a little otherwise
        ({1: "ring  the tutor."}, [kept(1, RING, ended=True)], {1: 1}),
        # of two that begin alike the one with the same particulars is meant, wherever it stands
        ({1: (RING, "Ann")}, [kept(1, RING, who="Bob", ended=True), kept(2, RING, who="Ann")],
         {1: 2}),
        # two alike stay two
        ({1: RING, 2: RING}, [kept(1, RING), kept(2, RING)], {1: 1, 2: 2}),
        ({1: RING, 2: RING}, [kept(1, RING)], {1: 1}),
        ({}, [kept(1, RING)], {}),
    ],
)  # fmt: skip
def test_which_record_is_meant(said, records, meant):
    words = {place: each if isinstance(each, tuple) else (each, "") for place, each in said.items()}
    assert records_meant(words, records) == meant
