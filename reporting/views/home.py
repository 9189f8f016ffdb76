"""Home: what is due. For those who see no child: the published reports."""

from datetime import date
from typing import Any

from django.views.generic import TemplateView

from peps.waiting.to_finish import ToFinish, plans_to_finish
from pupils.child_permissions import note_roles_of_row, permissions_for
from pupils.clock_words import kind_label, kind_reason
from pupils.services.explanations import neutral_missing
from reporting.annual_report.models import AnnualReport
from reporting.due_list import (
    AHEAD,
    chases_all,
    counted,
    done_on,
    due_for,
    has_caseload,
    in_order,
    next_after,
    of_before,
    of_today,
    sentence,
)
from reporting.next_steps import next_step
from reporting.paging import PAGE_SIZE, page_of
from reporting.waiting_for_you import waiting_for_you
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_reads
from vsh.calendars import today

MOST = 20  # returned plans, and questions to be answered, above the list
MOST_OF_OTHERS = 5  # of them, those that others put right; and moves to be told of
BEFORE = "before"  # `?whose=`: what ran out before the children were on record here
FIRST = 20  # deadlines before somebody asks for all


class Home(PermissionRequiredMixin, TemplateView):
    """What is due: the first of it, with the way to the rest."""

    permission = Permission.VIEW_HOME
    extra_context = {"page_title": "What is due"}

    def get_template_names(self) -> list[str]:
        """People who see no child have a home of their own."""
        if self.user.may(Permission.VIEW_PUPIL):
            return ["reporting/home.html"]
        return ["reporting/home_without_children.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sentence, the rows of one page, what was done today."""
        context = super().get_context_data(**kwargs)
        context["user_may"] = {permission.value: True for permission in self.user.permissions}
        if self.user.may(Permission.VIEW_PUPIL):
            context |= self._due()
        elif self.user.may(Permission.READ_PUBLISHED_REPORTS):
            reports = AnnualReport.objects.visible_to(self.user).select_related("authority")
            context["published_reports"] = reports[:PAGE_SIZE]
        return context

    def _due(self) -> dict[str, Any]:
        day = today()
        wanted = self.request.GET.get("whose", "")
        own = "all" if chases_all(self.user) else "mine"
        whose = wanted if wanted in ("mine", "all", BEFORE) else own
        deadlines = due_for(self.user, on=day)
        counts = counted(deadlines, on=day)
        is_before = whose == BEFORE
        shown = of_before(deadlines) if is_before else of_today(deadlines, whose=whose)
        total = counts[f"{whose}_total"]
        is_whole = "all" in self.request.GET or "page" in self.request.GET or total <= FIRST
        shown = shown.with_roles_of(self.user)  # type: ignore[attr-defined]
        page = page_of(
            in_order(shown, is_own_first=has_caseload(self.user)),
            count=total,
            number=self.request.GET.get("page"),
            per_page=PAGE_SIZE if is_whole else FIRST,
        )
        page.object_list = list(page.object_list) if total else []
        for deadline in page.object_list:
            note_roles_of_row(deadline)
        waiting = waiting_for_you(self.user, on=day, most=MOST + 1)
        asked = [] if is_before else waiting.decisions
        to_accept = [] if is_before else waiting.handovers
        to_finish = self._to_finish(day, whose, is_before=is_before)
        concerns = [] if is_before else waiting.concerns
        returned, left = to_finish.returned, to_finish.left
        besides = {
            "peps:decisions_to_answer": asked,
            "peps:returned": returned,
            "peps:left": left,
            "peps:of_this_term": to_finish.of_this_term,
            "peps:calls_waiting": waiting.calls,
            "peps:handovers": to_accept,
            "peps:concerns": concerns,
            "placements:exclusion_risks": waiting.risks,
            "placements:boards_waiting": waiting.boards,
            "placements:custody_waiting": waiting.custody,
            "placements:custody_moves": waiting.custody_moves,
            "placements:moves_to_tell": waiting.moves_to_tell[:MOST_OF_OTHERS],
            "placements:timetables_waiting": waiting.timetables,
            "pupils:sdq_waiting": waiting.sdq,
        }
        counts_read = {page: len(rows) for page, rows in besides.items() if rows}
        record_list_reads(
            user=self.user, filters={"whose": whose}, counts={"reporting:home": total} | counts_read
        )
        most = _most_of(returned, is_whole=is_whole)
        most_left = _most_of(left, is_whole=is_whole)
        return {
            "not_set_up": waiting.not_set_up,
            "calls_waiting": waiting.calls,
            "to_answer": asked[:MOST],
            "more_to_answer": len(asked) > MOST,
            "risks": waiting.risks,
            "boards": waiting.boards[:MOST],
            "more_boards": len(waiting.boards) > MOST,
            "custody_waiting": waiting.custody,
            "custody_moves": waiting.custody_moves,
            "moves_to_tell": waiting.moves_to_tell[:MOST_OF_OTHERS],
            "more_moves_to_tell": len(waiting.moves_to_tell) > MOST_OF_OTHERS,
            "timetables": waiting.timetables[:MOST],
            "more_timetables": len(waiting.timetables) > MOST,
            "sdq_waiting": waiting.sdq,
            "concerns": concerns[:MOST],
            "more_concerns": len(concerns) > MOST,
            "to_accept": to_accept[:MOST],
            "more_to_accept": len(to_accept) > MOST,
            "is_more_waiting": any(
                [
                    *(asked, concerns, to_accept, returned, left),
                    *(waiting.calls, waiting.risks, waiting.boards, waiting.custody),
                    *(waiting.custody_moves, waiting.moves_to_tell),
                    *(waiting.timetables, waiting.sdq),
                ]
            ),
            "returned": returned[:most],
            "more_returned": len(returned) > most,
            "left": left[:most_left],
            "more_left": len(left) > most_left,
            "of_this_term": to_finish.of_this_term[:MOST],
            "more_of_this_term": len(to_finish.of_this_term) > MOST,
            "is_whole": is_whole,
            "whose": whose,
            "is_before": is_before,
            "counts": counts,
            "until": day + AHEAD,
            "next_due_on": None
            if total or is_before
            else next_after(self.user, on=day, whose=whose),
            "sentence": ""
            if is_before
            else sentence(overdue=counts[f"{whose}_overdue"], this_week=counts[f"{whose}_week"]),
            "page_obj": page,
            "rows": [self._row(deadline) for deadline in page.object_list],
            "done_today": [
                {"deadline": deadline, "label": kind_label(deadline.kind)}
                for deadline in done_on(self.user, on=day)
            ],
        }

    def _to_finish(self, day: date, whose: str, *, is_before: bool) -> ToFinish:
        """Plans beside the deadlines."""
        if is_before:
            return ToFinish(returned=[], left=[], of_this_term=[])
        return plans_to_finish(
            self.user, on=day, is_own_only=whose == "mine", most=MOST + 1, but_due_by=day + AHEAD
        )

    def _row(self, deadline: Any) -> dict[str, Any]:
        label, url = next_step(deadline, user=self.user)
        missing = deadline.missing
        permissions = permissions_for(self.user, deadline.pupil)
        if Permission.VIEW_CARE not in permissions:
            missing = neutral_missing(missing)
        agreed = deadline.agreed if Permission.READ_PEP in permissions else None
        return {
            "deadline": deadline,
            "missing": missing,
            "pupil": deadline.pupil,
            "arranged_on": deadline.arranged_on,
            "what": kind_label(deadline.kind),
            "why": agreed["what"] if agreed else kind_reason(deadline.kind),
            "by_whom": agreed["by_whom"] if agreed else "",
            "step_label": label,
            "step_url": url,
        }


def _most_of(plans: list[Any], *, is_whole: bool) -> int:
    """How many plans stand above the list: fewer where others put them right."""
    return MOST if is_whole or (plans and plans[0].is_to_you) else MOST_OF_OTHERS
