"""The form in which the head says the nine marks in the authority's own words."""

from typing import Any

from django.forms import BoundField

from peps.rubric import Mark, RollUp, RollUpForm, Rubric
from peps.rubric.own import TEXTS
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

LONGEST = 600
_LABELS = {"title": "Title", "guidance": "What it is about"}


class RubricForm(GovukForm):
    """Titles, words and examples of each mark, which count, and the rule for the whole."""

    marks_optional = False

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        self.rubric = rubric
        super().__init__(*args, **{"initial": _initial(rubric)} | kwargs)
        for mark in rubric.marks:
            for name in TEXTS:
                self.fields[f"{mark.key}_{name}"] = _text_field(mark, name)
        titles = [(mark.key, mark.title) for mark in rubric.marks]
        self.fields["counting"] = fields.CheckboxesField(
            label="Which marks count towards the whole",
            hint="The others are rated and told to the writers all the same.",
            choices=titles,
            error_messages={"required": "Choose at least one mark that counts"},
        )
        self.fields["form"] = fields.RadiosField(
            label="How the marks make one judgement",
            choices=[(form.value, form.label) for form in RollUpForm],
            choice_hints={form.value: form.words for form in RollUpForm},
            error_messages={"required": "Choose how the marks make one judgement"},
        )
        self.fields["decisive"] = fields.CheckboxesField(
            label="Decisive marks",
            hint="For the rules by numbers and by the decisive marks.",
            choices=titles,
            required=False,
        )
        for name, label in (("red_from", "Red from"), ("green_from", "Green from")):
            self.fields[name] = fields.IntegerField(
                label=f"{label} so many {label.split()[0].lower()} marks",
                hint="For the rule by numbers.",
                min_value=1,
                max_value=len(rubric.marks),
                width=2,
                error_messages={"required": f"Enter {label.lower()} how many marks"},
            )
        self.fields["what_changed"] = fields.CharField(
            label="What is different from the version before, in a few words",
            hint="It stands in the list of versions.",
            max_length=300,
        )

    def marks(self) -> list[dict[str, Any]]:
        """The fields of each mark together, for the page."""
        return [
            {"mark": mark, "fields": [self._bound(mark, name) for name in TEXTS]}
            for mark in self.rubric.marks
        ]

    def whole(self) -> list[BoundField]:
        """The fields of the rule for the whole, and what changed."""
        names = ("counting", "form", "red_from", "green_from", "decisive", "what_changed")
        return [self[name] for name in names]

    def made(self) -> Rubric:
        """The rubric that the valid form says."""
        data = self.cleaned_data
        return Rubric(
            version="",
            marks=tuple(
                Mark(
                    key=mark.key,
                    sections=mark.sections,
                    counts=mark.key in data["counting"],
                    **{name: data[f"{mark.key}_{name}"] for name in TEXTS},
                )
                for mark in self.rubric.marks
            ),
            roll_up=RollUp(
                form=RollUpForm(data["form"]),
                red_from=data["red_from"],
                green_from=data["green_from"],
                decisive=frozenset(data["decisive"]),
            ),
        )

    def _bound(self, mark: Mark, name: str) -> BoundField:
        return self[f"{mark.key}_{name}"]


def _text_field(mark: Mark, name: str) -> Any:
    label = _LABELS.get(name) or f"What {name} looks like"
    missing = {"required": f"{mark.title}: say {label[:1].lower()}{label[1:]}"}
    if name == "title":
        return fields.CharField(label=label, max_length=100, error_messages=missing)
    return fields.TextareaField(
        label=label, rows=2, max_length=LONGEST, counts_from=80, error_messages=missing
    )


def _initial(rubric: Rubric) -> dict[str, Any]:
    texts = {f"{mark.key}_{name}": getattr(mark, name) for mark in rubric.marks for name in TEXTS}
    rule = rubric.roll_up
    return texts | {
        "counting": [mark.key for mark in rubric.counting],
        "form": rule.form.value,
        "decisive": sorted(rule.decisive),
        "red_from": rule.red_from,
        "green_from": rule.green_from,
    }
