"""Two editors of one PEP, driven through interleavings that a seed decides.

The same seed makes the same choices again; who comes first when both save at once is left to the
machine. `EDITORS_SEED` chooses other interleavings than those of every run.
"""

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from vsh.embedded.paths import PROJECT_DIR

SEED = os.environ.get("EDITORS_SEED", "2026")
LONGEST = 1500  # characters to which anybody still adds
Told = dict[str, Any]


@dataclass
class Person:
    """One of the two: the process, and what stands on the pages before them."""

    name: str
    process: "subprocess.Popen[str]"
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    contested: dict[str, list[str]] = field(default_factory=dict)  # section → questions
    words: int = 0

    @classmethod
    def start(cls, name: str, *, database: str, email: str, ref: str) -> "Person":
        """Sit down."""
        command = [sys.executable, "-m", "tests.faults.editor", database, email, ref]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return cls(name, subprocess.Popen(command, cwd=PROJECT_DIR, **pipes))

    def begin(self, asked: dict[str, Any]) -> None:
        """Do this; what came of it is told by `end`."""
        assert self.process.stdin
        print(json.dumps(asked), file=self.process.stdin, flush=True)

    def end(self) -> list[Told]:
        """What came of it."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"{self.name} broke off"
        told: list[Told] = json.loads(line)
        last = told[-1]
        self.pages[last["key"]] = last["fields"]
        self.contested[last["key"]] = list(last.get("shown", {}))
        return [{"who": self.name, **each} for each in told]

    def leave(self) -> None:
        """Go home."""
        self.process.communicate()
        assert self.process.returncode == 0


@dataclass
class Interleaving:
    """Some saves of both, each in a section, from a page read afresh or one that stood open."""

    number: int
    people: list[Person]
    choices: dict[str, dict[str, list[str]]]  # section → question → the answers to choose from
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(f"{SEED} {self.number}")
        self.seed = f"EDITORS_SEED={SEED}, interleaving {self.number}"

    def run(self) -> list[Told]:
        """Both write until each has saved what they wanted and no conflict waits."""
        sections = list(self.choices)
        together = self.random.choice(sections)
        is_apart = self.random.random() < 0.25
        places = self.random.sample(sections, 2) if is_apart else [together, together]
        left = {person.name: self.random.choice([1, 1, 1, 2]) for person in self.people}
        pairs = list(zip(self.people, places, strict=True))
        self.beat([(p, {"do": "open", "key": key}) for p, key in pairs if self.opens(p, key)])
        while True:
            wanting = [(p, key) for p, key in pairs if left[p.name] or p.contested[key]]
            if not wanting:
                return self.told
            acting = wanting if self.random.random() < 0.6 else [self.random.choice(wanting)]
            for person, key in acting:
                left[person.name] -= not person.contested[key] and left[person.name] > 0
            self.beat([(person, self.next(person, key)) for person, key in acting])

    def next(self, person: Person, key: str) -> dict[str, Any]:
        """A save; where a choice waits now and then the page breaks off and is opened again."""
        breaks_off = person.contested[key] and self.random.random() < 0.1
        return {"do": "open", "key": key} if breaks_off else self.save(person, key)

    def opens(self, person: Person, key: str) -> bool:
        """Whether they read the section afresh, or go on in the page as it stands open."""
        return key not in person.pages or self.random.random() < 0.1

    def beat(self, steps: list[tuple[Person, dict[str, Any]]]) -> None:
        """All these at once."""
        self.random.shuffle(steps)
        sections = [asked["key"] for _, asked in steps]
        for person, asked in steps:
            person.begin(asked)
        for person, _ in steps:
            among = {"seed": self.seed, "sections": sections}
            self.told += [{**among, **told} for told in person.end()]

    def save(self, person: Person, key: str) -> dict[str, Any]:
        """A save of some answers, or of a choice for each contested one, perhaps of more words; or
        of more words alone, while the choice waits."""
        contested = person.contested[key]
        is_waiting = bool(contested) and self.random.random() < 0.1
        is_typing = not contested or is_waiting or self.random.random() < 0.1
        return {
            "do": "save",
            "key": key,
            "typed": self.type(person, key) if is_typing else {},
            "meanwhile": self.type(person, key) if self.random.random() < 0.05 else {},
            "choices": {name: self.choose(key, name) for name in contested if not is_waiting},
            "is_lost": self.random.random() < 0.05,
        }

    def choose(self, key: str, name: str) -> str:
        """Mine, theirs, or, of words, both."""
        is_words = not self.choices[key][name]
        return self.random.choice(["mine", "theirs", *(["both"] if is_words else [])])

    def type(self, person: Person, key: str) -> dict[str, str]:
        """Some answers of the section: other words, more words, none any more, another choice."""
        typed = {}
        questions = self.choices[key]
        for name in self.random.sample(list(questions), self.random.randint(1, 2)):
            stands = person.pages[key][name]
            person.words += 1
            words = f"[{person.name} {person.words}]"
            if questions[name]:
                words = self.random.choice(questions[name])
            elif stands and self.random.random() < 0.1:
                words = ""
            elif len(stands) < LONGEST and self.random.random() < 0.4:
                words = f"{stands}\n{words}".strip()
            typed[name] = words
        return typed
