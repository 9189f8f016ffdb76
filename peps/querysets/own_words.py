"""Which questions of a plan child, carers and parents have answered by their own links."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from peps.rules.own_words import OwnWords, answered_by_themselves

if TYPE_CHECKING:
    from peps.models import Pep

_COLUMNS = ("key", "choices", "text", "purpose")


def answered_in(pep: "Pep") -> frozenset[str]:
    """The questions answered, as `section.field`; of a plan read `with_own_words` no query."""
    rows: Any = vars(pep).get("own_words")
    if rows is None:
        rows = _sent().filter(voice__pep=pep).values(*_COLUMNS)
    return answered_by_themselves([OwnWords(**row) for row in rows])


def own_words() -> ArraySubquery:
    """The column `own_words` of a query of plans."""
    said = _sent().filter(voice__pep=OuterRef("pk"))
    return ArraySubquery(said.values(row=JSONObject(**{name: name for name in _COLUMNS})))


def _sent() -> "QuerySet[Any]":
    from peps.models import SentAnswer

    return SentAnswer.objects.annotate(purpose=F("voice__purpose"))
