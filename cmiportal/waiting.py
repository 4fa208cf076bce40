"""How much waits for a person: everything that the apps register, counted in one query."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, Subquery

from .registry import NavigationEntry, WorkQueue, every


class CountOf(Subquery):
    """How many rows a queryset has, as one column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts_of(user: Any) -> dict[Callable[[Any], Any], int]:
    """By the registered question the number of rows that wait for this person; entries and queues share questions.

    A question that answers ``none()``, as most do for most people, is not asked of the database.
    """
    asked = [*(queue.waiting for queue in every(WorkQueue)), *(entry.waiting for entry in every(NavigationEntry))]
    found = {question: question(user) for question in dict.fromkeys(asked) if question}
    possible = {question: rows for question, rows in found.items() if not rows.query.is_empty()}
    columns = [CountOf(rows.order_by().values("pk")) for rows in possible.values()]
    row = get_user_model().objects.values_list(*columns).get(pk=user.pk) if columns else ()
    return dict.fromkeys(found, 0) | dict(zip(possible, row, strict=True))
