"""An action is added beside the plans; and what became of one is said, by who may."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from peps.facts.people import people_of
from peps.forms import AddActionForm, StepForm
from peps.forms.actions import SUBMIT
from peps.models import ActionChange, PlannedAction
from peps.rules.actions import Step, steps_for
from peps.services import add_action, record_step
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .targets import with_status

LINKS = {
    Step.DONE: "Mark as done",
    Step.ANOTHER_PERSON: "Hand to another person",
    Step.ANOTHER_DAY: "Set another day",
    Step.NOT_NEEDED: "No longer needed",
    Step.OPEN_AGAIN: "Open it again",
}


class _ActionPage(PupilFormPage):
    """A form under "Targets and actions"."""

    tab = "peps:targets"

    def people(self) -> list[Any]:
        """Those who can be named."""
        return people_of(self.pupil, today())

    def get_success_url(self) -> str:
        """Back to the tab."""
        return reverse("peps:targets", kwargs={"ref": self.pupil.ref})


class AddAction(_ActionPage):
    """An action that no plan names."""

    permission = Permission.KEEP_ACTIONS
    form_class = AddActionForm
    page_title = "Add an action"
    submit_text = "Add the action"
    success_message = "Action added"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who can be named."""
        return super().get_form_kwargs() | {"people": self.people()}

    def act(self, form: Any) -> None:
        """Call the service."""
        add_action(actor=self.user, pupil=self.pupil, **form.cleaned_data)


class ActionPage(_ActionPage):
    """One action, what happened to it, and the form of the step that the reader takes."""

    permission = Permission.READ_PEP
    form_class = StepForm
    template_name = "peps/action.html"
    action: PlannedAction

    def get_pupil(self) -> Pupil:
        """404 too for an action that is another child's, or whose plan does not stand."""
        pupil = super().get_pupil()
        actions = PlannedAction.objects.visible_to(self.user).standing()
        people = ("set_in", "owner", "ended_by")
        self.action = get_object_or_404(
            actions.select_related(*people), ref=self.kwargs["action"], pupil=pupil
        )
        return pupil

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """403 for who may only read."""
        if not self.steps:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    @property
    def steps(self) -> frozenset[Step]:
        """What the reader may do about it."""
        return steps_for(
            permissions=self.child_permissions,
            is_owner=self.action.owner_id == self.user.pk,
            is_open=self.action.is_open,
        )

    @property
    def step(self) -> Step:
        """The step that the reader takes: the one asked for, else the first."""
        asked = self.request.POST.get("step") or self.request.GET.get("do", "")
        if asked in set(Step) and (self.request.method == "POST" or asked in self.steps):
            return Step(asked)
        return next((step for step in LINKS if step in self.steps), Step.DONE)

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.action.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The step, and who can be named."""
        people = self.people() if self.step is Step.ANOTHER_PERSON else []
        return super().get_form_kwargs() | {"step": self.step, "people": people}

    def act(self, form: Any) -> None:
        """Call the service."""
        said = {**form.cleaned_data}
        self.success_message = f"{ActionChange.Kind(self.step.value).label}: saved"
        version = said.pop("version")
        record_step(
            actor=self.user,
            action=self.action,
            step=self.step,
            version=-1 if version is None else version,
            **said,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The action, its history, the other steps."""
        changes = ActionChange.objects.visible_to(self.user).filter(action=self.action)
        shown = with_status([self.action]) if self.action.is_open else []
        self.page_title = LINKS[self.step] if self.steps else "Action"
        self.submit_text = SUBMIT[self.step]
        return super().get_context_data(
            action=self.action,
            status=shown[0][1] if shown else "",
            changes=changes.select_related("by"),
            step=self.step,
            may_act=bool(self.steps),
            other_steps=[(s, label) for s, label in LINKS.items() if s in self.steps - {self.step}],
            **kwargs,
        )
