"""Names folded for sorting and search: no accents, no case."""

import unicodedata


def fold(text: str) -> str:
    """`text` without accents, case and doubled blanks: "Zoë O'Neill" becomes "zoe o'neill"."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def search_form(known_as: str, first_name: str, last_name: str) -> str:
    """Family name first, so that it sorts; then every first name by which a child is known."""
    firsts = dict.fromkeys(fold(name) for name in (known_as, first_name) if name)
    return " ".join(part for part in (fold(last_name), *firsts) if part)
