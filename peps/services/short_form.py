"""A settled child's plan is put on the short form, and turned back into the full one."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from peps.models import Pep, QualityRating, QualityReview, ShortForm, ShortFormPolicy
from peps.models.quality import Rag
from peps.rules.settled import RecordOfChild, is_settled, settled_reasons
from peps.rules.states import Action
from placements.attendance_words import by_term
from placements.models import AttendanceDay, AttendanceSummary, Exclusion
from placements.national import newest
from placements.rules.attendance import ONE_PLACE
from placements.sessions import COLUMNS, beside_marks, marks_by_term, sessions_in
from pupils.child_permissions import permissions_for
from pupils.models import CarePlacement, Enrolment
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority

from .locking import lock_for

NOT_ALLOWED = "The Virtual School does not use the short form."
NOT_SETTLED = "The short form is for a settled child: see which condition is not met."


@transaction.atomic
def allow_short_form(*, actor: User, authority: Authority, is_allowed: bool) -> ShortFormPolicy:
    """Allow the short form in an authority, or no more; plans that are on it stay on it."""
    if authority.pk not in actor.authority_ids_where(Permission.SET_QUALITY):
        raise PermissionDenied(Permission.SET_QUALITY.value)
    Authority.objects.select_for_update().get(pk=authority.pk)
    policy, _ = ShortFormPolicy.objects.update_or_create(
        authority=authority,
        defaults={"is_allowed": is_allowed, "changed_on": today(), "changed_by": actor},
    )
    found: ShortFormPolicy = policy
    return found


def allows_short_form(authority_id: int) -> bool:
    """Whether the authority allows it."""
    return ShortFormPolicy.objects.filter(authority=authority_id, is_allowed=True).exists()


@transaction.atomic
def choose_short_form(*, actor: User, pep: Pep) -> ShortForm:
    """Put an open plan on the short form, with the reasons why the child counts as settled."""
    pep = _locked(actor, pep)
    if not allows_short_form(pep.pupil.authority_id):
        raise ValidationError(NOT_ALLOWED)
    record = record_of(pep, on=today())
    if not is_settled(record):
        raise ValidationError(NOT_SETTLED)
    chosen = ShortForm(
        pep=pep,
        reasons=[reason.words for reason in settled_reasons(record)],
        chosen_on=today(),
        chosen_by=actor,
    )
    chosen.full_clean()
    chosen.save()
    return chosen


@transaction.atomic
def back_to_full_form(*, actor: User, pep: Pep, reason: str) -> None:
    """Ask every question openly again; no word is lost, for none was taken away."""
    pep = _locked(actor, pep)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the full form is needed."})
    chosen = ShortForm.objects.filter(pep=pep, ended_on__isnull=True).first()
    if chosen is None:
        raise ValidationError("This plan is on the full form.")
    chosen.ended_on, chosen.ended_by, chosen.ended_because = today(), actor, reason.strip()
    chosen.save()


def record_of(pep: Pep, *, on: date) -> RecordOfChild:
    """What decides whether the plan's child is settled on the day."""
    last = Pep.objects.before(pep).filter(care_period=pep.care_period_id).first()
    is_complete = last is not None and last.state == Pep.State.COMPLETE
    outcomes = QualityReview.objects.filter(pep=last) if last else QualityReview.objects.none()
    red = QualityRating.objects.filter(review=OuterRef("pk"), rating=Rag.RED)
    judged = outcomes.annotate(has_red=Exists(red)).values_list("outcome", "has_red").first()
    outcome, has_red = judged or ("", False)
    home = CarePlacement.objects.filter(pupil=pep.pupil_id).current_on(on)
    place = Enrolment.objects.filter(pupil=pep.pupil_id).current_on(on).main()
    here = place.with_hours_on(on).order_by("-started_on").first()
    out = Exclusion.objects.counted().filter(enrolment__pupil=pep.pupil_id, started_on__lte=on)
    return RecordOfChild(
        since=last.submitted_on if last and is_complete else None,
        last_outcome=outcome,
        has_red=has_red,
        home_since=home.order_by("-started_on").values_list("started_on", flat=True).first(),
        place_since=here.started_on if here else None,
        is_at_school_full_time=bool(here and here.setting_id and here.full_time_then),
        attendance=_attendance(pep),
        national_attendance=_national(),
        last_suspended_on=out.order_by("-started_on").values_list("started_on", flat=True).first(),
    )


def _attendance(pep: Pep) -> Decimal | None:
    """Of the newest term for which anything is on record, all schools together."""
    of_child = {"enrolment__pupil": pep.pupil_id}
    summaries = beside_marks(AttendanceSummary.objects.filter(**of_child)).values(*COLUMNS)
    marks = marks_by_term(AttendanceDay.objects.filter(**of_child))
    terms = by_term(sessions_in(row) for row in [*summaries, *marks])
    return terms[0].sessions.attendance if terms else None


def _national() -> Decimal | None:
    figure = newest("absence", "all_pupils")
    return None if figure is None else (100 - figure.per_cent).quantize(ONE_PLACE)


def _locked(actor: User, pep: Pep) -> Pep:
    """The open plan, for who hands it in: the designated teacher or the virtual school."""
    pep = lock_for(Action.WRITE, actor=actor, pep=pep)
    permissions = permissions_for(actor, pep.pupil)
    writes = {Permission.WRITE_PEP_SCHOOL_SECTIONS, Permission.WRITE_PEP_ANY_SECTION}
    if not writes & permissions:
        raise PermissionDenied(Permission.WRITE_PEP_SCHOOL_SECTIONS.value)
    return pep
