"""Numbers that carry their own check: UPN, URN, postcode, authority codes."""

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O, S; each is worth its place, from 0
_UPN = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")
_POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})")
_OFSTED_URN = re.compile(r"SC\d{6}|\d{7}|X{7}")
UNKNOWN_UPN_CODES = ("UN1", "UN2", "UN3", "UN4", "UN5")


def is_upn(text: str) -> bool:
    """Whether `text` has the shape of a UPN: a letter and 12 digits, or 11 digits and a letter."""
    return _UPN.fullmatch(text) is not None


def is_temporary(upn: str) -> bool:
    """Whether it is a temporary UPN: a letter at its end in place of the last digit."""
    return is_upn(upn) and upn[-1].isalpha()


def upn_check_letter(upn: str) -> str:
    """The letter that the other twelve characters call for.

    Value × position for positions 2 to 13 (a final letter counts its place in the alphabet of
    UPNs), modulo 23. Source: Government Data Standards Catalogue 2.0, unique pupil number.
    """
    values = (UPN_LETTERS.index(c) if c in UPN_LETTERS else int(c) for c in upn[1:])
    return UPN_LETTERS[sum(value * place for place, value in enumerate(values, start=2)) % 23]


def is_ofsted_urn(text: str) -> bool:
    """Whether it has the shape of Ofsted's number of a social care provider: SC and six digits, or
    seven; XXXXXXX where another body inspects it. It is not the number of a school (rule 1008)."""
    return _OFSTED_URN.fullmatch(text) is not None


def tidy_postcode(text: str) -> str | None:
    """The postcode in capitals with one space, or None when it has not the shape of one."""
    compact = "".join(text.upper().split())
    if not _POSTCODE.fullmatch(compact):
        return None
    return f"{compact[:-3]} {compact[-3:]}"


def postcode_unit_parts(postcode: str) -> tuple[str, str]:
    """A tidy postcode's sector and district: "EC3A 5DE" gives "EC3A 5" and "EC3A"."""
    district, inward = postcode.split(" ")
    return f"{district} {inward[0]}", district
