"""What each reader's copy may hold, and what it shows on the page and on paper."""

from datetime import timedelta

from django.urls import reverse

from peps.models import (
    Pep,
)
from peps.reading.copy_pdf import page_of_copy
from peps.rules.copies import may_read_in_copy, may_read_words_in_copy
from peps.schema import Kind
from peps.schema.speakers import Purpose
from peps.services.recipients import Decision, mark_of, record_recipients
from tests.cast import TODAY

PLAN, SO_FAR, PDF = (reverse(f"say:{name}") for name in ("plan", "so_far", "plan_pdf"))
LATER = TODAY + timedelta(weeks=3)  # the links' own days are over, not those for reading
KEPT = "zqkept zqnot zqfor zqall"
WHO = {"child": "", "carer": "Pat Carer", "parent": "Kim Parent"}


def canaries(pep: Pep) -> dict[str, str]:
    """A word of its own for each written answer, by its address."""
    written = [a for a, field in pep.form.fields().items() if field.kind in {Kind.LONG, Kind.TEXT}]
    return {address: f"zq{number:03}x" for number, address in enumerate(written)}


def is_open(address: str, reader: Purpose, *, hidden: bool = False) -> bool:
    if ":" in address:
        said_by, _, key = address.partition(":")
        return may_read_words_in_copy(reader, Purpose(said_by), key, is_place_hidden=hidden)
    section, _, field = address.partition(".")
    return may_read_in_copy(reader, section, field, is_place_hidden=hidden)


def wrong_in(text: str, words: dict[str, str], reader: Purpose, *, hidden: bool = False) -> list:
    return [a for a, w in words.items() if (w in text) is not is_open(a, reader, hidden=hidden)]


def given(cast, pep, capacity, **said):
    row = pep.recipients.get(capacity=capacity)
    decision = Decision(recipient=row.pk, seen=mark_of(row), **said)
    record_recipients(actor=cast.teacher, pep=pep, decisions=[decision])
    return row


def opened(readers) -> dict[Purpose, dict[str, str]]:
    """What each reads on the page of the plan, and on paper."""
    return {
        reader: {
            PLAN: browser.get(PLAN).content.decode(),
            "paper": page_of_copy(_copy_by(browser.get(PLAN)), reader),
        }
        for reader, browser in readers.items()
    }


def _copy_by(answer):
    return answer.context["copy"]
