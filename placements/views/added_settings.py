"""Adding a setting that the national register lacks; no child is named."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import FormView

from placements.added_setting_forms import AddSettingForm
from placements.services.added_settings import add_setting
from pupils.form_pages import add_refusal
from pupils.models import Pupil
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission


class AddSetting(PermissionRequiredMixin, FormView[AddSettingForm]):
    """Then back to the child whose place is recorded, if the page was opened from one."""

    permission = Permission.ADD_SETTING
    template_name = "placements/add_setting.html"
    form_class = AddSettingForm
    extra_context = {"page_title": "Add a setting", "submit_text": "Add the setting"}

    def form_valid(self, form: AddSettingForm) -> HttpResponse:
        """Add it, or say beside the field why not."""
        try:
            setting = add_setting(actor=self.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"{setting} added")
        child = self.request.GET.get("child", "")
        if Pupil.objects.visible_to(self.user).filter(ref=child).exists():
            url = reverse("placements:record_enrolment", args=[child])
            return redirect(f"{url}?{urlencode({'school': setting.name})}")
        return redirect("reporting:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Back where one came from."""
        return super().get_context_data(cancel_url=reverse("reporting:home"), **kwargs)
