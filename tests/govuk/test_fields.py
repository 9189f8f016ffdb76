"""What the fields accept and what they say when an answer is missing or wrong."""

from datetime import date
from typing import ClassVar

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, GovukModelForm, VersionedFormMixin
from vsh.organisations.models import EducationSetting


def form_of(**declared: forms.Field) -> type[GovukForm]:
    return type("Form", (GovukForm,), declared)


def parts(day: str, month: str, year: str) -> dict[str, str]:
    return {"on_day": day, "on_month": month, "on_year": year}


def date_form(**options):
    return form_of(on=fields.DateField(label="Date of birth", **options))


@pytest.mark.parametrize(
    "data",
    [
        parts("7", "3", "2026"),
        parts("07", "03", "2026"),
        parts(" 7 ", "March", "2026"),
        parts("7", "mar", "2026"),
        {"on": "2026-03-07"},
    ],
)
def test_one_day_in_many_spellings(data) -> None:
    form = date_form()(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Enter date of birth"),
        (parts("", "", ""), "Enter date of birth"),
        (parts("31", "2", "2026"), "Date of birth must be a real date"),
        (parts("29", "2", "2025"), "Date of birth must be a real date"),
        (parts("x", "2", "2025"), "Date of birth must be a real date"),
        (parts("7", "13", "2025"), "Date of birth must be a real date"),
        (parts("7", "3", "26"), "Date of birth: the year must have 4 numbers"),
        (parts("7", "", "2026"), "Date of birth must include a month"),
        (parts("7", "", ""), "Date of birth must include a month and year"),
        ({"on": "7.3.2026"}, "Date of birth must be a real date"),
        ({"on": "2026-02-31"}, "Date of birth must be a real date"),
    ],
)
def test_a_date_says_what_is_wrong(data, message: str) -> None:
    assert date_form()(data).errors["on"] == [message]


def test_a_leap_day_is_real() -> None:
    assert date_form()(parts("29", "2", "2028")).is_valid()


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("6", "Date of birth must be on or after 7 March 2026"),
        ("7", None),
        ("9", None),
        ("10", "Date of birth must be on or before 9 March 2026"),
    ],
)
def test_a_date_outside_its_bounds_names_the_bound(day: str, message: str | None) -> None:
    form_class = date_form(min_value=date(2026, 3, 7), max_value=lambda: date(2026, 3, 9))
    form = form_class(parts(day, "3", "2026"))
    assert form.errors.get("on", [None]) == [message]


def test_an_optional_date_may_stay_empty() -> None:
    form = date_form(required=False)(parts("", "", ""))
    assert form.is_valid()
    assert form.cleaned_data["on"] is None


def test_a_refused_date_keeps_what_was_typed() -> None:
    html = str(date_form()(parts("31", "Febr", "2026"))["on"])
    assert 'value="31"' in html
    assert 'value="Febr"' in html


def test_has_changed_compares_days_not_texts() -> None:
    form_class = date_form()
    unchanged = form_class(parts("07", "03", "2026"), initial={"on": date(2026, 3, 7)})
    changed = form_class(parts("08", "03", "2026"), initial={"on": date(2026, 3, 7)})
    assert unchanged.changed_data == []
    assert changed.changed_data == ["on"]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (fields.CharField(label="Name of the school"), "Enter name of the school"),
        (fields.CharField(label="UPN"), "Enter UPN"),
        (fields.TextareaField(label="What happened?"), "Enter an answer to “What happened?”"),
        (fields.RadiosField(label="Main reason", choices=[("a", "A")]), "Select main reason"),
        (fields.CheckboxesField(label="Days", choices=[("a", "A")]), "Select days"),
        (fields.SelectField(label="Year", choices=[("a", "A")]), "Select year"),
        (fields.FileField(label="Register"), "Select a file"),
        (fields.BooleanField(label="I agree"), "Tick “I agree” to continue"),
        (fields.CharField(label="X", error_messages={"required": "Our words"}), "Our words"),
    ],
)
def test_a_missing_answer_is_asked_for_in_plain_words(field: forms.Field, message: str) -> None:
    assert form_of(answer=field)({}).errors["answer"] == [message]


@pytest.mark.parametrize(
    ("text", "expected"), [("1,250.50", "1250.50"), ("£80", "80"), (" 3 ", "3")]
)
def test_money_as_people_write_it(text: str, expected: str) -> None:
    form = form_of(amount=fields.DecimalField(label="Amount"))({"amount": text})
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["amount"]) == expected


def test_text_is_counted_as_the_page_counts_it() -> None:
    form_class = form_of(note=fields.TextareaField(label="Note", max_length=3))
    assert form_class({"note": "a\r\nb"}).is_valid()
    assert "note" in form_class({"note": "a\r\nbc"}).errors


def test_an_empty_choice_is_a_word_and_refused() -> None:
    form = form_of(year=fields.SelectField(label="Year", choices=[("9", "Year 9")]))
    assert '<option value="" selected>Choose</option>' in str(form()["year"])
    assert "year" in form({"year": ""}).errors
    assert form({"year": "9"}).is_valid()


def test_a_file_is_taken() -> None:
    form_class = form_of(register=fields.FileField(label="Register", accept=".csv"))
    form = form_class({}, {"register": SimpleUploadedFile("r.csv", b"upn")})
    assert form.is_valid()
    assert form_class().is_multipart()


def test_a_stale_version_is_refused_in_the_summary() -> None:
    form = type("Form", (VersionedFormMixin, GovukForm), {})({"version": "3"})
    assert form.is_valid()
    assert form.cleaned_data["version"] == 3
    form.refuse_stale()
    assert "Somebody else has changed this" in form.non_field_errors()[0]


def test_a_model_form_uses_our_fields() -> None:
    class SettingForm(GovukModelForm):
        class Meta:
            model = EducationSetting
            fields: ClassVar = ["name", "phase", "opened_on"]

    form = SettingForm({})
    assert isinstance(form.fields["opened_on"], fields.DateField)
    assert "opened_on_day" in str(form["opened_on"])
    assert "---------" not in str(form["phase"])


@pytest.mark.parametrize(
    ("field", "answer", "message"),
    [
        (fields.IntegerField(label="Share", max_value=99), "100", "Share must be 99 or less"),
        (
            fields.IntegerField(label="Share, 50% say", min_value=1),
            "0",
            "Share, 50% say must be 1 or more",
        ),
        (fields.IntegerField(label="Share"), "x", "Share must be a whole number"),
        (fields.DecimalField(label="Hours"), "x", "Hours must be a number"),
        (
            fields.CharField(label="Name", max_length=3),
            "abcd",
            "Name must be 3 characters or fewer",
        ),
        (
            fields.TextareaField(label="What is your concern?", max_length=3),
            "abcd",
            "Your answer to “What is your concern?” must be 3 characters or fewer",
        ),
        (fields.SelectField(label="Part", choices=[("a", "A")]), "gone", "Select part"),
        (
            fields.CharField(label="Name", max_length=3, error_messages={"max_length": "Own"}),
            "abcd",
            "Own",
        ),
    ],
)
def test_what_lies_beyond_a_limit_is_said_with_the_name_of_the_field(
    field, answer, message
) -> None:
    assert form_of(it=field)({"it": answer}).errors["it"] == [message]
