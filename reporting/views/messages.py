"""Messages sent: those of the authority, and one's own."""

from typing import Any

from django.views.generic import TemplateView

from reporting.messages_sent import messages_about_children_of, messages_to
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.notices.models import Notice


class MessagesSent(PermissionRequiredMixin, TemplateView):
    """Every message about the authority's children, newest first."""

    permission = Permission.VIEW_MESSAGES_SENT
    template_name = "reporting/messages.html"
    extra_context = {"page_title": "Messages sent"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of messages, by state if asked."""
        notices = messages_about_children_of(self.user)
        state = self.request.GET.get("state", "")
        if state in Notice.State.values:
            notices = notices.filter(state=state)
        page = page_of(notices, count=notices.count(), number=self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        record_list_read(
            user=self.user,
            page="reporting:messages",
            filters={"state": state} if state in Notice.State.values else {},
            count=page.paginator.count,
        )
        return super().get_context_data(
            page_obj=page,
            notices=page.object_list,
            states=Notice.State.choices,
            state=state,
            shows_recipient=True,
            **kwargs,
        )


class MyMessages(PermissionRequiredMixin, TemplateView):
    """What was sent to me."""

    permission = Permission.VIEW_HOME
    template_name = "reporting/messages.html"
    extra_context = {"page_title": "Messages sent to me", "is_mine": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of messages."""
        notices = messages_to(self.user)
        page = page_of(notices, count=notices.count(), number=self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        return super().get_context_data(page_obj=page, notices=page.object_list, **kwargs)
