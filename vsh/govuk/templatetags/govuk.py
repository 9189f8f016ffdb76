"""Tags and filters of `{% load govuk %}`; docs/templates.md lists them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from vsh.govuk import dates, lists
from vsh.govuk import words as sentences
from vsh.govuk.statuses import status_words

register = template.Library()
NOTHING = "–"


def _local(value: Any) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day_of(value: Any) -> date | None:
    value = _local(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


@register.filter
def day(value: Any) -> str:
    """7 March 2026."""
    on = _day_of(value)
    return dates.long_date(on) if on else NOTHING


@register.filter
def day_short(value: Any) -> str:
    """Sat 7 Mar 2026."""
    on = _day_of(value)
    return dates.short_date(on) if on else NOTHING


@register.filter
def clock(value: Any) -> str:
    """10:32am."""
    moment = _local(value)
    return dates.clock_time(moment) if isinstance(moment, datetime) else NOTHING


@register.simple_tag(takes_context=True)
def clock_and_day(context: template.Context, value: Any) -> str:
    """10:32am, with its day where that is not the clock's: 10:32am on 7 March 2026."""
    then, day_read = _day_of(value), _day_of(context.get("clock_day"))
    is_another_day = then and day_read and then != day_read
    return f"{clock(value)} on {day(value)}" if is_another_day else clock(value)


@register.filter
def relative_days(due_on: Any, on: Any) -> str:
    """2 days overdue (in red), due today, due in 5 days."""
    due, today = _day_of(due_on), _day_of(on)
    if not (due and today):
        return ""
    words = dates.due_words(due_on=due, on=today)
    return format_html('<span class="vsh-overdue">{}</span>', words) if due < today else words


@register.filter
def days_from(value: Any, on: Any) -> str:
    """2 days ago, today, in 5 days."""
    then, today = _day_of(value), _day_of(on)
    return dates.distance_words(day=then, on=today) if then and today else ""


@register.simple_tag
def tag(text: object, colour: str = "grey") -> SafeString:
    """A badge in a colour; without a template of its own, since long lists have one in each row."""
    markup = '<strong class="govuk-tag govuk-tag--{}">{}</strong>'
    return format_html(markup, colour or "grey", text)


@register.simple_tag
def status_tag(status: object, text: str = "") -> SafeString:
    """A badge with the words and the colour of a status."""
    words, colour = status_words(status)
    return tag(text or words, colour)


@register.filter
def in_sentence(value: object) -> str:
    """A label's words within a sentence."""
    return sentences.in_sentence(str(value))


@register.filter
def status_label(status: object) -> str:
    """The words of a status without the badge."""
    return status_words(status)[0]


@register.simple_block_tag(end_name="end_summary_list")
def summary_list(content: SafeString, without_border: bool = False) -> str:
    """A list of facts: rows of `{% summary_row %}`."""
    context = {"content": content, "without_border": without_border}
    return render_to_string("components/summary_list.html", context)


@register.inclusion_tag("components/summary_row.html")
def summary_row(
    key: str, value: object = None, url: str = "", action: str = "Change"
) -> dict[str, Any]:
    """One fact; without a value it says "Not recorded"."""
    if isinstance(value, datetime):
        value = f"{day(value)} at {clock(value)}"
    elif isinstance(value, date):
        value = day(value)
    return {"key": key, "value": value, "url": url, "action": action}


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request is not None else QueryDict()


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The current query string with changes."""
    return lists.query_with(_query(context), **changes)


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, label: str, key: str, is_numeric: bool = False, default: str = ""
) -> dict[str, Any]:
    """A `<th>` whose link sorts the list."""
    link = lists.sort_link(_query(context), key=key, default=default)
    return {"label": label, "link": link, "is_numeric": is_numeric}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page_obj: Any, parameter: str = "page") -> dict[str, Any]:
    """Pages of a list; nothing if there is only one."""
    if not hasattr(page_obj, "paginator") or page_obj.paginator.num_pages < 2:
        return {"pages": []}
    paginator = page_obj.paginator

    def url(number: int) -> str:
        return lists.query_with(_query(context), **{parameter: number})

    shown = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "page_obj": page_obj,
        "pages": [
            {"number": number, "url": url(number), "is_current": number == page_obj.number}
            if isinstance(number, int)
            else {}
            for number in shown
        ],
        "previous_url": url(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        "next_url": url(page_obj.next_page_number()) if page_obj.has_next() else "",
    }


@register.simple_tag
def result_count(page_obj: Any, one: str, many: str) -> str:
    """Showing 51 to 100 of 340 children."""
    total = page_obj.paginator.count
    words = one if total == 1 else many
    if page_obj.paginator.num_pages < 2:
        return f"{total:,} {words}"
    first, last = page_obj.start_index(), page_obj.end_index()
    return f"Showing {first:,} to {last:,} of {total:,} {words}"


@register.inclusion_tag("components/selected_filters.html", takes_context=True)
def selected_filters(context: template.Context, form: Any) -> dict[str, Any]:
    """Chips of the active filters."""
    request = context.get("request")
    clear_url = request.path if request is not None else "?"
    return {"chips": lists.selected_chips(form, _query(context)), "clear_url": clear_url}


@register.simple_block_tag(end_name="end_table_frame")
def table_frame(content: SafeString, label: str) -> str:
    """A frame that scrolls a wide table sideways, by keyboard too."""
    return render_to_string("components/table_frame.html", {"content": content, "label": label})


@register.simple_block_tag(end_name="end_timeline")
def timeline(content: SafeString) -> str:
    """A timeline of `{% timeline_item %}`s."""
    return render_to_string("components/timeline.html", {"content": content})


@register.simple_block_tag(end_name="end_timeline_item")
def timeline_item(
    content: SafeString, title: str, on: Any = None, byline: str = "", url: str = "", level: int = 3
) -> str:
    """One event; `on` is a day or a moment."""
    moment = _local(on) if isinstance(on, datetime) else None
    context = {
        "content": content,
        "title": title,
        "byline": byline,
        "url": url,
        "level": level,
        "on": _day_of(on),
        "moment": moment,
    }
    return render_to_string("components/timeline_item.html", context)


@register.inclusion_tag("components/meter.html")
def meter(
    value: int | None, total: int | None, words: str = "", is_wide: bool = False
) -> dict[str, Any]:
    """A small bar and "9 of 14 sections complete"."""
    return {"value": value or 0, "total": total or 0, "words": words, "is_wide": is_wide}


@register.simple_block_tag(end_name="end_task_list")
def task_list(content: SafeString) -> str:
    """A list of `{% task_item %}`s."""
    return render_to_string("components/task_list.html", {"content": content})


@register.inclusion_tag("components/task_item.html")
def task_item(
    label: str, url: str = "", status: object = "", hint: str = "", status_text: str = ""
) -> dict[str, Any]:
    """One task with its state; without an address it is only named."""
    words, colour = status_words(status) if status else ("", "")
    return {
        "label": label,
        "url": url,
        "hint": hint,
        "status": status_text or words,
        "colour": colour,
        "id": f"task-{slugify(label)}",
    }


@register.inclusion_tag("components/empty_state.html")
def empty_state(text: str, action: str = "", url: str = "") -> dict[str, Any]:
    """What to do when there is nothing to show."""
    return {"text": text, "action": action, "url": url}


@register.simple_block_tag(end_name="end_details")
def details(content: SafeString, summary: str, is_open: bool = False) -> str:
    """Words that open on demand."""
    context = {"content": content, "summary": summary, "is_open": is_open}
    return render_to_string("components/details.html", context)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any, anchor_of_whole: str = "") -> dict[str, Any]:
    """Everything that is wrong, on top, each line a link to its field and named with its group.

    `anchor_of_whole` is where a line about the form as a whole leads.
    """
    problems: list[dict[str, str]] = []
    if form and getattr(form, "is_bound", False):
        problems += [{"text": text, "anchor": anchor_of_whole} for text in form.non_field_errors()]
        for bound in form:
            anchor = getattr(bound, "error_anchor", bound.id_for_label)
            problems += [
                {"text": _in_group(bound, text), "anchor": anchor} for text in bound.errors
            ]
    return {"problems": problems}


def _in_group(bound: Any, text: str) -> str:
    """The message with the group of its field, where several groups ask the same."""
    group = getattr(bound.field, "group", "")
    return text if not group or text.startswith(f"{group}: ") else f"{group}: {text}"


@register.inclusion_tag("components/alert.html")
def notice_banner(level: str, text: str, heading: str = "") -> dict[str, Any]:
    """An alert inside the page: success, information (or info), warning, error."""
    level = "information" if level in ("info", "debug") else level
    return {"level": level, "text": text, "heading": heading}


@register.filter
def alert_level(message: Any) -> str:
    """The alert's variant for a message of `django.contrib.messages`."""
    known = {"success": "success", "warning": "warning", "error": "error"}
    return known.get(getattr(message, "level_tag", ""), "information")


@register.inclusion_tag("components/figure_tile.html")
def figure_tile(
    number: object, label: str, url: str = "", hint: str = "", level: str = ""
) -> dict[str, Any]:
    """One number, its words, and the list behind it; `level` is overdue, due-soon or nothing."""
    return {"number": number, "label": label, "url": url, "hint": hint, "level": level}
