"""Several pages write one answer of a carer's part, some of them under one name: no word is lost
but what somebody who had it before their eyes chose to leave out."""

import random
import re
from dataclasses import dataclass, field

import pytest

from peps.models import VoiceAnswer
from peps.rules.side_by_side import Choice
from peps.services.shared_part import SavedPart, save_part
from peps.voice.speaker import Speaker
from tests.peps.by_link import invited

ASKED = "worries"


@dataclass
class Page:
    """An open page as its script keeps it: the field, the versions that it names, the box."""

    speaker: Speaker
    ref: str
    text: str = ""
    version: int = 0
    theirs: str | None = None
    marks: dict[str, dict[str, int]] = field(default_factory=dict)

    def save(self, *, choice: Choice | None = None) -> SavedPart:
        marks = {"shown": {}, "beside": {}, "behind": {}, **self.marks}
        choices = {ASKED: choice} if choice else {}
        return save_part(
            speaker=self.speaker,
            texts={ASKED: self.text},
            version=self.version,
            choices=choices,
            page=self.ref,
            **marks,
        )

    def take(self, saved: SavedPart) -> None:
        """What the answer says."""
        self.version = saved.version
        if both := saved.both.get(ASKED):
            self.theirs = both.theirs
            self.marks = {
                "shown": {ASKED: saved.version},
                "beside": {ASKED: both.beside},
                "behind": {ASKED: both.seen},
            }
        else:
            self.text, self.theirs, self.marks = saved.texts.get(ASKED, ""), None, {}


def words(text: str) -> set[str]:
    return set(re.findall(r"w\d+\.", text))


@pytest.mark.parametrize("seed", range(12))
def test_no_word_is_lost_that_nobody_chose_to_leave_out(cast, ada_pep, seed):
    dice = random.Random(seed)
    made = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    names = ["Pat", "Pat", "Jo"]
    pages = [Page(Speaker(link=made.link, said_by=name), str(n)) for n, name in enumerate(names)]
    said: set[str] = set()
    for step in range(25):
        page = dice.choice(pages)
        if page.theirs is not None and dice.random() < 0.3:
            choice = dice.choice(list(Choice))
            mine, theirs = words(page.text), words(page.theirs)
            saved = page.save(choice=choice)
            if choice is Choice.THEIRS:
                said -= mine - theirs
            elif choice is Choice.MINE and not saved.both:
                said -= theirs - mine
            page.take(saved)
        else:
            page.text += dice.choice([" ", "\n\n", ""]) + f"w{step}."
            said |= words(page.text)
            saved = page.save()
            if dice.random() < 0.8:  # or the answer is lost on the way
                page.take(saved)
        stands = VoiceAnswer.objects.get(key=ASKED).text
        assert said <= words(stands), f"step {step}"
