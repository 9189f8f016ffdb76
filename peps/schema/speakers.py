"""For whose words a personal link is, and in which manner a child is asked."""

from enum import StrEnum


class Purpose(StrEnum):
    """Whose words a link is for."""

    CHILD = "child"
    CARER = "carer"
    PARENT = "parent"

    @property
    def label(self) -> str:
        """Who that is."""
        return {"child": "The child", "carer": "Carer", "parent": "Parent"}[self.value]


class Manner(StrEnum):
    """How a child is asked."""

    PICTURES = "pictures"
    SIMPLE = "simple"
    OWN_WORDS = "own_words"

    @property
    def label(self) -> str:
        """The manner, as the inviting adult chooses it."""
        return {
            "pictures": "Pictures and faces",
            "simple": "Simple questions",
            "own_words": "Own words",
        }[self.value]
