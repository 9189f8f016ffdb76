"""Which place is a move to another school."""

from datetime import date

import pytest

from peps.rules.handover import MainPlace, Move, move_to

OAK, ELM = 1, 2
LOADED = date(2026, 9, 10)


def place(setting, started):
    return MainPlace(setting=setting, started_on=date.fromisoformat(started))


@pytest.mark.parametrize(
    ("new", "others", "expected"),
    [
        (place(ELM, "2026-11-04"), [place(OAK, "2025-09-01")], Move(OAK)),
        (place(ELM, "2026-09-10"), [place(OAK, "2025-09-01")], Move(OAK)),
        (place(ELM, "2026-09-09"), [place(OAK, "2025-09-01")], None),  # before it was loaded
        (place(ELM, "2026-11-04"), [], None),  # the first place on record
        (place(ELM, "2026-11-04"), [place(OAK, "2026-12-01")], None),  # what comes later
        (place(ELM, "2026-11-04"), [place(None, "2026-10-01")], Move(None)),
        (
            place(ELM, "2026-11-04"),
            [place(None, "2026-10-01"), place(OAK, "2025-09-01")],
            Move(OAK),
        ),
        (place(OAK, "2026-11-04"), [place(None, "2026-10-01"), place(OAK, "2025-09-01")], None),
        (place(OAK, "2026-11-04"), [place(OAK, "2025-09-01"), place(ELM, "2026-10-01")], Move(ELM)),
        (place(None, "2026-11-04"), [place(OAK, "2025-09-01")], None),
    ],
)
def test_a_move_and_what_is_none(new, others, expected):
    assert move_to(place=new, others=others, on_record_since=LOADED) == expected
