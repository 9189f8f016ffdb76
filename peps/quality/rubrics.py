"""Which rubric a judgement is made under, shipped or an authority's own, and that of one made."""

from typing import Any

from peps.models import AuthorityRubric, QualityPolicy
from peps.rubric import CURRENT_RUBRIC, Rubric, is_shipped, rubric
from peps.rubric.own import rubric_from


def rubric_in_force(authority_id: int) -> Rubric:
    """The rubric by which the authority judges today; one query for the shipped one, else two."""
    chosen = QualityPolicy.objects.filter(authority=authority_id).values_list("rubric_version")
    version = chosen.first()
    return rubric_of(version[0] if version and version[0] else CURRENT_RUBRIC)


def rubric_of(version: str) -> Rubric:
    """The rubric of a version, whoever made it."""
    if is_shipped(version):
        return rubric(version)
    return own_rubric(version, AuthorityRubric.objects.get(version=version).content)


def own_rubric(version: str, content: Any) -> Rubric:
    """An authority's own version from what is kept of it."""
    return rubric_from(content, version=version, shipped=rubric(CURRENT_RUBRIC))
