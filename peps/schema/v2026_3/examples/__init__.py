"""An example of a good answer beside the questions that are answered in words.

All children here are invented. A variant has its own where the age or the place makes another
example right, and else that of every child.
"""

from collections.abc import Mapping
from dataclasses import replace

from ...parts import Kind, Section, Variant
from . import early_years, everyone, outside_school, post_16, primary, secondary, without_school

_OWN: Mapping[Variant | None, Mapping[str, str]] = {
    Variant.EARLY_YEARS: early_years.EXAMPLES,
    Variant.PRIMARY: primary.EXAMPLES,
    Variant.SECONDARY: secondary.EXAMPLES,
    Variant.POST_16: {**outside_school.EXAMPLES, **post_16.IN_EDUCATION},
    Variant.POST_16_AT_WORK: {**outside_school.EXAMPLES, **post_16.AT_WORK},
    Variant.POST_16_IN_NEITHER: {**outside_school.EXAMPLES, **post_16.IN_NEITHER},
    Variant.CUSTODY: {**outside_school.EXAMPLES, **without_school.CUSTODY},
    Variant.INTERIM: without_school.INTERIM,
}
IN_WORDS = {Kind.LONG, Kind.TEXT}


def with_examples(section: Section, variant: Variant | None) -> Section:
    """The section with an example beside each question that has one for this variant."""
    examples = {**everyone.EXAMPLES, **_OWN.get(variant, {})}
    return replace(
        section,
        fields=tuple(
            replace(field, example=examples.get(f"{section.key}.{field.key}", field.example))
            if field.kind in IN_WORDS
            else field
            for field in section.fields
        ),
    )
