"""Gaps and contradictions for the data officer: a few numbers, a child on record twice, and what
the newest roll file left open."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from pupils.models import CareEpisode, CarePeriod, CarePlacement, Pupil
from vsh.accounts.models import User
from vsh.intake.models import ImportFile, ImportRun
from vsh.organisations.models import Authority

_LONG_AGO = timedelta(days=900)


def leave_gaps(*, on: date) -> None:
    """For the last children of the roll, so that nobody is concerned whom the tour shows."""
    north = Authority.objects.get(code="999")
    open_records = Pupil.objects.filter(authority=north, is_restricted=False)
    children = list(open_records.looked_after_on(on).exclude(upn="").order_by("-child_id")[:4])
    if len(children) < 4:
        return
    temporary, holder, former, told = children
    Pupil.objects.filter(pk=temporary.pk).update(upn=f"{temporary.upn[:12]}A")
    Pupil.objects.filter(pk=former.pk).update(former_upn=holder.upn)
    _load_roll(north, refused=former, told=told)
    periods = CarePeriod.objects.filter(pupil__in=open_records, started_on__lt=on - _LONG_AGO)
    longest = periods.select_related("pupil").order_by("started_on", "pupil__child_id").last()
    if longest is not None:
        _record_again(longest)


def _record_again(period: CarePeriod) -> None:
    """The same child under a number of the former case system, with a short time in care before."""
    child = period.pupil
    first = child.care_periods.order_by("started_on").first() or period
    started_on = first.started_on - timedelta(days=300)
    if started_on <= child.date_of_birth:
        return
    times = {"started_on": started_on, "ended_on": started_on + timedelta(days=60)}
    again = Pupil.objects.create(
        ref=child.ref[::-1],
        authority=child.authority,
        child_id=f"F{child.child_id}",
        legal_first_name=child.legal_first_name,
        legal_last_name=child.legal_last_name.upper(),
        date_of_birth=child.date_of_birth,
        sex=child.sex,
        on_record_since=child.on_record_since,
    )
    before = CarePeriod.objects.create(pupil=again, end_reason="E4A", **times)
    CareEpisode.objects.create(
        care_period=before, legal_status="V2", category_of_need="N4", reason_started="S", **times
    )
    CarePlacement.objects.create(
        pupil=again, care_period=before, placement_type="U6", area_code="999", **times
    )


def _load_roll(authority: Authority, *, refused: Pupil, told: Pupil) -> None:
    """The newest roll file, of which one row was refused and one says what a person corrected."""
    officer = User.objects.filter(email="data@northshire.example").first()
    now = timezone.now()
    run = ImportRun.objects.create(
        ref="rollfile23",
        kind="roll",
        authority=authority,
        uploaded_by=officer,
        confirmed_by=officer,
        confirmed_at=now,
        finished_at=now,
        state=ImportRun.State.LOADED,
        rows_same=2,
        rows_refused=1,
        errors=1,
        warnings=1,
        findings={
            "error": _findings(
                refused,
                line=3,
                column="placement_from",
                code="overlap",
                message="A later placement is on record: the two would overlap. Correct one of "
                "them.",
                is_refused=True,
            ),
            "warning": _findings(
                told,
                line=4,
                column="school_urn",
                code="put_right",
                message="A person withdrew or corrected this place: what they said stands. Put it "
                "right in the case system.",
                is_refused=False,
            ),
        },
    )
    ImportFile.objects.create(run=run, name="roll.csv", layout="Roll extract")


def _findings(
    child: Pupil, *, line: int, column: str, code: str, message: str, is_refused: bool
) -> Sequence[dict[str, object]]:
    return [
        {
            "file": "roll.csv",
            "line": line,
            "column": column,
            "code": code,
            "message": message,
            "subject": child.child_id,
            "is_refused": is_refused,
        }
    ]
