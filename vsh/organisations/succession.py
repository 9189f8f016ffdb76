"""Which school goes on as which, as the links of the national register tell."""

from django.db.models import Q

from .models import EducationSetting, SettingLink


def is_succeeded_by(former_id: int, later_id: int) -> bool:
    """Whether the register calls the later setting the former's successor, from either side."""
    urn = EducationSetting.objects.values("urn")
    return SettingLink.objects.filter(
        Q(
            setting=former_id,
            link_type__istartswith="successor",
            linked_urn__in=urn.filter(pk=later_id),
        )
        | Q(
            setting=later_id,
            link_type__istartswith="predecessor",
            linked_urn__in=urn.filter(pk=former_id),
        )
    ).exists()
