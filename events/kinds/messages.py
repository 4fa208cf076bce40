"""How the messages of this app are registered: each has templates of its own name."""

from typing import Any

from cmiportal.registry import NotificationKind


def message(key: str, label: str, subject: str, example: dict[str, Any], reason: str, **more: Any) -> NotificationKind:
    """A kind of message; ``example`` fills subject and templates where they are shown, ``reason`` is why one comes."""
    template = f"events/mail/{key}"
    return NotificationKind(
        key, label=label, subject=subject, template=template, example=example, reason=reason, **more
    )
