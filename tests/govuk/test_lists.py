"""Links of a list page keep what is already chosen."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from vsh.govuk import fields
from vsh.govuk.lists import query_with, selected_chips, sort_link


class FilterForm(forms.Form):
    year = fields.CheckboxesField(
        label="Year group", required=False, choices=[("9", "Year 9"), ("10", "Year 10")]
    )
    school = fields.SelectField(
        label="School", required=False, choices=[("Key stage 4", [("1", "Oakfield")])]
    )
    is_open = fields.BooleanField(label="Out of authority", required=False)
    since = fields.DateField(label="Since", required=False)


def chips(query: str) -> list[tuple[str, str]]:
    data = QueryDict(query)
    return [(chip.text, chip.url) for chip in selected_chips(FilterForm(data), data)]


@pytest.mark.parametrize(
    ("query", "changes", "expected"),
    [
        ("a=1&page=3", {"page": None}, "?a=1"),
        ("a=1", {"page": 2}, "?a=1&page=2"),
        ("a=1&a=2", {"b": "x y"}, "?a=1&a=2&b=x+y"),
        ("", {"page": None}, "?"),
    ],
)
def test_query_with_changes(query: str, changes: dict, expected: str) -> None:
    assert query_with(QueryDict(query), **changes) == expected


@pytest.mark.parametrize(
    ("query", "url", "direction"),
    [
        ("year=9&page=4", "?year=9&sort=name", "none"),
        ("sort=name", "?sort=-name", "ascending"),
        ("sort=-name", "?sort=name", "descending"),
        ("sort=other", "?sort=name", "none"),
    ],
)
def test_sorting_turns_round_and_starts_at_page_one(query: str, url: str, direction: str) -> None:
    link = sort_link(QueryDict(query), key="name")
    assert (link.url, link.direction) == (url, direction)


def test_the_list_s_own_order_is_shown() -> None:
    assert sort_link(QueryDict(), key="name", default="name").direction == "ascending"


def test_each_choice_has_a_chip_that_takes_off_only_itself() -> None:
    assert chips("year=9&year=10&school=1&page=2") == [
        ("Year group: Year 9", "?year=10&school=1"),
        ("Year group: Year 10", "?year=9&school=1"),
        ("School: Oakfield", "?year=9&year=10"),
    ]


def test_a_box_and_a_date_have_chips() -> None:
    expected = [("Out of authority", "?since=2026-04-02"), ("Since: 2 April 2026", "?is_open=on")]
    assert chips("is_open=on&since=2026-04-02") == expected
    assert chips("since_day=2&since_month=4&since_year=2026") == [("Since: 2 April 2026", "?")]


def test_nonsense_has_no_chip() -> None:
    assert chips("year=99&since=never&unknown=1") == []
    assert selected_chips(FilterForm(), QueryDict()) == []


def render(source: str, query: str = "", **context) -> str:
    request = RequestFactory().get(f"/roll/?{query}")
    template = Template("{% load govuk %}" + source)
    return template.render(Context({"request": request, **context}))


def test_pagination_keeps_the_filters_and_marks_the_page() -> None:
    page = Paginator(range(500), 50).get_page(5)
    html = render("{% pagination page %}", "year=9&page=5", page=page)
    assert 'href="?year=9&amp;page=4"' in html
    assert 'aria-label="Page 5" aria-current="page"' in html
    assert html.count("aria-current") == 1


def test_one_page_has_no_pagination() -> None:
    page = Paginator(range(50), 50).get_page(1)
    assert render("{% pagination page %}", page=page).strip() == ""
    assert render("{% pagination page %}").strip() == ""


@pytest.mark.parametrize(
    ("number", "page", "words"),
    [(1, 1, "1 child"), (0, 1, "0 children"), (340, 2, "Showing 51 to 100 of 340 children")],
)
def test_count_in_words(number: int, page: int, words: str) -> None:
    page_obj = Paginator(range(number), 50).get_page(page)
    assert render('{% result_count page "child" "children" %}', page=page_obj) == words


def test_date_of_a_filter_is_a_day() -> None:
    form = FilterForm(QueryDict("since=2026-04-02"))
    assert form.is_valid()
    assert form.cleaned_data["since"] == date(2026, 4, 2)
