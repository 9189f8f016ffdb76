"""A report names no child, and to refuse a name tells nobody of a child unknown to them."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from pupils.models import Pupil
from pupils.querysets import PupilQuerySet
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .models import AnnualReport
from .narrative import names_in

LABELS = {
    "introduction": "introduction",
    "pupil_premium": "account of the pupil premium plus",
    "priorities": "priorities",
}


def refuse_names_known_to(actor: User, report: AnnualReport, texts: dict[str, str]) -> None:
    """Refuse text that names a child whom `actor` may see, or may open.

    A restricted child is nobody else's to know of: such a name is saved like any unknown one,
    and is refused when the report is published.
    """
    known = Q(pk__in=Pupil.objects.visible_to(actor).order_by().values("pk"))
    if report.authority_id in actor.authority_ids_where(Permission.OPEN_RESTRICTED_RECORD):
        known |= Q(is_restricted=True)
    named = _named(texts, Pupil.objects.filter(known, authority=report.authority))
    if named:
        raise ValidationError(
            {
                field: f"This seems to name a child: {', '.join(names)}. Take the name out."
                for field, names in named.items()
            }
        )


def refuse_any_name(report: AnnualReport) -> None:
    """Refuse a report that names any child of the roll: it is read by people who see none.

    The answer names the chapter alone: it is kept until the next page is shown.
    """
    texts = {field: getattr(report, field) for field in LABELS}
    named = _named(texts, Pupil.objects.filter(authority=report.authority))
    if named:
        chapters = " and the ".join(LABELS[field] for field in named)
        raise ValidationError(
            f"The {chapters} of this report may name a child. Save the text to see which name "
            "it is, take it out, and make the report again."
        )


def _named(texts: dict[str, str], pupils: PupilQuerySet) -> dict[str, list[str]]:
    """The names of these children that stand in each text."""
    names = set()
    for first, known, last in pupils.values_list("legal_first_name", "known_as", "legal_last_name"):
        names |= {(first, last), (known, last)}
    found = {field: sorted(names_in(text, names)) for field, text in texts.items()}
    return {field: in_text for field, in_text in found.items() if in_text}
