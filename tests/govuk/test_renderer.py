"""Every form is drawn in GOV.UK markup: ours, and those of Django and its packages."""

import re

import pytest
from django import forms
from django.template import Context, Template

from vsh.govuk import fields
from vsh.govuk.examples import ExampleForm
from vsh.govuk.forms import GovukForm


class PlainForm(forms.Form):
    """Nothing of ours."""

    name = forms.CharField(help_text="As on the register")
    year = forms.ChoiceField(choices=[("", "---"), ("9", "Year 9")])
    days = forms.MultipleChoiceField(choices=[("1", "Monday")], widget=forms.CheckboxSelectMultiple)
    is_sure = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput)


def group_of(form: forms.BaseForm, name: str) -> str:
    return str(form[name].as_field_group())


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("name", 'class="govuk-input"'),
        ("year", 'class="govuk-select"'),
        ("days", 'class="govuk-checkboxes__input"'),
        ("is_sure", 'class="govuk-checkboxes__input"'),
    ],
)
def test_an_ordinary_form_of_django_has_the_markup_too(name: str, markup: str) -> None:
    assert markup in group_of(PlainForm(), name)


def test_hidden_fields_have_no_group() -> None:
    html = str(PlainForm())
    assert '<input type="hidden" name="secret"' in html
    assert html.count("govuk-form-group") == 4


@pytest.mark.parametrize("name", [name for name in ExampleForm().fields if name != "days"])
def test_an_error_is_shown_linked_and_described(name: str) -> None:
    form = ExampleForm({})
    group = group_of(form, name)
    assert "govuk-form-group--error" in group
    described = re.search(r'aria-describedby="([^"]*)"', group)
    assert described
    assert f"id_{name}_error" in described.group(1).split()
    assert f'id="id_{name}_error"' in group
    assert f'id="{form[name].error_anchor}"' in group


@pytest.mark.parametrize("name", ["name", "on", "is_agreed"])
def test_a_hint_is_described(name: str) -> None:
    group = group_of(ExampleForm(), name)
    assert f'id="id_{name}_helptext"' in group
    assert re.search(rf'aria-describedby="id_{name}_helptext"', group)


def test_no_error_no_error_markup() -> None:
    assert "error" not in str(ExampleForm())


def test_the_browser_validates_nothing() -> None:
    html = str(ExampleForm())
    assert " required" not in html
    assert "maxlength=" not in html.replace("data-maxlength=", "").replace('maxlength="320"', "")


def test_only_what_may_stay_empty_is_marked() -> None:
    html = str(ExampleForm())
    assert "Which days? (optional)" in html
    assert html.count("(optional)") == 1


def test_choices_can_have_hints() -> None:
    group = group_of(ExampleForm(), "where")
    assert 'aria-describedby="id_where_2_hint"' in group
    assert "A library, for instance" in group


def test_error_summary_lists_each_problem_with_its_field() -> None:
    form = ExampleForm({})
    form.add_error(None, "The school refused")
    html = Template("{% load govuk %}{% error_summary form %}").render(Context({"form": form}))
    assert "The school refused" in html
    for anchor in ("id_name", "id_on_day", "id_where_0", "id_setting", "id_is_agreed"):
        assert f'href="#{anchor}"' in html


def test_error_summary_is_silent_without_errors() -> None:
    render = Template("{% load govuk %}{% error_summary form %}").render
    assert render(Context({"form": ExampleForm()})).strip() == ""
    assert render(Context({})).strip() == ""


def test_what_people_type_is_escaped() -> None:
    form = ExampleForm({"name": "<script>", "on_day": '"><script>', "note": "</textarea><script>"})
    assert "<script>" not in str(form)


def test_a_form_in_which_nothing_is_required_marks_nothing() -> None:
    class SearchForm(GovukForm):
        words = fields.CharField(label="Find a child", required=False)

    assert "(optional)" not in str(SearchForm())


def test_a_form_of_a_package_asks_in_plain_words_too() -> None:
    form = PlainForm({})
    assert form["name"].errors == ["Enter name"]
    assert form["year"].errors == ["Select year"]
    assert "This field is required" not in group_of(form, "days")
