"""The chapters of a plan as a letter, with the child's own page before all others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from peps.reading.reader import Fact

THE_CHILDS = {"about_me", "childs_views"}
WRITTEN_DOWN = "Written down for me by others"
WRITTEN_BY_ME = "Written by me, and put in here by others"
HOW_TOLD = "How this was told, and what came of it"
LETTERS_OF_A_LINE, LINES_OF_A_PAGE = 80, 24  # beside the name and what is on record
LINES_OF_A_PICTURE = 10


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Answers that belong together: a target, an action, or the plain answers of a section.

    `is_own_words` is what somebody wrote by their own link; `is_written_down` what others wrote for
    the child in the child's questions.
    """

    heading: str
    lines: list[Fact]
    is_own_words: bool = False
    is_written_down: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing that the child sent with their words; `file` is its name in the private store."""

    ref: str
    says: str
    file: str

    @property
    def address(self) -> str:
        """Its address in the page of which the PDF is made, which nothing outside opens."""
        return f"drawing:{self.ref}"

    @property
    def alt(self) -> str:
        """What it is for who does not see it: the child's own words, where there are any."""
        return self.says or "A drawing by the child"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A section of the PEP with what was written and what the roll knows."""

    key: str
    title: str
    passages: list[Passage]
    facts: list[Fact]
    unchanged: str  # since the last plan, and who confirmed it
    set_aside: str  # since when, by whom and why it does not apply any more
    pictures: tuple[Picture, ...] = ()

    @property
    def is_the_childs(self) -> bool:
        """Whether it is of the child's own page, which comes first and has nothing else on it."""
        return self.key in THE_CHILDS

    @property
    def own_words(self) -> list[Passage]:
        """What was written by a link of one's own, which stands first."""
        return [one for one in self.passages if one.is_own_words]

    @property
    def by_others(self) -> list[Passage]:
        """Everything else, below the drawings."""
        return [one for one in self.passages if not one.is_own_words]

    @property
    def is_worth_reading(self) -> bool:
        """Whether it says anything."""
        return bool(self.passages or self.facts or self.set_aside or self.pictures)

    @property
    def lines_on_paper(self) -> int:
        """About how many lines it takes, each answer below its question."""
        said = [line.value for passage in self.passages for line in passage.lines]
        words = sum(2 + len(value) // LETTERS_OF_A_LINE for value in said)
        headings = 2 + sum(bool(passage.heading) for passage in self.passages)
        return headings + words + LINES_OF_A_PICTURE * len(self.pictures)


def with_childs_page(chapters: list[Chapter], pictures: Sequence[Picture]) -> list[Chapter]:
    """The child's own page: what they say and drew. What others say of it follows below a heading
    of its own, and so does everything else."""
    childs = [one for one in chapters if one.is_the_childs]
    if not childs:
        return chapters
    own = [replace(one, passages=_the_childs(one)) for one in childs]
    own[-1] = replace(own[-1], pictures=tuple(pictures))
    others = [
        line
        for one in childs
        for passage in one.passages
        if passage not in _the_childs(one)
        for line in passage.lines
    ]
    told = Chapter(
        key="how_told",
        title=HOW_TOLD,
        passages=[Passage(heading="", lines=others)] if others else [],
        facts=[],
        unchanged="",
        set_aside="",
    )
    return [*own, told, *(one for one in chapters if not one.is_the_childs)]


def _the_childs(chapter: Chapter) -> list[Passage]:
    return [one for one in chapter.passages if one.is_own_words or one.is_written_down]


def has_a_page_of_its_own(chapters: Sequence[Chapter]) -> bool:
    """Whether the child's part has room on one sheet, so that the next chapter begins anew; what is
    longer is followed by it, and leaves no sheet almost empty."""
    return sum(one.lines_on_paper for one in chapters if one.is_the_childs) <= LINES_OF_A_PAGE
