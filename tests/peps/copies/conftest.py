"""A finished plan in which each answer has a word of its own, and a link for each reader."""

from types import SimpleNamespace

import pytest

from peps.schema import Kind
from peps.schema.speakers import Purpose
from peps.schema.voices import ALL
from peps.services import (
    assure_pep,
    save_section,
    submit_pep,
)
from peps.services.voice_pictures import add_picture
from peps.services.voices import save_answer, send_voice
from peps.voice.speaker import Speaker
from tests.peps.answers import full_answers
from tests.peps.by_link import invited
from tests.peps.conftest import ALL_GREEN
from tests.peps.copies.reading import KEPT, WHO, canaries
from tests.peps.test_pdf import photo


@pytest.fixture
def links(cast, ada_pep):
    """A link for each, with an address, made while the plan is written."""
    return {
        purpose: invited(
            cast.officer, ada_pep, purpose, name=WHO[purpose], email=f"{purpose}@example.org"
        )
        for purpose in WHO
    }


@pytest.fixture
def written(cast, ada_pep, links):
    """The plan submitted and assured, each answer and each word by link with its canary."""
    words = canaries(ada_pep)
    for key, answers in full_answers(ada_pep.form).items():
        told = {name: words.get(f"{key}.{name}", said) for name, said in answers.items()}
        for field in ada_pep.form.section(key).fields:
            if field.kind is Kind.PERSON:
                told[field.key] = "somebody_else"
            elif f"{key}.{field.key}" in words:
                told[field.key] = words[f"{key}.{field.key}"]
            if field.asked_when:  # with an answer for which it is asked
                told[field.asked_when.field] = field.asked_when.is_one_of[0]
            if field.key == "what_changes":
                told[field.key] = "home"
        save_section(actor=cast.officer, pep=ada_pep, key=key, answers=told, version=0)
    for purpose in Purpose:
        speaker = Speaker(link=links[purpose].link, said_by=WHO[purpose])
        for asked in ALL[purpose]:
            save_answer(speaker=speaker, key=asked.key, text=f"zq{purpose}{asked.key}x")
            words[f"{purpose}:{asked.key}"] = f"zq{purpose}{asked.key}x"
        if purpose is Purpose.CHILD:
            drawn = add_picture(speaker=speaker, upload=photo(), says="zqdrawn")
        send_voice(speaker=speaker)
    save_answer(
        speaker=Speaker(link=links["child"].link),
        key="proud",
        text=KEPT,
        is_private=True,
        version=1,
    )
    del words["child:proud"]
    submit_pep(actor=cast.teacher, pep=ada_pep)
    assure_pep(actor=cast.officer, pep=ada_pep, ratings=ALL_GREEN, feedback="zqfeedback")
    ada_pep.refresh_from_db()
    return SimpleNamespace(pep=ada_pep, words=words, drawn=drawn)
