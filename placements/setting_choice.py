"""The choice of one of the schools that were found, in the forms about places and searches."""

from collections.abc import Collection
from typing import Any

from vsh.calendars import today
from vsh.organisations.models import EducationSetting

from .distances import Home, nearest_first

MOST_OFFERED = 15


class OfferSettingsMixin:
    """A form in which one of the schools found is chosen, in its field `setting`."""

    fields: dict[str, Any]
    has_matches = False
    cut_words = ""  # where more match than are offered

    def offer_settings(
        self,
        school: str,
        *,
        on_record: int | None = None,
        home: Home | None = None,
        but: Collection[int] = (),
    ) -> None:
        """Choices of a school: the one on record, and those that match what was searched for but
        for some; the nearest first where it is known where the home lies, else by name."""
        ids = known = [on_record] if on_record else []
        order = ("name", "id") if home is None else (*nearest_first(home), "name", "id")
        if school:
            matching = EducationSetting.objects.open_on(today()).matching(school)
            found = matching.exclude(pk__in=[*known, *but]).order_by(*order)
            found_ids = list(found.values_list("pk", flat=True)[: MOST_OFFERED + 1])
            ids = [*known, *found_ids[:MOST_OFFERED]]
            if len(found_ids) > MOST_OFFERED:
                which = "by name" if len(order) == 2 else "the nearest"
                self.cut_words = (
                    f"More match: these are the first {MOST_OFFERED}, {which}. Type more of the "
                    "name, or the URN, to find another."
                )
        self.has_matches = ids != known
        if not school and not on_record:
            del self.fields["setting"]
            return
        settings = EducationSetting.objects.filter(pk__in=ids).order_by(*order)
        self.fields["setting"].queryset = settings
        self.fields["setting"].is_needed_at_times = True
        self.fields["setting"].label_from_instance = setting_words
        if len(ids) == 1:
            self.fields["setting"].initial = ids[0]  # the only one that was found


def setting_words(setting: EducationSetting) -> str:
    """A school as a list to choose from names it."""
    parts = [setting.name, setting.town, f"URN {setting.urn}" if setting.urn else ""]
    return ", ".join(part for part in parts if part)
