"""How words stand within a sentence."""

NAMES = ("Virtual School",)


def in_sentence(words: str) -> str:
    """Words without their capital, unless they begin with a name or an abbreviation."""
    if words.startswith(NAMES) or words[1:2].isupper():
        return words
    return words[:1].lower() + words[1:]
