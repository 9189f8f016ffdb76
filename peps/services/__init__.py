"""Every write about a PEP."""

from .actions import add_action, record_step
from .completing import accept_pep, complete_pep
from .merging import NEVER_ON_RECORD, Lag
from .opening import initiate_pep, open_termly_peps
from .refusals import PepRefused, PepUnfinished, PepWrongDays, StaleSection
from .sections import complete_section, note_section_seen, save_section
from .set_aside import set_section_aside, take_section_back
from .shape import adapt_open_plans, change_variant
from .sign_off import (
    assure_pep,
    mark_not_required,
    return_pep,
    submit_pep,
    take_back_pep,
    unlock_pep,
)
from .unchanged import PepUnconfirmed

__all__ = [
    "NEVER_ON_RECORD",
    "Lag",
    "PepRefused",
    "PepUnconfirmed",
    "PepUnfinished",
    "PepWrongDays",
    "StaleSection",
    "accept_pep",
    "adapt_open_plans",
    "add_action",
    "assure_pep",
    "change_variant",
    "complete_pep",
    "complete_section",
    "initiate_pep",
    "mark_not_required",
    "note_section_seen",
    "open_termly_peps",
    "record_step",
    "return_pep",
    "save_section",
    "set_section_aside",
    "submit_pep",
    "take_back_pep",
    "take_section_back",
    "unlock_pep",
]
