"""Forms about a child at risk of exclusion, one sent home, and the meetings about an exclusion."""

from collections.abc import Sequence
from typing import Any

from placements.attendance_forms import WRONG_HINT, place_words
from placements.models import ExclusionMeeting
from pupils.models import Enrolment
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

LONGEST = 2000


class OfPlaceForm(GovukForm):
    """A form about one of a child's places at a school."""

    place = fields.RadiosField(label="School or setting")

    def __init__(self, *args: Any, places: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(place.pk), place_words(place)) for place in places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["place"].initial = choices[0][0]


class RiskForm(OfPlaceForm):
    """A worry that a child may be excluded."""

    worries = fields.TextareaField(
        label="What worries you?",
        hint="What happens, when, and what you think lies behind it.",
        rows=5,
        max_length=LONGEST,
    )
    support_tried = fields.TextareaField(
        label="What support have you tried, and what did it change?", rows=5, max_length=LONGEST
    )
    asked_for = fields.TextareaField(
        label="What do you ask of the Virtual School?",
        hint="Such as an assessment, one-to-one support, a meeting, another provision.",
        rows=3,
        max_length=LONGEST,
    )


class ChangeRiskForm(VersionedFormMixin, RiskForm):
    """What is new about it, or what was wrong."""

    is_withdrawn = fields.BooleanField(
        label="Take this worry off the record: it was entered in error", required=False
    )
    why = fields.CharField(
        label="What is new, or what was wrong?",
        hint=WRONG_HINT,
        max_length=200,
        error_messages={"required": "Enter what is new, or what was wrong"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["place"]


class AnswerRiskForm(VersionedFormMixin, GovukForm):
    """What the Virtual School will do, and later what came of it."""

    answer = fields.TextareaField(
        label="What will be done, by whom and by when?", rows=5, max_length=LONGEST
    )
    outcome = fields.TextareaField(
        label="If it is over: what came of it?",
        hint="This closes the worry. Leave it empty while it goes on.",
        rows=3,
        max_length=LONGEST,
        required=False,
    )


class SentHomeForm(OfPlaceForm):
    """A child was sent home without a suspension."""

    sent_home_on = fields.DateField(label="Day on which the child was sent home")
    sessions = fields.RadiosField(
        label="How long?",
        choices=[("1", "Part of the day"), ("2", "The whole day")],
        error_messages={"required": "Select how long"},
    )
    said_by = fields.CharField(
        label="Who at the school decided it?", hint="Their part, such as head of year.",
        max_length=200,
    )  # fmt: skip
    reason = fields.TextareaField(label="What reason was given?", rows=3, max_length=500)


class CorrectSentHomeForm(VersionedFormMixin, SentHomeForm):
    """The same for an entry that is wrong."""

    is_withdrawn = fields.BooleanField(
        label="Take this entry off the record: it was made in error", required=False
    )
    why = fields.CharField(
        label="What was wrong?",
        hint=WRONG_HINT,
        max_length=200,
        error_messages={"required": "Enter what was wrong"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["place"]


class ExclusionMeetingForm(VersionedFormMixin, GovukForm):
    """A meeting of governors or of an independent panel."""

    body = fields.RadiosField(
        label="Who meets?",
        choices=ExclusionMeeting.Body.choices,
        error_messages={"required": "Select who meets"},
    )
    meets_on = fields.DateField(label="Day of the meeting")
    invited_on = fields.DateField(
        label="Day on which the Virtual School and the social worker were invited", required=False
    )
    attended_by = fields.CharField(
        label="Who came for the child?",
        hint="Their parts, such as Virtual School officer, carer, advocate.",
        max_length=200,
        required=False,
    )
    representations = fields.TextareaField(
        label="What the Virtual School and the social worker said or wrote",
        rows=5,
        max_length=5000,
        required=False,
    )
    outcome = fields.RadiosField(
        label="Outcome",
        hint="A governing board upholds the exclusion or reinstates the child. An independent "
        "panel upholds it, has the governors think again, or quashes it.",
        choices=[("", "Not decided yet"), *ExclusionMeeting.Outcome.choices],
        required=False,
    )


class ChangeExclusionMeetingForm(ExclusionMeetingForm):
    """The same for one that has an outcome now, is wrong, or was never held."""

    is_withdrawn = fields.BooleanField(
        label="Take this meeting off the record: it was entered in error, or was not held",
        hint="Where the governors meet again, record a second meeting instead.",
        required=False,
    )
    reason = fields.CharField(
        label="What was wrong, or what is new?",
        hint=WRONG_HINT,
        max_length=200,
        error_messages={"required": "Enter what was wrong, or what is new"},
    )
