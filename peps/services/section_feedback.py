"""What the virtual school says to the writers of single sections of a plan that was handed in."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from peps.models import Pep, PepStatusChange, SectionFeedback
from vsh.accounts.models import User
from vsh.calendars import today

LONGEST = 2000


def give_section_feedback(*, actor: User, pep: Pep, sections: Mapping[str, str]) -> None:
    """Keep the words by section for this handing-in; said anew, they take the former's place.

    The caller has locked the plan and asked whether the actor may judge or return it.
    """
    submission = PepStatusChange.objects.submissions().filter(pep=pep).last()
    said = {key: words.strip() for key, words in sections.items() if words.strip()}
    if submission is None or unknown_to(pep, said):
        raise ValidationError("Choose a section of this plan.")
    SectionFeedback.objects.filter(submission=submission).exclude(section__in=said).delete()
    for key, words in said.items():
        SectionFeedback.objects.update_or_create(
            submission=submission,
            section=key,
            defaults={"pep": pep, "text": words, "given_on": today(), "given_by": actor},
        )


def unknown_to(pep: Pep, sections: Mapping[str, str]) -> set[str]:
    """Keys that are no sections of the plan."""
    return set(sections) - {section.key for section in pep.whole_form.sections}
