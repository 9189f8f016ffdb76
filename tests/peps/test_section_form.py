"""A question that is drawn once for everybody looks as one that is drawn for this answer."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from peps.forms import SectionForm
from peps.schema import Field, Kind

CHOICES = (("yes", "Yes"), ("no", "No"))
ANSWERS = ("", "yes", "Two\nlines & <b>more</b>", "“Quoted” 'twice' \"over\"", "\ue000", "%s {0}")


def sent(answer: str) -> QueryDict:
    return QueryDict(urlencode({"said": answer}))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("is_needed", [True, False])
@pytest.mark.parametrize("is_posted", [True, False])
def test_a_question_is_drawn_with_its_answer(kind, answer, is_needed, is_posted) -> None:
    answer = {Kind.CHOICE: answer and "yes", Kind.DATE: answer and "2026-11-18"}.get(kind, answer)
    field = Field(
        key="said", label="What & who", hint="Say", kind=kind, needed=is_needed, choices=CHOICES
    )
    posted = sent(answer) if is_posted else None
    for _ in range(2):  # drawn, then kept
        form = SectionForm(posted, asked=[field], answers={"said": answer}, people=["Ana Lee"])
        assert form.drawn(field) == form["said"].as_field_group()


def test_one_childs_answer_is_not_anothers() -> None:
    field = Field(key="said", label="What went well")
    drawn = [
        SectionForm(asked=[field], answers={"said": words}).drawn(field) for words in ("One", "Two")
    ]
    assert ["One" in each for each in drawn] == [True, False]
    assert ["Two" in each for each in drawn] == [False, True]


def test_a_question_with_an_error_is_drawn_with_it() -> None:
    field = Field(key="said", label="What went well")
    form = SectionForm(sent("x" * 5001), asked=[field], answers={})
    assert form.drawn(field) == form["said"].as_field_group()
    assert "use 5,000 characters or fewer" in form.drawn(field)
