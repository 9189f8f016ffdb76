"""The map of duties is whole, and every page, command, clock and document that it names exists."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

from pupils.clocks import clocks

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "guidance.md"

ROW_ID = re.compile(r"(?P<heading>(?:SG|LA|MD)-[A-Z]+)-(?P<number>\d{2})")
REFERENCE = re.compile(r"`(?P<kind>url|command|clock|doc):(?P<name>[^`]+)`")
IN_BACKTICKS = re.compile(r"`[^`]*`")
NOT_FOR_SOFTWARE = "not a matter for the system: "

# How many duties each heading of the three texts had when it was first read. A line may be added;
# none is dropped while the guidance stands.
DUTIES_READ = {
    "SG-ABT": 5, "SG-MAIN": 10, "SG-PMAIN": 7, "SG-LEAD": 10, "SG-VSH": 17, "SG-CP": 10,
    "SG-VOICE": 4, "SG-EDU": 20, "SG-ADM": 10, "SG-PEP": 8, "SG-CON": 10, "SG-INIT": 17,
    "SG-QUAL": 11, "SG-DT": 1, "SG-SW": 5, "SG-IRO": 7, "SG-PP": 11, "SG-LEAVE": 10,
    "SG-INFO": 12, "SG-PREV": 16, "SG-WORK": 19, "SG-TRAIN": 3, "SG-MH": 7, "SG-EXC": 9,
    "SG-SEN": 12, "SG-ROLE": 9, "SG-CUS": 18, "LA-GEN": 5, "LA-ACT": 15, "MD-LEAD": 5,
    "MD-DATA": 8, "MD-PALAC": 5, "MD-KEY": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    line: int
    cells: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.cells[0]

    @property
    def where(self) -> str:
        return self.cells[3]

    @property
    def references(self) -> list[tuple[str, str]]:
        return [(match["kind"], match["name"]) for match in REFERENCE.finditer(self.where)]


def read_map() -> list[Row]:
    """Every line of a table that is neither its head nor its rule."""
    rows = []
    for number, text in enumerate(MAP.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.startswith("|") or text.startswith(("| No. |", "|---")):
            continue
        rows.append(Row(number, tuple(cell.strip() for cell in text.strip("|").split("|"))))
    return rows


def url_names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The name of each page of the site, as templates write it: `reporting:roll`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"


def named(kind: str) -> list[tuple[str, str]]:
    """Each thing of a kind that the map names, with the id of the first line that names it."""
    first: dict[str, str] = {}
    for row in read_map():
        for of_kind, name in row.references:
            if of_kind == kind:
                first.setdefault(name, row.id)
    return sorted(first.items())


def missing(kind: str, existing: set[str]) -> list[str]:
    return [f"{line}: {kind}:{name}" for name, line in named(kind) if name not in existing]


def test_every_line_has_an_id_a_duty_somebody_and_a_place() -> None:
    broken = [
        f"line {row.line}: {row.cells}"
        for row in read_map()
        if len(row.cells) != 4 or not all(row.cells) or not ROW_ID.fullmatch(row.id)
    ]
    assert broken == []


def test_ids_are_unique() -> None:
    counted = Counter(row.id for row in read_map())
    assert [line for line, times in counted.items() if times > 1] == []


def test_lines_of_a_heading_are_numbered_without_a_gap_and_none_is_dropped() -> None:
    numbers: dict[str, list[int]] = {}
    for row in read_map():
        match = ROW_ID.fullmatch(row.id)
        assert match, f"line {row.line}"
        numbers.setdefault(match["heading"], []).append(int(match["number"]))
    assert list(numbers) == list(DUTIES_READ)
    for heading, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), heading
        assert len(found) >= DUTIES_READ[heading], heading


def test_a_place_names_something_or_says_plainly_that_there_is_none() -> None:
    vague = [
        f"{row.id}: {row.where}"
        for row in read_map()
        if row.where != "not yet"
        and not row.where.startswith(NOT_FOR_SOFTWARE)
        and not row.references
    ]
    assert vague == []


def test_everything_in_backticks_is_a_reference_that_is_checked() -> None:
    unchecked = [
        f"{row.id}: {quoted}"
        for row in read_map()
        for quoted in IN_BACKTICKS.findall(row.where)
        if not REFERENCE.fullmatch(quoted)
    ]
    assert unchecked == []


def test_every_page_named_exists() -> None:
    assert missing("url", set(url_names())) == []


def test_every_command_named_exists() -> None:
    assert missing("command", set(get_commands())) == []


def test_every_clock_named_exists() -> None:
    assert missing("clock", {clock.kind for clock in clocks()}) == []


def test_every_document_named_exists() -> None:
    assert [f"{line}: {name}" for name, line in named("doc") if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("heading", sorted(DUTIES_READ))
def test_each_heading_has_its_table(heading: str) -> None:
    assert re.search(rf"^### .+ \({heading}\)$", MAP.read_text(encoding="utf-8"), re.MULTILINE)
