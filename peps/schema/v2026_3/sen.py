"""Special educational needs of every child; the EHC plan apart, for a child who has one."""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Section


def _needs(before: Section) -> Section:
    provision = replace(
        before.field("provision"),
        label="What the child is given for these needs now",
        hint="SEN support or what an EHC plan provides: what, how often, by whom; “none” if so.",
    )
    return replace(
        before,
        title="Special educational needs",
        guidance_words=(
            "Any special educational support provided by schools for looked-after children with "
            "SEN but who do not need an EHC plan, is looked at as part of the child’s PEP and "
            "care plan reviews, involving Special Educational Needs Co-ordinators (SENCOs) where "
            "necessary."
        ),
        fields=tuple(provision if f.key == provision.key else f for f in before.fields),
    )


def _ehc_plan(before: Section) -> Section:
    return replace(
        before,
        title="The EHC plan",
        intro="The child has an EHC plan on record. The needs themselves, and what is given for "
        "them, stand under “Special educational needs”; here only how the two plans go together.",
    )


CHANGED: dict[str, Callable[[Section], Section]] = {  # section key → how it is asked now
    "sen_and_ehc_plan": _needs,
    "ehc_plan": _ehc_plan,
}
