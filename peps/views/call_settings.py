"""When a child calls: who leads safeguarding in the authority, and how long a call may wait."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.views.generic import FormView

from peps.forms.voices import CallSettingsForm
from peps.models import CallPolicy
from peps.services.call_policy import set_call_policy
from peps.views.quality_pages import QualityPageMixin
from pupils.form_pages import add_refusal, stale_words
from pupils.services.locking import StaleRecordError
from vsh.accounts.roles import Permission

FIELDS = ("lead_name", "lead_email", "safety_hours", "other_working_days", "version")


class CallSettings(QualityPageMixin, FormView[Any]):
    """Read by the virtual school; the head sets it."""

    template_name = "peps/call_settings.html"
    form_class = CallSettingsForm
    page_title = "When a child calls for help"

    @cached_property
    def calls(self) -> CallPolicy:
        """The authority's choices as they stand; without any, those that the software ships."""
        found = CallPolicy.objects.visible_to(self.user).filter(authority=self.authority)
        return found.select_related("changed_by").first() or CallPolicy(authority=self.authority)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever may only read it."""
        if self.authority.pk not in self.user.authority_ids_where(Permission.SET_SAFEGUARDING):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The choices as they stand."""
        return {name: getattr(self.calls, name) for name in FIELDS}

    def form_valid(self, form: CallSettingsForm) -> HttpResponse:
        """Save the choices, or show why not."""
        try:
            with transaction.atomic():
                set_call_policy(actor=self.user, authority=self.authority, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        except StaleRecordError as stale:
            form.add_error(None, stale_words(stale))
            return self.form_invalid(form)
        messages.success(self.request, "Saved: it holds from the next call on")
        return HttpResponseRedirect(self.request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What holds now, and whether the reader may change it."""
        sets = self.user.authority_ids_where(Permission.SET_SAFEGUARDING)
        return super().get_context_data(
            calls=self.calls, may_set=self.authority.pk in sets, **kwargs
        )
