"""History of what staff edit: one decorator, so that every tracked table records inserts, updates and deletes."""

from collections.abc import Callable

import pghistory


def tracked(
    *,
    name: str,
    exclude: tuple[str, ...] = (),
    fields: tuple[str, ...] | None = None,
    related_name: str | None = None,
) -> Callable[[type], type]:
    """Track a model in an event model called ``name``; free text and whatever must be erasable is left out.

    ``related_name`` is what the row calls its changes, where ``events`` is taken.

    pghistory alone records neither deletes nor fewer than all columns, hence this decorator (docs/schema.md, class N).
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=name,
        **({"obj_field": pghistory.ObjForeignKey(related_name=related_name)} if related_name else {}),
        **({"fields": list(fields)} if fields else {"exclude": list(exclude)}),
    )
