"""The table of the PEP's content names what the form really asks, and leaves no line out."""

import re
from pathlib import Path

from peps.rubric import CURRENT_RUBRIC, rubric
from peps.schema import CURRENT_VERSION, Circumstance, Field, Head, Variant, form

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "docs" / "pep-content.md"
DUTIES = ROOT / "docs" / "guidance.md"

FORMS = [form(CURRENT_VERSION, variant, list(Circumstance)) for variant in Variant]
PLACE = re.compile(r"`([a-z_]+\.[a-z0-9_]+)`")
LINE_OF_GUIDANCE = re.compile(r"SG-[A-Z]+-\d{2}")
HEADS_OF_TABLES = ("| No. |", "| Head |", "| Mark |", "| Variant |", "| Circumstance |", "|---")
NUMBER_IN_A_SERIES = re.compile(r"(?<=_)\d+(?=_)")


def table() -> list[tuple[str, set[str]]]:
    """The first cell of each line of a table, with the places that the line names."""
    lines = []
    for text in CONTENT.read_text(encoding="utf-8").splitlines():
        if text.startswith("|") and not text.startswith(HEADS_OF_TABLES):
            first = text.strip("|").split("|")[0].strip()
            lines.append((first, set(PLACE.findall(text))))
    return lines


def places_of(name: str) -> set[str]:
    """Every place named for a line of the guidance or for a statutory head."""
    return set().union(*(places for first, places in table() if first == name))


def first_of_its_series(address: str) -> str:
    """`new_targets.target_3_what` is described once, as the first target's."""
    return NUMBER_IN_A_SERIES.sub("1", address)


def questions() -> list[tuple[str, Field]]:
    """Every question of every variant with its address."""
    return [question for asked in FORMS for question in asked.fields().items()]


def test_every_place_named_exists_in_the_form() -> None:
    named = {place for _, places in table() for place in places}
    assert named - {address for address, _ in questions()} == set()
    assert len(named) > 40


def test_every_line_of_pep_content_and_of_quality_has_a_place() -> None:
    asked = re.findall(r"^\| (SG-(?:CON|QUAL)-\d{2}) ", DUTIES.read_text("utf-8"), re.MULTILINE)
    assert len(asked) == 21
    assert [line for line in asked if not places_of(line)] == []


def test_each_statutory_head_is_asked_by_exactly_the_fields_that_the_form_says() -> None:
    for head in Head:
        asked = {address for form_ in FORMS for address in form_.with_head(head)}
        assert places_of(head.value) == asked, head


def test_each_line_that_a_field_cites_is_in_the_map_of_duties() -> None:
    known = set(LINE_OF_GUIDANCE.findall(DUTIES.read_text(encoding="utf-8")))
    cited = {line for _, field in questions() for line in field.guidance}
    assert cited - known == set()


def test_a_field_that_cites_a_line_of_this_table_stands_in_it() -> None:
    described = {first for first, _ in table()}
    missing = {
        f"{line}: {address}"
        for address, field in questions()
        for line in field.guidance
        if line in described and first_of_its_series(address) not in places_of(line)
    }
    assert missing == set()


def test_sections_of_the_form_that_the_guidance_asks_for_are_all_described() -> None:
    described = {place.split(".")[0] for _, places in table() for place in places}
    assert described == {section.key for asked in FORMS for section in asked.sections}


def test_every_line_of_quality_belongs_to_one_mark_that_looks_where_it_is_asked() -> None:
    marks = {mark.key: mark for mark in rubric(CURRENT_RUBRIC).marks}
    lines_of = {
        text.split("|")[1].strip(): LINE_OF_GUIDANCE.findall(text)
        for text in CONTENT.read_text(encoding="utf-8").splitlines()
        if text.startswith("|") and text.split("|")[1].strip() in marks
    }
    assert list(lines_of) == list(marks)
    rated = [line for lines in lines_of.values() for line in lines]
    assert rated == [first for first, _ in table() if first.startswith("SG-QUAL-")]
    for key, lines in lines_of.items():
        for line in lines:
            asked_in = {place.split(".")[0] for place in places_of(line)}
            assert asked_in & set(marks[key].sections), line
