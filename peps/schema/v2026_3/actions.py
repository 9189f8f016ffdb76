"""What is agreed to be done: by a named person with an account, or by somebody in words."""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Field, Kind, Section, When
from ..v2026_2.plan import YEARS_AHEAD

MOST = 8
SOMEBODY_ELSE = "somebody_else"
PARTS = ("what", "owner", "who", "by_when")


def _action(number: int) -> tuple[Field, ...]:
    first, *others = (f"action_{number}_{part}" for part in PARTS)
    begun = True if number == 1 else When(field=first, or_any=tuple(others))

    def part(name: str, label: str, hint: str = "", kind: Kind = Kind.TEXT) -> Field:
        return Field(
            key=f"action_{number}_{name}",
            label=label,
            hint=hint,
            kind=kind,
            needed=begun,
            guidance=("SG-QUAL-08", "SG-INIT-07"),
            group=f"Action {number}",
            carries_forward=False,
            shows_last=False,
        )

    owner = part(
        "owner",
        "By whom",
        "A person with an account finds it on their list and is reminded of it.",
        Kind.PERSON,
    )
    who = part("who", "If somebody else: who", "Name and part in the child's life, as the carer.")
    without_account = When(field=owner.key, is_one_of=(SOMEBODY_ELSE,))
    by_when = part("by_when", "By when", kind=Kind.DATE)
    return (
        part("what", "What will be done"),
        replace(owner, choices=((SOMEBODY_ELSE, "Somebody without an account"),)),
        replace(who, needed=without_account, asked_when=without_account),
        replace(by_when, after="meeting.held_on", within_years=YEARS_AHEAD),
    )


def _actions(before: Section) -> Section:
    return replace(
        before,
        intro=(
            "When the plan is handed in, each action goes to the list of the person who is named "
            "for it. What becomes of it stands under “Targets and actions”."
        ),
        fields=(
            *(field for number in range(1, MOST + 1) for field in _action(number)),
            before.field("taken_forward_by"),
        ),
    )


CHANGED: dict[str, Callable[[Section], Section]] = {  # section key → how it is asked now
    "actions": _actions,
}
