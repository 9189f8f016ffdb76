"""A virtual school adds a setting that the national register lacks, such as unregistered
alternative provision; that it does so approves it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from placements.models import AddedSetting
from pupils.names import fold
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.areas import authority_of_postcode
from vsh.organisations.models import EducationSetting
from vsh.tables.identifiers import tidy_postcode

Phase = EducationSetting.Phase
KINDS = {
    "Unregistered alternative provision": Phase.NOT_APPLICABLE,
    "Training provider": Phase.POST_16,
    "Childminder": Phase.NURSERY,
    "Nursery or pre-school": Phase.NURSERY,
    "Hospital education": Phase.NOT_APPLICABLE,
    "Other setting": Phase.NOT_APPLICABLE,
}


def add_setting(
    *, actor: User, name: str, kind: str, town: str, postcode: str, is_another: bool = False
) -> EducationSetting:
    """Add it, unless one like it is on record and nobody said that this is another."""
    if not actor.may(Permission.ADD_SETTING):
        raise PermissionDenied(Permission.ADD_SETTING.value)
    if kind not in KINDS:
        raise ValidationError({"kind": "Select what kind of setting it is"})
    tidy = tidy_postcode(postcode)
    if tidy is None:
        raise ValidationError({"postcode": "Enter a full postcode, such as NS1 2BB"})
    if not is_another and (like := settings_like(name=name, town=town, postcode=tidy)):
        raise ValidationError(
            {
                "is_another": f"On record already: {'; '.join(like)}. Choose it, or say that this "
                "is another one"
            }
        )
    with transaction.atomic():
        setting = EducationSetting(
            name=" ".join(name.split()),
            type_name=kind,
            phase=KINDS[kind],
            town=" ".join(town.split()),
            postcode=tidy,
            la_code=authority_of_postcode(tidy),
            source=EducationSetting.Source.ADDED,
        )
        setting.full_clean()
        setting.save()
        AddedSetting.objects.create(setting=setting, added_by=actor, added_on=today())
    return setting


def settings_like(*, name: str, town: str, postcode: str) -> list[str]:
    """Open settings of that name in that town, or at that postcode, in words."""
    near = EducationSetting.objects.open_on(today()).filter(
        Q(town__iexact=town.strip()) | Q(postcode=postcode)
    )
    return [
        ", ".join(filter(None, (one.name, one.town, one.postcode)))
        for one in near.order_by("name", "pk")
        if fold(one.name) == fold(name) or one.postcode == postcode
    ]
