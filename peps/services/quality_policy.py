"""The head sets how the authority assures quality: its rubric, which plans, by how many."""

import secrets
from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from peps.models import AuthorityRubric, QualityPolicy
from peps.rubric import CURRENT_RUBRIC, Rubric, is_shipped
from peps.rubric.own import content_of, problems
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority

STALE = "Somebody else has changed this since you opened the page. What is on record is shown anew."


def policy_of(authority_id: int) -> QualityPolicy:
    """The authority's choices as they stand; without any, those that the software ships."""
    found = QualityPolicy.objects.filter(authority=authority_id).first()
    return found or QualityPolicy(authority_id=authority_id, version=0)


@transaction.atomic
def set_quality_policy(
    *,
    actor: User,
    authority: Authority,
    assures: str,
    share: int,
    always: Collection[str],
    second_share: int,
    version: int,
) -> QualityPolicy:
    """Choose which plans are assured and which are marked by two.

    What was drawn stays drawn: the choice holds for plans handed in from now on.
    """
    policy = _locked(actor, authority, version=version)
    policy.assures = assures
    policy.share = share if assures == QualityPolicy.Assures.SAMPLE else 100
    policy.always = sorted(always)
    policy.second_share = second_share
    return _saved(policy, actor)


@transaction.atomic
def make_rubric(
    *, actor: User, authority: Authority, rubric: Rubric, what_changed: str, version: int
) -> AuthorityRubric:
    """Make a version of the authority's own and put it in force; no version is ever changed."""
    policy = _locked(actor, authority, version=version)
    if wrong := problems(rubric):
        raise ValidationError(wrong)
    last = AuthorityRubric.objects.filter(authority=authority).first()
    number = last.number + 1 if last else 1
    if last and policy.rubric_version == last.version and last.content == content_of(rubric):
        raise ValidationError("Nothing is different from the version in force.")
    made = AuthorityRubric.objects.create(
        authority=authority,
        number=number,
        version=f"{authority.code}.{number}",
        content=content_of(replace(rubric, version="")),
        what_changed=what_changed.strip(),
        made_on=today(),
        made_by=actor,
    )
    policy.rubric_version = made.version
    _saved(policy, actor)
    return made


@transaction.atomic
def use_rubric(
    *, actor: User, authority: Authority, rubric_version: str, version: int
) -> QualityPolicy:
    """Put an earlier version, or the shipped one, in force again for judgements from now on."""
    policy = _locked(actor, authority, version=version)
    own = AuthorityRubric.objects.filter(authority=authority, version=rubric_version)
    if not own.exists() and not is_shipped(rubric_version):
        raise ValidationError("There is no such version.")
    policy.rubric_version = "" if rubric_version == CURRENT_RUBRIC else rubric_version
    return _saved(policy, actor)


def _locked(actor: User, authority: Authority, *, version: int) -> QualityPolicy:
    if authority.pk not in actor.authority_ids_where(Permission.SET_QUALITY):
        raise PermissionDenied(Permission.SET_QUALITY.value)
    Authority.objects.select_for_update().get(pk=authority.pk)
    policy = policy_of(authority.pk)
    if policy.version != version:
        raise ValidationError(STALE, code="stale")
    return policy


def _saved(policy: QualityPolicy, actor: User) -> QualityPolicy:
    policy.seed = policy.seed or secrets.token_hex(16)
    policy.version += 1
    policy.changed_on, policy.changed_by = today(), actor
    policy.save()
    return policy
