"""What a page of a plan says where a needed answer is missing reads as people speak."""

import re
from collections.abc import Iterator

import pytest
from django.forms import BaseForm
from django.urls import get_resolver

BADLY_SAID = re.compile(r"^(Enter|Select) (\S+|(add|by|if|please) .+|why, .+)$|This field")


def forms_of(patterns) -> Iterator[type[BaseForm]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from forms_of(pattern.url_patterns)
            continue
        form = getattr(getattr(pattern.callback, "view_class", None), "form_class", None)
        if form is not None and pattern.callback.view_class.__module__.startswith("peps."):
            yield form


FORMS = dict.fromkeys(forms_of(get_resolver().url_patterns))


def missing(form: type[BaseForm]) -> list[str]:
    try:
        empty = form({})
    except TypeError:  # it asks what its page knows
        return []
    hidden = {field.name for field in empty.hidden_fields()}
    return [words for name, said in empty.errors.items() if name not in hidden for words in said]


def test_there_are_forms_to_read() -> None:
    assert sum(bool(missing(form)) for form in FORMS) > 12


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_missing_answer_is_asked_for_in_whole_words(form) -> None:
    assert [words for words in missing(form) if BADLY_SAID.search(words)] == []
