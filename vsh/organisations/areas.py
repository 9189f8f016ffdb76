"""In which authority's area a postcode lies, as far as the schools around it tell."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from vsh.tables.identifiers import postcode_unit_parts, tidy_postcode

from .models import EducationSetting


class Areas:
    """Authority codes by postcode, sector and district, from postcodes of known authority.

    The first of unit, sector and district in which all agree decides; where they do not agree,
    or nobody is there, the area is not known. It is an inference, not the national look-up.
    """

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        for postcode, code in known:
            tidy = tidy_postcode(postcode)
            if tidy and code:
                for part in (tidy, *postcode_unit_parts(tidy)):
                    self._codes[part].add(code)

    def authority_of(self, postcode: str) -> str:
        """The authority's code, or nothing when the schools disagree or there are none."""
        tidy = tidy_postcode(postcode)
        if not tidy:
            return ""
        for part in (tidy, *postcode_unit_parts(tidy)):
            codes = self._codes.get(part, set())
            if len(codes) == 1:
                return next(iter(codes))
            if codes:
                return ""
        return ""


class AreasOfRegister:
    """The same for the whole register, read once and only when first asked: for imports."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    @cached_property
    def _areas(self) -> Areas:
        rows = EducationSetting.objects.exclude(status=EducationSetting.Status.CLOSED)
        return Areas(rows.exclude(postcode="").values_list("postcode", "la_code").iterator())

    def authority_of(self, postcode: str) -> str:
        """The authority's code, or nothing when it is not known."""
        if postcode and postcode not in self._known:
            self._known[postcode] = self._areas.authority_of(postcode)
        return self._known[postcode] if postcode else ""


def authority_of_postcode(postcode: str) -> str:
    """The authority's code for one postcode, or nothing when it is not known."""
    tidy = tidy_postcode(postcode)
    if not tidy:
        return ""
    district = tidy.split(" ")[0]
    rows = EducationSetting.objects.exclude(status=EducationSetting.Status.CLOSED)
    return Areas(
        rows.filter(postcode__startswith=f"{district} ").values_list("postcode", "la_code")
    ).authority_of(tidy)
