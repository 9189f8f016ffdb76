"""The pages of systems that send data here: which there are, a new one, ended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import FormView, TemplateView

from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .forms import TokenForm
from .models import SystemToken
from .services import end_token, make_token
from .waiting import waiting_of

PAGE_SIZE = 50


class Systems(PermissionRequiredMixin, TemplateView):
    """Which systems have a token."""

    permission = Permission.IMPORT_DATA
    template_name = "api/systems.html"
    extra_context = {"page_title": "Systems that send data"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that work, a page at a time; those that open nothing any more, the last of them."""
        tokens = SystemToken.objects.visible_to(self.user).select_related(
            "made_by", "ended_by", "authority", "setting"
        )
        working = tokens.open_on(today()).order_by("system", "id")
        page = Paginator(working, PAGE_SIZE).get_page(self.request.GET.get("page"))
        waiting = waiting_of([token.pk for token in page])
        over = tokens.exclude(pk__in=working.values("pk"))[:PAGE_SIZE]
        of_several = len(set(self.user.authority_ids_where(self.permission))) > 1
        return super().get_context_data(
            page_obj=page,
            rows=[(token, waiting.get(token.pk, 0)) for token in page],
            over=over,
            today=today(),
            of_several=of_several,
            **kwargs,
        )


class NewSystem(PermissionRequiredMixin, FormView):  # type: ignore[type-arg]
    """A token for a system; it is shown once, on this page."""

    permission = Permission.IMPORT_DATA
    template_name = "api/new_system.html"
    form_class = TokenForm
    extra_context = {"page_title": "Let a system send data"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers only the person's own authorities."""
        return {**super().get_form_kwargs(), "user": self.user}

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Show the token, which nobody can show again."""
        try:
            made = make_token(
                actor=self.user,
                authority=form.chosen_authority,
                setting=form.chosen_setting,
                system=form.cleaned_data["system"],
                scopes=form.chosen_scopes,
                expires_on=form.cleaned_data["expires_on"],
            )
        except ValidationError as refusal:
            for name, words in refusal.message_dict.items():
                form.add_error(name, words)  # type: ignore[arg-type]
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, made=made))


class EndSystem(PermissionRequiredMixin, View):
    """End a token at once."""

    permission = Permission.IMPORT_DATA

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """A second press changes nothing."""
        token = get_object_or_404(SystemToken.objects.visible_to(self.user), ref=ref)
        if end_token(actor=self.user, token=token):
            messages.success(request, f"{token.system} can send nothing any more")
        return redirect("api:systems")
