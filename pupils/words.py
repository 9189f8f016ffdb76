"""The field's words for what is stored as a number or a code."""

from vsh.accounts.roles import ROLE_LABELS, Role


def year_group(nc_year: int | None) -> str:
    """The year group as schools say it: "Year 9", "Reception", "Nursery"."""
    if nc_year is None:
        return "Year not known"
    if nc_year < 0:
        return "Nursery"
    return "Reception" if nc_year == 0 else f"Year {nc_year}"


def role_label(role: str) -> str:
    """The role as people say it; an unknown one as it stands."""
    return ROLE_LABELS[Role(role)] if role in set(Role) else role.replace("_", " ").capitalize()


# Source: DfE, national pupil database data catalogue, "First language - derived" (KS4_LANG1ST).
_LANGUAGES = {
    "ENG": "English",
    "ENB": "Not known but believed to be English",
    "OTB": "Not known but believed to be other than English",
    "OTH": "Other than English",
    "NOT": "Information not obtained",
    "REF": "Refused",
    "PEN": "Classification pending",
}


def language(recorded: str) -> str:
    """The first language in words: the codes of the census, anything else as recorded."""
    return _LANGUAGES.get(recorded.strip().upper(), recorded)
