"""Plans for journeys, begun in the running product and written but for some sections."""

from collections.abc import Collection, Mapping

from peps.models import Pep
from peps.schema import Variant
from peps.services import change_variant, complete_section, initiate_pep, save_section
from pupils.models import Pupil
from tests.peps.answers import full_answers
from vsh.accounts.models import User


def begin(variants: Mapping[str, str], left_for_people: Collection[str]) -> None:
    """Print each child's id with the `ref` of their plan of that form."""
    for child_id, variant in variants.items():
        print(child_id, _begun(child_id, variant, left_for_people).ref)


def _begun(child_id: str, variant: str, left_for_people: Collection[str]) -> Pep:
    """The child's plan, initiated, with every other section finished."""
    child = Pupil.objects.get(authority__code="999", child_id=child_id)
    worker, officer = (
        User.objects.get(email=f"{name}@northshire.example") for name in ("socialworker", "officer")
    )
    pep = initiate_pep(actor=worker, pupil=child)
    if pep.variant != variant:
        pep = change_variant(
            actor=worker, pep=pep, variant=Variant(variant), reason="As the child is now."
        )
    answers = full_answers(pep.form)
    for section in pep.form.sections:
        if section.key not in left_for_people:
            write(officer, pep, section.key, answers[section.key])
    return pep


def write(actor: User, pep: Pep, key: str, answers: dict[str, str]) -> None:
    """Save a section over whatever it holds, and mark it as finished."""
    kept = pep.sections.filter(key=key).first()
    version = kept.version if kept else 0
    kept = save_section(actor=actor, pep=pep, key=key, answers=answers, version=version)
    complete_section(actor=actor, pep=pep, key=key, version=kept.version)
