"""Which school goes on as which, as the links of the national register tell."""

from collections.abc import Collection

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


def predecessors_of(
    setting_ids: Collection[int],
) -> list[tuple[EducationSetting, EducationSetting]]:
    """Each of these settings that goes on for another: the former and it, by the former's name."""
    later = {one.urn: one for one in EducationSetting.objects.filter(pk__in=setting_ids) if one.urn}
    ahead = SettingLink.objects.filter(
        link_type__istartswith="successor", linked_urn__in=later
    ).select_related("setting")
    pairs = {(link.setting, later[link.linked_urn]) for link in ahead}
    back = SettingLink.objects.filter(
        link_type__istartswith="predecessor", setting__in=setting_ids
    ).select_related("setting")
    former = EducationSetting.objects.filter(urn__in={link.linked_urn for link in back})
    pairs |= {(one, link.setting) for one in former for link in back if link.linked_urn == one.urn}
    return sorted(pairs, key=lambda pair: (pair[0].name, pair[0].pk, pair[1].pk))
