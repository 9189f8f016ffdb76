"""Whose mark a row is by its UPN: one child's, or nobody's; and how long that takes to find."""

from datetime import date

import pytest

from placements.imports.attendance.file import MARKS
from placements.imports.attendance.row import Known, MarkReader
from pupils.merged import meant_by_upn
from pupils.models import Pupil
from tests.cast import Cast, add_children
from tests.intake.running import findings_of, load
from tests.placements.attendance_files import give_upns, marks
from vsh.tables.identifiers import UNKNOWN_UPN_CODES
from vsh.tables.reading import Row

OTHER = "Z999000126066"


class Counted(dict[str, int]):
    """Counts how often somebody is looked up."""

    times = 0

    def get(self, upn: str, default: int | None = None) -> int | None:  # type: ignore[override]
        self.times += 1
        return super().get(upn, default)


@pytest.mark.parametrize("upn", ["A999000126001", OTHER], ids=["known", "unknown"])
def test_who_is_known_and_who_is_not_are_looked_up_equally_often(upn: str) -> None:
    children = Counted({"A999000126001": 7})
    known = Known(children=children, settings={"999001": 1}, on=date(2026, 11, 4), nobody=-1)
    reader, columns = MarkReader(known), {name: at for at, name in enumerate(MARKS.required)}
    for line in range(2, 52):
        cells = [upn, "999001", "2026-11-03", "AM", "/"]
        assert isinstance(reader.read(Row("marks.csv", line, cells, columns)), str)
    assert children.times == 1


@pytest.mark.parametrize("code", UNKNOWN_UPN_CODES)
def test_a_code_for_an_unknown_upn_is_nobodys(cast: Cast, code: str) -> None:
    give_upns(cast)
    Pupil.objects.filter(pk=cast.ada.pk).update(upn=code)
    add_children(cast, {"gus": {}})
    Pupil.objects.filter(pk=cast.gus.pk).update(former_upn=code, merged_into=cast.eve)
    rows = [f"{name} 999001 2026-11-03 AM /" for name in ("ben", code, code)]
    job = load("attendance", {"m.csv": marks(*rows)}, authority=cast.northshire)
    assert findings_of(job) == [("m.csv", 3, "upn", "upn"), ("m.csv", 4, "upn", "upn")]
    assert job.counts["new"] == 1


# What is told of the numbers of ada, and of gus and hal, whose records were merged into ben's and
# eve's; and whom `OTHER` means then.
WHOSE = {
    "nobody had it": ({}, None),
    "hers before": ({"ada": {"former_upn": OTHER}}, "ada"),
    "of a merged record": ({"gus": {"upn": OTHER}}, "ben"),
    "before, of a merged record": ({"gus": {"former_upn": OTHER}}, "ben"),
    "of the merged record and of who stays": (
        {"gus": {"upn": OTHER}, "ben": {"former_upn": OTHER}},
        "ben",
    ),
    "another child's present one": ({"gus": {"upn": OTHER}, "ada": {"upn": OTHER}}, "ada"),
    "another child had it before": ({"gus": {"upn": OTHER}, "ada": {"former_upn": OTHER}}, None),
    "two had it before": ({"ada": {"former_upn": OTHER}, "eve": {"former_upn": OTHER}}, None),
    "of two merged records": ({"gus": {"upn": OTHER}, "hal": {"upn": OTHER}}, None),
    "of two, once before": ({"gus": {"upn": OTHER}, "hal": {"former_upn": OTHER}}, None),
}


@pytest.mark.parametrize("numbers", list(WHOSE))
def test_a_upn_means_one_child_or_nobody(cast: Cast, numbers: str) -> None:
    told, whose = WHOSE[numbers]
    add_children(cast, {"gus": {}, "hal": {}})
    for gone, stays in (("gus", "ben"), ("hal", "eve")):
        Pupil.objects.filter(pk=cast.children[gone].pk).update(merged_into=cast.children[stays])
    for name, changes in told.items():
        Pupil.objects.filter(pk=cast.children[name].pk).update(**changes)
    meant = {cast.children[whose].pk} if whose else set()
    assert set(meant_by_upn(cast.northshire).values()) == meant
