"""The forms of the annual report: which year to begin, and its text."""

from typing import Any

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.organisations.models import Authority

from .rules import AcademicYear

_YEARS_OFFERED = 5
_TEXT_LIMIT = 20_000


class StartForm(GovukForm):
    """Which academic year, and of which authority where somebody works for several."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = AcademicYear.of(today()).starts_in
        years = [AcademicYear(starts_in=this - ago).name for ago in range(_YEARS_OFFERED)]
        self.fields["academic_year"] = fields.SelectField(
            label="Academic year",
            choices=[(name, name) for name in years],
            error_messages={"required": "Select an academic year"},
            initial=years[1],  # reports are written in the autumn after the year
        )
        authorities = Authority.objects.filter(
            pk__in=user.authority_ids_where(Permission.PRODUCE_ANNUAL_REPORT)
        )
        choices = list(authorities[:2])
        self.only_authority = choices[0] if len(choices) == 1 else None
        if self.only_authority is None:
            self.fields["authority"] = fields.ModelSelectField(
                label="Authority",
                queryset=authorities,
                error_messages={"required": "Select an authority"},
            )

    @property
    def chosen_authority(self) -> Authority:
        """The authority chosen, or the only one there is to choose."""
        chosen: Authority = self.only_authority or self.cleaned_data["authority"]
        return chosen


class TextForm(VersionedFormMixin, GovukForm):
    """What the Virtual School Head says beside the figures.

    Every text may be left for later, and one of them is needed in the end: "(optional)" would
    say the wrong thing.
    """

    marks_optional = False

    introduction = fields.TextareaField(
        label="Introduction by the Virtual School Head",
        hint="Do not name a child. An empty line begins a new paragraph; a line that begins with "
        "a dash becomes an item of a list.",
        rows=10,
        max_length=_TEXT_LIMIT,
        required=False,
    )
    pupil_premium = fields.TextareaField(
        label="Pupil premium plus",
        hint="How you managed the pupil premium plus and the early years pupil premium, and how "
        "spending it has supported the children’s achievement: the statutory guidance asks for "
        "both in the annual report. You can write it later; the report is not published without.",
        rows=8,
        max_length=_TEXT_LIMIT,
        required=False,
    )
    priorities = fields.TextareaField(
        label="Priorities for next year", rows=6, max_length=_TEXT_LIMIT, required=False
    )
