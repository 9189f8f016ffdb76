"""Answers for every question of a form, so that a test can take away the one it is about."""

from peps.schema import CURRENT_VERSION, Form, Kind, Variant, form

SECONDARY = form(CURRENT_VERSION, Variant.SECONDARY)


def full_answers(asked: Form = SECONDARY) -> dict[str, dict[str, str]]:
    """A whole PEP: section key → answers, with no change of school planned."""
    return {
        section.key: {field.key: _answer(field) for field in section.fields}
        for section in asked.sections
    } | {"transition_and_stability": {"is_change_planned": "no", "stability": "All is calm."}}


def _answer(field) -> str:
    if field.kind is Kind.DATE:
        return "2026-11-03" if field.not_in_future else "2026-11-20"
    if field.kind is Kind.CHOICE:
        return field.choices[0][0]
    return f"Words about {field.key.replace('_', ' ')}."
