"""What its reader wrote and the record does not hold, on the pages on which it is written."""

import re
from collections.abc import Mapping
from functools import cached_property
from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from peps.rules.kept import Kept, OpenPage, Stamp, newest
from peps.rules.side_by_side import differ
from peps.services.drafts import Record, kept_of, put_away, put_held_away
from vsh.accounts.models import User

PUT_AWAY = "Your words are put away"
CHANGED = "Some of these words were put away already or written anew since: look at what is kept"


def page_of(request: HttpRequest) -> str:
    """The reference by which an open page says that it is the same: a new one, or what it sends."""
    ref = request.POST.get("page", "")
    return ref if re.fullmatch(r"[-\w]{1,30}", ref, re.ASCII) else token_urlsafe(12)


class KeptWords:
    """The words, newest first, to the questions asked `on_record`; and the page, which says which
    one it is and which of them it shows: only its own and these make room for what it sends."""

    def __init__(
        self, request: HttpRequest, record: Record | None, on_record: Mapping[str, str]
    ) -> None:
        self.request, self.record = request, record
        kept = [each for each in kept_of(record) if each.question in on_record]
        self.all = [each for each in kept if differ(each.text, on_record[each.question])]
        self.held = [each.stamp for each in kept if each not in self.all]

    @cached_property
    def open_page(self) -> OpenPage:
        """The page: a new one, or what it sends of itself."""
        if self.request.method != "POST":
            shown = [each.stamp for each in newest(self.all).values()]
            return OpenPage(ref=page_of(self.request), shown=shown)
        stamps = map(Stamp.read, self.request.POST.getlist("shown"))
        return OpenPage(ref=page_of(self.request), shown=[stamp for stamp in stamps if stamp])

    @property
    def in_fields(self) -> dict[str, Kept]:
        """What the page shows in its fields, by question."""
        return newest(each for each in self.all if self.open_page.holds(each))

    @property
    def others(self) -> list[Kept]:
        """What was written on other pages."""
        return [each for each in self.all if not self.open_page.holds(each)]

    def put_held_away(self, user: User) -> None:
        """What the record holds by now is kept no longer."""
        if self.record and self.held:
            put_held_away(actor=user, record=self.record, stamps=self.held)

    def put_away(self, user: User) -> HttpResponse:
        """What the person does not want any more: all that the page shows, or one text."""
        one = Stamp.read(self.request.POST.get("put_away", ""))
        stamps = [one] if one else self.open_page.shown
        if self.record and stamps and put_away(actor=user, record=self.record, stamps=stamps):
            messages.success(self.request, PUT_AWAY)
        else:
            messages.warning(self.request, CHANGED)
        return HttpResponseRedirect(self.request.path)
