"""The rubric in force, its versions, and the head's own version of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from peps.forms import RubricForm
from peps.models import AuthorityRubric
from peps.quality.rubrics import own_rubric
from peps.rubric import CURRENT_RUBRIC, Rubric, is_shipped, rubric
from peps.services.quality_policy import make_rubric, use_rubric
from peps.views.quality_pages import QualityPageMixin
from pupils.form_pages import add_refusal
from vsh.accounts.roles import Permission


class _RubricPages(QualityPageMixin):
    """The versions of the authority's rubric, the newest first."""

    def versions(self) -> list[AuthorityRubric]:
        """The authority's own versions."""
        own = AuthorityRubric.objects.visible_to(self.user).filter(authority=self.authority)
        return list(own.select_related("made_by"))

    def rubric_called(self, version: str) -> Rubric:
        """A version of the authority's own or a shipped one; 404 for another authority's."""
        if is_shipped(version):
            return rubric(version)
        for own in self.versions():
            if own.version == version:
                return own_rubric(version, own.content)
        raise Http404

    @property
    def in_force(self) -> str:
        """The version by which the authority judges today."""
        return self.policy.rubric_version or CURRENT_RUBRIC

    def to_rubric(self) -> HttpResponse:
        """Back to the rubric in force."""
        return HttpResponseRedirect(f"{reverse('peps:rubric')}?authority={self.authority.code}")


class RubricPage(_RubricPages, TemplateView):
    """The rubric in force with its rule for the whole, and every version there has been."""

    template_name = "peps/rubric.html"
    page_title = "The rubric"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rubric, and the list of versions."""
        return super().get_context_data(
            rubric=self.rubric_called(self.in_force),
            in_force=self.in_force,
            versions=self.versions(),
            shipped=CURRENT_RUBRIC,
            **kwargs,
        )


class RubricVersion(_RubricPages, TemplateView):
    """One version as it was, or is."""

    template_name = "peps/rubric.html"
    page_title = "A version of the rubric"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rubric alone."""
        shown = self.rubric_called(self.kwargs["version"])
        return super().get_context_data(rubric=shown, in_force=self.in_force, **kwargs)


class ChangeRubric(_RubricPages, FormView[Any]):
    """The head makes a version in the authority's own words; it is in force at once."""

    permission = Permission.SET_QUALITY
    template_name = "peps/change_rubric.html"
    form_class = RubricForm
    page_title = "Change the rubric"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form begins with the version in force."""
        asked = super().get_form_kwargs()
        asked.pop("initial")
        return {**asked, "rubric": self.rubric_called(self.in_force)}

    def form_valid(self, form: RubricForm) -> HttpResponse:
        """Make the version, or show why not."""
        try:
            with transaction.atomic():
                made = make_rubric(
                    actor=self.user,
                    authority=self.authority,
                    rubric=form.made(),
                    what_changed=form.cleaned_data["what_changed"],
                    version=self.version_read(),
                )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request, f"Version {made.version} is in force: new judgements are made under it"
        )
        return self.to_rubric()


class UseRubric(_RubricPages, View):
    """An earlier version, or the shipped one, is put in force again."""

    permission = Permission.SET_QUALITY

    def post(self, request: HttpRequest, version: str) -> HttpResponse:
        """Put it in force; a page that is out of date says so."""
        self.rubric_called(version)
        try:
            with transaction.atomic():
                use_rubric(
                    actor=self.user,
                    authority=self.authority,
                    rubric_version=version,
                    version=self.version_read(),
                )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, "That version is in force for new judgements")
        return self.to_rubric()
