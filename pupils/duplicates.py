"""Children who are perhaps on record twice: born on the same day, with the same names. A child who
was adopted is offered for nobody in care after that day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from .adoption import care_so_far, with_care_so_far
from .models import Pupil
from .names import search_form
from .rules.joined_care import ties_birth_to_adoption


@dataclass(frozen=True)
class Duplicates:
    """Child by child, those who may be the same; a name for each."""

    others: Mapping[int, frozenset[int]]
    children: Mapping[int, Pupil]

    def of(self, pupil_id: int) -> list[Pupil]:
        """Who may be the same child, by number."""
        return [self.children[pk] for pk in sorted(self.others.get(pupil_id, ()))]


def duplicates_among(visible: "QuerySet[Pupil]") -> Duplicates:
    """Look through those who share their date of birth with another child: one query."""
    days = visible.values("authority", "date_of_birth").annotate(number=Count("pk"))
    shared = days.filter(number__gt=1).values("date_of_birth")
    named = visible.filter(date_of_birth__in=shared).exclude(legal_last_name="")
    found = {child.pk: child for child in with_care_so_far(named)}
    others = {
        pk: _without_adopted(pk, same, found) for pk, same in same_names(found.values()).items()
    }
    others = {pk: rest for pk, rest in others.items() if rest}
    return Duplicates(others, {pk: found[pk] for pk in others})


def _without_adopted(pk: int, same: Iterable[int], found: Mapping[int, Pupil]) -> frozenset[int]:
    one = care_so_far(found[pk])
    return frozenset(
        other for other in same if not ties_birth_to_adoption(one, care_so_far(found[other]))
    )


def same_names(children: Collection[Pupil]) -> dict[int, frozenset[int]]:
    """Those of one authority and day of birth with a name in common, as search folds names."""
    by_name: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for child in children:
        for name in _names(child):
            by_name[child.authority_id, child.date_of_birth, name].add(child.pk)
    others: dict[int, set[int]] = defaultdict(set)
    for same in by_name.values():
        for pk in same:
            others[pk] |= same - {pk}
    return {pk: frozenset(rest) for pk, rest in others.items() if rest}


def _names(child: Pupil) -> Iterable[str]:
    """Family name with each first name by which the child goes; none without both."""
    firsts = [name for name in (child.known_as, child.legal_first_name) if name]
    return {search_form("", first, child.legal_last_name) for first in firsts}
