"""Outcomes of inspections that come in as a file: good ones, each refusal, twice, corrected."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from pupils.services.inspections import standing_of
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.reporting.page_requests import signed_in
from vsh.intake.models import ImportRun
from vsh.organisations.models import EducationSetting, InspectionOutcome

HEADER = "urn,framework,inspected_on,area,grade,source,published_on\n"
CARD = "999001,report_card,2026-03-03,{area},{grade},https://reports.example/999001,2026-04-02\n"
INCLUSION = CARD.format(area="Inclusion", grade="Urgent improvement")
ACHIEVEMENT = CARD.format(area="Achievement", grade="expected standard")
KEPT = ("area", "grade", "inspected_on", "published_on", "source")


@pytest.fixture(autouse=True)
def school(cast) -> EducationSetting:
    EducationSetting.objects.filter(urn="999001").update(type_group="Academies")
    return EducationSetting.objects.get(urn="999001")


def told(*lines: str, **more):
    return load("inspections", {"i.csv": HEADER + "".join(lines)}, **more)


def kept() -> list[tuple]:
    return list(InspectionOutcome.objects.order_by("area").values_list(*KEPT))


def test_a_report_card_is_kept_by_area_and_the_rules_read_it(school) -> None:
    job = told(INCLUSION, ACHIEVEMENT)
    assert (job.counts["new"], job.counts["refused"]) == (2, 0)
    days = (date(2026, 3, 3), date(2026, 4, 2), "https://reports.example/999001")
    assert kept() == [
        ("achievement", "Expected standard", *days),
        ("inclusion", "Urgent improvement", *days),
    ]
    assert standing_of(school.inspections.all(), on=TODAY).needs_exceptional_reason


def test_again_changes_nothing_and_a_dry_run_too() -> None:
    assert told(INCLUSION, is_dry_run=True).counts["new"] == 1
    assert kept() == []
    told(INCLUSION)
    job = told(INCLUSION)
    assert (job.counts["same"], job.counts["changed"]) == (1, 0)
    assert not InspectionOutcome.events.rel.related_model.objects.exists()


def test_a_later_file_corrects_and_the_history_keeps_what_stood_there() -> None:
    told(INCLUSION)
    job = told(CARD.format(area="inclusion", grade="Needs attention").replace("04-02", "05-02"))
    assert job.counts["changed"] == 1
    outcome = InspectionOutcome.objects.get()
    assert (outcome.grade, outcome.published_on) == ("Needs attention", date(2026, 5, 2))
    assert [event.grade for event in outcome.events.all()] == ["Urgent improvement"]
    job = told(INCLUSION)  # published a month before
    assert findings_of(job, "warning") == [("i.csv", 2, "published_on", "older_report")]
    assert InspectionOutcome.objects.get().grade == "Needs attention"


def test_a_dash_takes_an_outcome_off_the_record_and_an_inspection_before_stays() -> None:
    before = "999001,overall,03/05/2023,,Good,The report,\n"
    told(before, INCLUSION)
    job = told(CARD.format(area="Inclusion", grade="-"))
    assert job.counts["changed"] == 1
    assert kept() == [("overall effectiveness", "Good", date(2023, 5, 3), None, "The report")]
    assert told(CARD.format(area="Inclusion", grade="-")).counts["same"] == 1


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (INCLUSION.replace("999001,", "123456,"), "urn", "unknown_urn"),
        (INCLUSION.replace("999001,", "12AB56,"), "urn", "urn"),
        (INCLUSION.replace("report_card", "Ofsted"), "framework", "framework"),
        (INCLUSION.replace("2026-03-03", "2025-11-09"), "framework", "not_in_force"),
        ("999001,overall,2024-09-01,,Good,The report,\n", "framework", "not_in_force"),
        (INCLUSION.replace("2026-03-03", "03.03.2026"), "inspected_on", "date"),
        (INCLUSION.replace("2026-03-03", "2026-11-05"), "inspected_on", "future"),
        (INCLUSION.replace("04-02", "03-02"), "published_on", "published_before_inspected"),
        (CARD.format(area="Quality of education", grade="Exceptional"), "area", "area"),
        (CARD.format(area="", grade="Exceptional"), "area", "area"),
        (CARD.format(area="Inclusion", grade="Good"), "grade", "grade"),
        (CARD.format(area="Inclusion", grade=""), "grade", "missing"),
        ("999001,report_card,2026-03-03,Inclusion,Exceptional,,\n", "source", "missing"),
        (INCLUSION.replace("https", "h" * 200), "source", "too_long"),
    ],
)
def test_a_bad_row_is_refused_by_its_cell_and_a_good_one_loads(line, column, code) -> None:
    good = "999002,key_judgements,2025-03-03,personal development,Good,The report,\n"
    job = told(line, good)
    assert (2, column, code) in [found[1:] for found in findings_of(job)]
    assert (job.counts["refused"], job.counts["new"]) == (1, 1)
    assert InspectionOutcome.objects.get().area == "personal development"


def test_an_inspection_is_loaded_whole_or_not_at_all() -> None:
    misspelt = CARD.format(area="Achievement", grade="Urgent improvment")
    job = told(INCLUSION, misspelt)
    assert [found[1:] for found in findings_of(job)] == [
        (3, "grade", "grade"),
        (2, "", "inspection_incomplete"),
    ]
    job = told(INCLUSION, ACHIEVEMENT, ACHIEVEMENT)
    assert job.counts["refused"] == 3
    assert (4, "area", "duplicate_row") in [found[1:] for found in findings_of(job)]
    assert kept() == []


def test_a_setting_that_is_not_state_funded_still_has_an_overall_grade() -> None:
    EducationSetting.objects.filter(urn="999001").update(type_group="Independent schools")
    assert told("999001,overall,2025-03-03,,Good,The report,\n").counts["new"] == 1


def test_the_register_does_not_overrule_what_the_file_told(school) -> None:
    told("999001,overall,2023-05-03,,Inadequate,The report,\n")
    register = (
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,OpenDate,Postcode,"
        "TypeOfEstablishment (code),EstablishmentStatus (code),PhaseOfEducation (code),CloseDate,"
        "OfstedLastInsp,OfstedRating (name)\n"
        f"999001,999,Northshire,4001,{school.name},,NS1 2BB,34,1,4,,03-05-2023,Good\n"
    )
    load("schools", {"s.csv": register})
    assert InspectionOutcome.objects.get().grade == "Inadequate"


def test_the_command_and_the_page_know_the_kind(cast, tmp_path, capsys) -> None:
    path = tmp_path / "inspections.csv"
    path.write_text(HEADER + INCLUSION)
    call_command("import_inspections", str(path))
    assert "1 new" in capsys.readouterr().out
    assert ImportRun.objects.get().kind == "inspections"
    page = signed_in(cast, "data").get(reverse("intake:list")).content.decode()
    assert "Outcomes of inspections" in page
