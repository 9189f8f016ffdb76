"""The roll: the children somebody may see, with the columns of the list and its filters."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from rapidfuzz import fuzz, process

from peps.facts.terms import PepTerm, loaded_terms_of, terms_of_present_plans
from peps.models import Pep
from placements.models import Custody, Exclusion
from pupils.facts import (
    care_facts,
    deadline_facts,
    people_facts,
    school_facts,
    sen_facts,
)
from pupils.models import CarePlacement, Enrolment, Involvement, Pupil, SenStatus
from pupils.names import fold
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role, permissions_of

NO_PEP = "not_started"
NEAR_ENOUGH = 78
MOST_FOUND = 50

SORTS = {
    "name": "search_name",
    "year": "nc_year",
    "school": "school_name",
    "authority": "authority__name",
    "pep": "pep_state",
    "sen": "sen_status",
    "officer": "virtual_school_officer_name",
    "due": "next_due_on",
}

# What a role must allow to sort by a column, beside seeing the list.
SORT_PERMISSIONS = {
    "pep": Permission.READ_PEP,
    "sen": Permission.VIEW_PUPIL,
    "officer": Permission.VIEW_PUPIL,
    "due": Permission.VIEW_PUPIL,
}

OWN_COLUMNS = {"search_name", "nc_year", "authority__name"}  # on the row, or one join away


def plans_of_the_term(user: User, on: date) -> "QuerySet[Pep]":
    """This term's plans, by the calendar of each child's authority; the one that counts first.

    A plan of a time in care that has ended is not this term's of the next one. One that was set
    aside counts only where there is no other.
    """
    of_authorities: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for authority, terms in _calendars(user, on).items():
        keys = tuple(terms_of_present_plans(terms, on))
        of_authorities.setdefault(keys, []).append(authority)
    elsewhere = ~Q(pupil__authority__in=[pk for pks in of_authorities.values() for pk in pks])
    wanted = elsewhere & _in_terms(terms_of_present_plans([], on))
    for keys, authorities in of_authorities.items():
        wanted |= Q(pupil__authority__in=authorities) & _in_terms(keys)
    is_set_aside = Case(When(state=Pep.State.NOT_REQUIRED, then=Value(1)), default=Value(0))
    plans = Pep.objects.filter(wanted).in_care_on(on)
    # autumn, spring, summer: in the order of the alphabet
    return plans.order_by(is_set_aside, "academic_year", "season", "-opened_on", "-id")


def _in_terms(keys: Iterable[tuple[str, str]]) -> Q:
    wanted = Q(pk__in=[])
    for year, season in keys:
        wanted |= Q(academic_year=year, season=season)
    return wanted


def _calendars(user: User, on: date) -> dict[int, list[PepTerm]]:
    """The terms of the authorities of the children whom `user` may see; asked once a request."""
    known: dict[date, dict[int, list[PepTerm]]] = vars(user).setdefault("_terms_known", {})
    if on not in known:
        authorities: Any = user.authority_ids()
        if user.setting_ids():
            visible = Pupil.objects.visible_to(user).order_by()
            authorities = visible.values("authority")
        known[on] = loaded_terms_of(authorities, on)
    return known[on]


def present_terms(user: User, authority: int, on: date) -> list[tuple[str, str]]:
    """Whose plan is this term's in an authority: academic year and season, in order."""
    return terms_of_present_plans(_calendars(user, on).get(authority, []), on)


def pep_facts(user: User, on: date, plans: "QuerySet[Pep] | None" = None) -> dict[str, Case]:
    """The state of the term's PEP, or of the first of `plans`, told of children whose PEP the user
    may read and of no other."""
    if not user.may(Permission.READ_PEP):
        return {"pep_state": Case(default=Value(None), output_field=CharField())}
    pep = (plans_of_the_term(user, on) if plans is None else plans).filter(pupil=OuterRef("pk"))
    state = Coalesce(Subquery(pep.values("state")[:1]), Value(NO_PEP), output_field=CharField())
    readable = Pupil.objects.reached_by(user, Permission.READ_PEP)
    return {"pep_state": Case(When(readable, then=state), output_field=CharField())}


def columns(user: User, on: date, plans: "QuerySet[Pep] | None" = None) -> dict[str, Any]:
    """Every column of the list that is not on the child's own row; `plans` as for `pep_facts`."""
    record = sen_facts(on) | people_facts(on, "virtual_school_officer") | deadline_facts(on, user)
    record["excluded_on"] = _excluded_on(user, on)
    return {
        "authority_code": F("authority__code"),
        **pep_facts(user, on, plans),
        **school_facts(on),
        **care_facts(on),
        **_of_records_open_to(user, record),
    }


def _of_records_open_to(user: User, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of the record, told of children whose record the user may open and of no other.

    School staff see on the roll who is there, for attendance alone.
    """
    if all(Permission.VIEW_PUPIL in permissions_of({role}) for role in user.roles):
        return dict(facts)
    is_open = Pupil.objects.reached_by(user, Permission.VIEW_PUPIL)
    return {name: Case(When(is_open, then=fact)) for name, fact in facts.items()}


def _excluded_on(user: User, on: date) -> Subquery:
    """The first day of a permanent exclusion from a place that still stands on the register."""
    out: Any = Exclusion.objects.visible_to(user).without_school_since(on)
    standing = out.exclude(enrolment__ended_on__lt=on).filter(enrolment__pupil=OuterRef("pk"))
    return Subquery(standing.values("started_on")[:1])


def sorted_by(pupils: "QuerySet[Pupil]", asked: str, *, user: User, on: date) -> "QuerySet[Pupil]":
    """By a column's head, `-` for the other way round; unknown and closed ones mean the name."""
    head = asked.removeprefix("-")
    if not user.may(SORT_PERMISSIONS.get(head, Permission.VIEW_ROLL)):
        head, asked = "name", ""
    key = SORTS.get(head, SORTS["name"])
    if key not in OWN_COLUMNS:
        pupils = pupils.alias(**{key: columns(user, on)[key]})
    wanted = F(key).desc if asked.startswith("-") else F(key).asc
    return pupils.order_by(wanted(nulls_last=True), "search_name", "id")


def in_order(ids: list[int], *, user: User, on: date) -> "list[Pupil]":
    """The children of one page, in the order of `ids`, with every column and the user's roles.

    Worked out for the page alone: asked for together with the sort, a deep page would work the
    columns out for all before it.
    """
    pupils: QuerySet[Pupil] = Pupil.objects.visible_to(user).filter(pk__in=ids)
    pupils = pupils.with_roles_of(user).select_related("authority")  # type: ignore[attr-defined]
    found = {pupil.pk: pupil for pupil in pupils.annotate(**columns(user, on)).order_by()}
    return [found[pk] for pk in ids if pk in found]


def at_school(pupils: "QuerySet[Pupil]", setting_id: int, *, on: date) -> "QuerySet[Pupil]":
    """Children whose main place of the day is this setting."""
    place = Enrolment.objects.current_on(on).main()
    return pupils.filter(Exists(place.filter(pupil=OuterRef("pk"), setting=setting_id)))


def without_school(pupils: "QuerySet[Pupil]", *, on: date) -> "QuerySet[Pupil]":
    """Children known to have no place: it is on record that they learn nowhere."""
    place = Enrolment.objects.current_on(on).main().filter(pupil=OuterRef("pk"))
    return pupils.filter(Exists(place), ~Exists(place.exclude(kind=Enrolment.Kind.NO_PLACE)))


def of_unknown_school(pupils: "QuerySet[Pupil]", *, on: date) -> "QuerySet[Pupil]":
    """Children of whom nobody has said where they learn."""
    place = Enrolment.objects.current_on(on).main().filter(pupil=OuterRef("pk"))
    return pupils.filter(~Exists(place))


def living(pupils: "QuerySet[Pupil]", *, inside: bool, user: User, on: date) -> "QuerySet[Pupil]":
    """Children placed inside or outside their authority, as far as `user` may know it."""
    placement = CarePlacement.objects.current_on(on).filter(pupil=OuterRef("pk"))
    theirs = Q(area_code=OuterRef("authority__code"))
    placement = placement.exclude(area_code="")
    placement = placement.filter(theirs) if inside else placement.exclude(theirs)
    return pupils.filter(Exists(placement), Pupil.objects.reached_by(user, Permission.VIEW_CARE))


def with_sen(pupils: "QuerySet[Pupil]", status: str, *, user: User, on: date) -> "QuerySet[Pupil]":
    """Children with this SEN status on the day, as far as `user` may know it."""
    sen = SenStatus.objects.filter(pupil=OuterRef("pk"), started_on__lte=on).exclude(
        ended_on__lt=on
    )
    is_open = Pupil.objects.reached_by(user, Permission.VIEW_PUPIL)
    return pupils.filter(Exists(sen.filter(status=status)), is_open)


def in_custody(pupils: "QuerySet[Pupil]", *, user: User, on: date) -> "QuerySet[Pupil]":
    """Children held on the day, as far as `user` may know it."""
    held = Custody.objects.current_on(on).filter(pupil=OuterRef("pk"))
    return pupils.filter(Exists(held), Pupil.objects.reached_by(user, Permission.VIEW_CARE))


def unaccompanied(pupils: "QuerySet[Pupil]", *, user: User, on: date) -> "QuerySet[Pupil]":
    """Unaccompanied asylum-seeking children of the day, as far as `user` may know it."""
    is_of_day = Q(uasc_until=None) | Q(uasc_until__gt=on)
    reached = Pupil.objects.reached_by(user, Permission.VIEW_PUPIL)
    return pupils.filter(reached, is_of_day, is_uasc=True)


def of_officer(
    pupils: "QuerySet[Pupil]", officer_id: int, *, user: User, on: date
) -> "QuerySet[Pupil]":
    """An officer's caseload, as far as `user` may know it."""
    involved = Involvement.objects.current_on(on).filter(
        pupil=OuterRef("pk"), capacity=Involvement.Capacity.OFFICER, user=officer_id
    )
    return pupils.filter(Exists(involved), Pupil.objects.reached_by(user, Permission.VIEW_PUPIL))


def without_officer(pupils: "QuerySet[Pupil]", *, user: User, on: date) -> "QuerySet[Pupil]":
    """Children for whom no officer is allocated, as far as `user` may know it."""
    involved = Involvement.objects.current_on(on).filter(
        pupil=OuterRef("pk"), capacity=Involvement.Capacity.OFFICER
    )
    return pupils.filter(~Exists(involved), Pupil.objects.reached_by(user, Permission.VIEW_PUPIL))


def found_by(user: User, text: str) -> tuple["QuerySet[Pupil]", bool]:
    """Children found by UPN, child ID, reference or name, and whether only near misses were; also
    by the numbers of a record that was merged into theirs."""
    visible: QuerySet[Pupil] = Pupil.objects.visible_to(user)
    folded = fold(text)
    by_name = Q()
    for part in folded.split():
        by_name &= Q(search_name__contains=part)
    code = text.strip()
    exact = Q(ref=code.lower()) | Q(child_id__iexact=code)
    if code:
        exact |= Q(upn=code.upper()) | Q(former_upn=code.upper())
    merged = Pupil.objects.filter(exact, merged_into__isnull=False).order_by()
    exact |= Q(pk__in=merged.values("merged_into"))
    hits = visible.filter(exact | by_name) if folded else visible.none()
    ids = list(hits.order_by().values_list("pk", flat=True)[:1000])
    if ids or not folded:
        return Pupil.objects.filter(pk__in=ids), False
    names = dict(visible.order_by().values_list("pk", "search_name"))
    near = process.extract(
        folded, names, scorer=_nearness, score_cutoff=NEAR_ENOUGH, limit=MOST_FOUND
    )
    return Pupil.objects.filter(pk__in=[pk for _, _, pk in near]), True


def _nearness(asked: str, name: str, **_: object) -> float:
    """How near a name is: each word asked for against the best of the name's words."""
    words = name.split()
    if not words:
        return 0.0
    scores = [max(fuzz.ratio(part, word) for word in words) for part in asked.split()]
    return sum(scores) / len(scores)


def sees_several_authorities(user: User) -> bool:
    """Whether the authority is a column: schools teach children of several."""
    return bool(user.setting_ids()) or len(set(user.authority_ids())) > 1


def roll_title(user: User, count: int) -> str:
    """ "Pupils in care at Oakfield (7)" for a school, "Roll" for an authority."""
    settings = {m.setting.name for m in user.memberships_today if m.setting is not None}
    if settings and not user.authority_ids():
        where = settings.pop() if len(settings) == 1 else "your schools"
        return f"Pupils in care at {where} ({count})"
    if user.roles <= {Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.IRO, Role.PERSONAL_ADVISER}:
        return f"My children ({count})"
    return f"Roll ({count})"
