"""Pages of 50 whose length is known already, so that no second count is made."""

from typing import Any

from django.core.paginator import Page, Paginator

PAGE_SIZE = 50


class CountedPaginator(Paginator[Any]):
    """A paginator that is told how many rows there are."""

    def __init__(self, rows: Any, *, count: int, per_page: int = PAGE_SIZE) -> None:
        super().__init__(rows, per_page)
        self.count = count  # type: ignore[misc]


def page_of(
    rows: Any, *, count: int, number: str | int | None, per_page: int = PAGE_SIZE
) -> Page[Any]:
    """The page asked for; the nearest one for a number that makes no sense."""
    return CountedPaginator(rows, count=count, per_page=per_page).get_page(number)
