"""What a carer's or parent's page sends, and what stands of it."""

import re

from peps.models import VoiceAnswer
from peps.schema.voices import questions

START = "/say/"


AUTOSAVE = {"HX-Request": "true"}


def fields(**texts: str) -> dict[str, str]:
    """Every question as the page sends it."""
    return {question.key: texts.get(question.key, "") for question in questions("carer")}


def texts_now() -> dict[str, str]:
    return dict(VoiceAnswer.objects.values_list("key", "text"))


def marks_of(answer) -> dict[str, str]:
    """What the page with both texts sends along, as a browser does."""
    body = answer.content.decode()
    found = re.findall(r'name="((?:seen|shown|beside)_\w+)" value="(-?\d+)"', body)
    return {**dict(found), "version": str(answer.context["version"])}
