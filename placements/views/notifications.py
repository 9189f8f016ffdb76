"""A setting is told that a looked-after child is on its roll: one child, or many at once."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.generic import FormView

from placements.models import SettingNotification
from placements.notification_forms import (
    HowToldForm,
    TellSettingForm,
    WithdrawNotificationForm,
)
from placements.rules.setting_notified import WHOM, Event
from placements.services.setting_notified import (
    MESSAGE,
    Telling,
    events_of,
    tell_setting,
    withdraw_notification,
)
from placements.settings_to_tell import ToTell, rows_of, settings_to_tell
from pupils.child_permissions import note_roles
from pupils.models import Enrolment, Pupil
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .place_pages import PlaceFormPage

AT_ONCE = 50


class TellSetting(PlaceFormPage):
    """Who at the setting is told of this child, how and when; what they were told so far."""

    permission = Permission.TELL_SETTING
    template_name = "placements/tell_setting.html"
    form_class = TellSettingForm
    success_message = "It is on record that they are told"
    place: Enrolment

    def get_pupil(self) -> Pupil:
        """404 too for a place that is another child's, or at no setting."""
        pupil = super().get_pupil()
        places = Enrolment.objects.visible_to(self.user).filter(setting__isnull=False)
        self.place = get_object_or_404(
            places.select_related("setting"), pk=self.kwargs["pk"], pupil=pupil
        )
        self.place.pupil = pupil
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which setting."""
        return f"Tell the setting: {self.place.setting}"

    @cached_property
    def told(self) -> list[SettingNotification]:
        """What is on record."""
        rows = SettingNotification.objects.visible_to(self.user).filter(enrolment=self.place)
        return list(rows.select_related("told_by"))

    @cached_property
    def events(self) -> list[Event]:
        """What they are told of: what holds today, and what is planned."""
        return events_of(self.place, on=today())

    def still_to_tell(self, event: Event) -> list[str]:
        """Who is not told of it yet."""
        told = {row.whom for row in self.told if row.from_on == event.on}
        return [one for one in WHOM if one not in told]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The first thing of which somebody is not told yet, and who that is."""
        kwargs = super().get_form_kwargs()
        open_ones = [one for one in self.events if self.still_to_tell(one)] or self.events[:1]
        event = open_ones[0] if open_ones else None
        kwargs["initial"] = kwargs["initial"] | {"of_on": event and str(event.on)}
        still = self.still_to_tell(event) if event else list(WHOM)
        return kwargs | {"still_to_tell": still, "events": self.events}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What they are told of, and what they were told."""
        return super().get_context_data(
            place=self.place, events=self.events, told=self.told, **kwargs
        )

    def act(self, form: Any) -> None:
        """Put it on record, and send the message."""
        said = Telling(**form.cleaned_data)
        tell_setting(actor=self.user, enrolment=self.place, said=said)


class WithdrawNotification(PlaceFormPage):
    """An entry that is wrong: they were not told."""

    permission = Permission.TELL_SETTING
    form_class = WithdrawNotificationForm
    submit_text = "Take it off the record"
    success_message = "Taken off the record"
    row: SettingNotification

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        rows = SettingNotification.objects.visible_to(self.user).filter(enrolment__pupil=pupil)
        self.row = get_object_or_404(
            rows.select_related("enrolment__setting"), pk=self.kwargs["notification"]
        )
        self.row.enrolment.pupil = pupil
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Who was told, and where."""
        whom = self.row.get_whom_display().lower()
        return f"Not told: {whom} of {self.row.enrolment.setting}"

    def act(self, form: Any) -> None:
        """Take it off."""
        withdraw_notification(actor=self.user, row=self.row, reason=form.cleaned_data["reason"])


class SettingsToTell(PermissionRequiredMixin, FormView[Any]):
    """Every setting that is not on record as told; several are told with one press."""

    permission = Permission.TELL_SETTING
    form_class = HowToldForm
    template_name = "placements/settings_to_tell.html"
    extra_context = {"page_title": "Schools to be told"}

    @property
    def chosen(self) -> list[int]:
        """The rows that are ticked."""
        given = self.request.POST.getlist("deadline")[:AT_ONCE]
        return [int(pk) for pk in given if pk.isascii() and pk.isdecimal() and len(pk) < 18]

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell those chosen; their records are held in the order in which all hold several."""
        open_ones = settings_to_tell(self.user, on=today()).filter(pk__in=self.chosen)
        rows = rows_of(list(open_ones), on=today())
        if not rows:
            form.add_error(None, "Choose the children of whom their schools are told")
            return self.form_invalid(form)
        told = sum(self.tell(form, row) for row in sorted(rows, key=lambda r: r.place.pupil_id))
        if told:
            words = "1 school is told" if told == 1 else f"{told} schools are told"
            messages.success(self.request, f"{words}. It is on record")
        if form.errors:
            return self.form_invalid(form)
        return HttpResponseRedirect(self.request.get_full_path())

    def tell(self, form: Any, row: ToTell) -> bool:
        """Tell of one child; a refusal keeps no other from being told."""
        who = f"{row.deadline.pupil.name}, {row.place.setting}"
        whom, is_message = row.whom, form.cleaned_data["how"] == MESSAGE
        if is_message and row.unreached:
            words = f"No {row.unreached_words} has an account here. Tell them in another way"
            form.add_error(None, f"{who}: {words}")
            whom = [one for one in whom if one not in row.unreached]
        if not whom:
            return False
        said = Telling(whom=whom, **form.cleaned_data)
        try:
            with transaction.atomic():
                tell_setting(actor=self.user, enrolment=row.place, said=said)
        except ValidationError as refusal:
            form.add_error(None, [f"{who}: {text}" for text in refusal.messages])
            return False
        except IntegrityError:
            form.add_error(None, f"{who}: somebody else did it just now. Load the list again")
            return False
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of those who are still to be told."""
        day = today()
        page = Paginator(settings_to_tell(self.user, on=day), AT_ONCE).get_page(
            self.request.GET.get("page")
        )
        deadlines = list(page.object_list)
        note_roles(self.user, [deadline.pupil for deadline in deadlines])
        record_list_read(
            user=self.user,
            page="placements:settings_to_tell",
            filters={},
            count=page.paginator.count,
        )
        return super().get_context_data(
            page_obj=page, rows=rows_of(deadlines, on=day), chosen=self.chosen, **kwargs
        )
