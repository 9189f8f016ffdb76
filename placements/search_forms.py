"""Forms of the search for a school: the search, a school considered, an application."""

from collections.abc import Mapping
from typing import Any

from placements.models import SchoolApplication, SchoolSearch
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.organisations.models import EducationSetting

from .distances import Home
from .setting_choice import OfferSettingsMixin, setting_words

LONGEST = 2000


class OpenSearchForm(GovukForm):
    """A search that begins by hand."""

    why = fields.TextareaField(
        label="Why is a school looked for?",
        rows=3,
        max_length=LONGEST,
        error_messages={"required": "Enter why a school is looked for"},
    )
    needed_from_on = fields.DateField(
        label="Day from which the place is needed",
        hint="Only if the child has a school until then, for example before Year 7: 1 9 2027. "
        "Leave it empty if the place is needed now.",
        required=False,
    )
    interim = fields.TextareaField(
        label="How does the child learn meanwhile?",
        hint="Who teaches, where and for how many hours a week. It does not end the search.",
        rows=3,
        max_length=LONGEST,
        required=False,
    )


class ChangeSearchForm(VersionedFormMixin, OpenSearchForm):
    """The same of a search that goes on."""


class EndSearchForm(VersionedFormMixin, GovukForm):
    """A search that ends without a place that it found."""

    reason = fields.RadiosField(
        label="Why does the search end?",
        choices=SchoolSearch.EndReason.choices,
        error_messages={"required": "Select why the search ends"},
    )
    words = fields.TextareaField(
        label="What should others know about it?", rows=3, max_length=LONGEST, required=False
    )


class OptionForm(GovukForm):
    """What is known of a school that is considered."""

    why = fields.TextareaField(
        label="Why is this school considered?",
        hint="What it can do for this child: needs, friends, brothers and sisters, subjects.",
        rows=3,
        max_length=LONGEST,
        error_messages={"required": "Enter why this school is considered"},
    )
    distance_miles = fields.DecimalField(
        label="Miles of the journey from home",
        hint="As it is travelled, as far as you know it. The straight line is worked out where the "
        "places of home and school are known.",
        required=False,
        min_value=0,
        max_digits=4,
        decimal_places=1,
        width=4,
    )
    admissions = fields.TextareaField(
        label="What do its admission arrangements say?",
        hint="Such as places free in the year group, selection, faith; looked-after children come "
        "first.",
        rows=3,
        max_length=LONGEST,
        required=False,
    )
    is_boarding = fields.BooleanField(label="The child would board there", required=False)
    evidence = fields.TextareaField(
        label="Evidence that it supports children like this one well",
        hint="Needed before an application where the latest inspection found it below good, or "
        "none is on record, and where it teaches another age or is a special school and the "
        "child has no EHC plan: then say why the child would be taught there.",
        rows=4,
        max_length=LONGEST,
        required=False,
    )
    exceptional_reason = fields.TextareaField(
        label="Exceptional reason, if the school was found inadequate",
        hint="Never such a school without it. Say what evidence it rests on.",
        rows=3,
        max_length=LONGEST,
        required=False,
    )
    childs_view = fields.TextareaField(
        label="What does the child think of it?", rows=3, max_length=LONGEST, required=False
    )
    carers_view = fields.TextareaField(
        label="What does the carer think of it?", rows=3, max_length=LONGEST, required=False
    )
    parents_view = fields.TextareaField(
        label="What does the parent think of it, where it is right to ask them?",
        rows=3,
        max_length=LONGEST,
        required=False,
    )
    vsh_consulted_on = fields.DateField(
        label="Day on which the Virtual School was consulted about it",
        hint="Normally before a school is chosen. For example, 27 3 2026",
        required=False,
    )
    vsh_view = fields.TextareaField(
        label="What did the Virtual School say?", rows=3, max_length=LONGEST, required=False
    )
    visited_on = fields.DateField(
        label="Day on which the child visited it", hint="For example, 27 3 2026", required=False
    )
    not_suitable = fields.TextareaField(
        label="If it is not suitable, why?",
        hint="It stays on the list with this word, and is not applied for.",
        rows=2,
        max_length=LONGEST,
        required=False,
    )


class AddOptionForm(OfferSettingsMixin, OptionForm):
    """The same of a school that is found first."""

    setting = fields.ModelRadiosField(
        label="Which school or setting?",
        queryset=EducationSetting.objects.none(),
        error_messages={"required": "Find and select the school or setting"},
    )
    field_order = ("setting",)

    def __init__(
        self,
        *args: Any,
        school: str = "",
        home: Home | None = None,
        excluded: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        excluded = excluded or {}
        self.left_out = list(excluded.values())
        self.home = home
        self.offer_settings(school, home=home, but=excluded.keys())
        if home is not None and "setting" in self.fields:
            self.fields["setting"].label_from_instance = lambda setting: (
                f"{setting_words(setting)}: {home.to(setting).words}"
            )

    def clean(self) -> dict[str, Any]:
        """A school has been found."""
        cleaned: dict[str, Any] = super().clean() or {}  # type: ignore[misc]
        if "setting" not in self.fields:
            self.add_error(None, "Find and select the school or setting")  # type: ignore[attr-defined]
        return cleaned


class ChangeOptionForm(VersionedFormMixin, OptionForm):
    """The same of a school on the list."""


class ApplyForm(VersionedFormMixin, GovukForm):
    """An application that was sent."""

    sent_on = fields.DateField(
        label="Day on which it was sent",
        error_messages={"required": "Enter the day on which it was sent"},
    )
    wanted_from_on = fields.DateField(
        label="Day from which the place is wanted",
        error_messages={"required": "Enter the day from which the place is wanted"},
    )


class ConsultForm(ApplyForm):
    """A consultation that was sent."""

    sent_on = fields.DateField(
        label="Day on which the SEND team consulted the school",
        error_messages={"required": "Enter the day on which the school was consulted"},
    )


class AnswerForm(VersionedFormMixin, GovukForm):
    """What came of it, and its days where they were entered wrongly."""

    sent_on = fields.DateField(
        label="Day on which it was sent",
        error_messages={"required": "Enter the day on which it was sent"},
    )
    wanted_from_on = fields.DateField(
        label="Day from which the place is wanted",
        error_messages={"required": "Enter the day from which the place is wanted"},
    )
    answer = fields.RadiosField(
        label="Answer",
        choices=[("", "None yet"), *SchoolApplication.Answer.choices],
        required=False,
    )
    answered_on = fields.DateField(label="Day of the answer", required=False)
    answer_words = fields.TextareaField(
        label="What was said, and for a refusal why", rows=3, max_length=LONGEST, required=False
    )
    direction_considered_on = fields.DateField(
        label="Day on which a direction was considered",
        hint="After a refusal or silence. A maintained school is directed by the authority, an "
        "academy by the Secretary of State.",
        required=False,
    )
    direction = fields.TextareaField(
        label="What was decided about a direction", rows=3, max_length=LONGEST, required=False
    )

    def __init__(self, *args: Any, is_consultation: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_consultation:
            del self.fields["direction_considered_on"], self.fields["direction"]
        for name in self.fields.keys() - {"answer"}:  # each is asked for with another
            self.fields[name].is_needed_at_times = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An answer has its day, a refusal its reason, a direction both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        answer, answered_on = cleaned["answer"], cleaned["answered_on"]
        considered_on, direction = (
            cleaned.get("direction_considered_on"),
            cleaned.get("direction"),
        )
        if answer and not answered_on:
            self.add_error("answered_on", "Enter the day of the answer")
        if answered_on and not answer:
            self.add_error("answer", "Select the answer")
        if answer == "refused" and not cleaned["answer_words"]:
            self.add_error("answer_words", "Enter why the place was refused")
        if direction and not considered_on:
            self.add_error("direction_considered_on", "Enter the day on which it was considered")
        if considered_on and not direction:
            self.add_error("direction", "Enter what was decided")
        return cleaned
