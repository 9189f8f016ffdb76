"""A move on record as the rules read it, and what it costs a child by research."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from placements.models import CareMove, MoveConsultation
from placements.rules.homes import Stay, moved_on
from placements.rules.moves import Considered, Consulted, Missing, Move, Whom, missing
from placements.services.move_news import OTHER_VSH, about, other_authority
from pupils.models import CarePlacement, Enrolment, Pupil
from pupils.rules.ages import year_group_on
from vsh.calendars import today
from vsh.calendars.rules import birthday
from vsh.calendars.services import load_working_days
from vsh.notices.models import Notice

ONE_DAY = timedelta(days=1)
AGE_OF_RESEARCH = 11
PLACES_OF_LEARNING = (
    Enrolment.Kind.MAIN,
    Enrolment.Kind.OTHERWISE,
    Enrolment.Kind.ALTERNATIVE,
)


@dataclass(frozen=True, kw_only=True)
class MoveFacts:
    """A move, who was consulted and what was considered, as the rules take them."""

    move: Move
    consulted: dict[Whom, Consulted]
    considered: Considered
    rows: dict[str, MoveConsultation]
    school: Enrolment | None

    def missing(self) -> list[Missing]:
        """What is not yet on record."""
        return missing(self.move, self.consulted, self.considered, load_working_days())


def facts_of(move: CareMove) -> MoveFacts:
    """The facts of a move; of a draft the school is the one on the day before it."""
    pupil, on = move.pupil, today()
    from_on = move.from_on or on
    place = school_of(move)
    rows = {row.whom: row for row in move.consultations.all()}
    area = move.area_code
    return MoveFacts(
        move=Move(
            from_on=from_on,
            is_emergency=move.is_emergency,
            year_group=year_group_on(
                from_on, date_of_birth=pupil.date_of_birth, nc_year=pupil.nc_year, known_on=on
            ),
            has_school=place is not None,
            is_registered=place is not None and place.kind == Enrolment.Kind.MAIN,
            can_school_stay=move.can_school_stay,
            is_out_of_area=area != pupil.authority.code if area else None,
            is_other_vsh_told=None if move.is_draft else is_other_vsh_told(move),
            is_home_told=move.is_home_of_file,
        ),
        consulted={
            Whom(whom): Consulted(on=row.consulted_on, reason_not=row.reason_not)
            for whom, row in rows.items()
        },
        considered=Considered(
            wishes=move.wishes,
            is_pep_considered=move.is_pep_considered,
            arrangements=move.arrangements,
            approved_by=move.approved_by,
            approved_on=move.approved_on,
            is_provision_right=move.is_provision_right,
        ),
        rows=rows,
        school=place,
    )


def school_of(move: CareMove) -> Enrolment | None:
    """Where the child learns as the move comes: the main school, else education otherwise than at
    school or alternative provision, which a move disrupts as well (reg. 10(4))."""
    if not move.is_draft:
        return move.enrolment
    before = (move.from_on or today() + ONE_DAY) - ONE_DAY
    places = Enrolment.objects.filter(pupil=move.pupil_id, kind__in=PLACES_OF_LEARNING)
    found = {place.kind: place for place in places.current_on(before).select_related("setting")}
    return next((found[kind] for kind in PLACES_OF_LEARNING if kind in found), None)


def is_other_vsh_told(move: CareMove) -> bool:
    """Whether the Virtual School of the home's area was told: by people, or by a message to the
    address that it has today."""
    if move.other_vsh_told_on is not None:
        return True
    _, there = other_authority(move)
    if there is None or not there.virtual_school_email:
        return False
    sent = Notice.objects.filter(about=about(move), stage=OTHER_VSH)
    return sent.filter(address=there.virtual_school_email).exists()


def is_last_home_hidden(pupil: Pupil) -> bool:
    """Whether the address of the child's latest home is confidential."""
    last = CarePlacement.objects.filter(pupil=pupil).order_by("-started_on").first()
    return last is not None and last.is_address_confidential


@dataclass(frozen=True, kw_only=True)
class MovesSoFar:
    """How often a child has moved home while looked after, and since the age of research."""

    all: int
    since_eleven: int


def moves_so_far(pupil: Pupil, placements: Iterable[CarePlacement]) -> MovesSoFar:
    """The moves among these placements."""
    moved = moved_on(
        Stay(
            care_period=one.care_period_id,
            started_on=one.started_on,
            placement_type=one.placement_type,
            postcode=one.postcode,
        )
        for one in placements
    )
    eleven_on = birthday(pupil.date_of_birth, AGE_OF_RESEARCH)
    return MovesSoFar(all=len(moved), since_eleven=sum(day >= eleven_on for day in moved))
