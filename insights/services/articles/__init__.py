"""What editors do with an article: write its texts, move it from draft to archive, give it another address.

Whoever changes an article locks its row first, then adds versions, moves and former addresses; nothing is locked after.
"""

from .addresses import change_address
from .moving import (
    appear_due,
    archive,
    publish,
    restore,
    return_to_draft,
    revise,
    schedule,
    submit,
    unschedule,
)
from .refusals import ArticleChanged, ArticleRefused
from .writing import ArticleFacts, ArticleText, write

__all__ = [
    "ArticleChanged",
    "ArticleFacts",
    "ArticleRefused",
    "ArticleText",
    "appear_due",
    "archive",
    "change_address",
    "publish",
    "restore",
    "return_to_draft",
    "revise",
    "schedule",
    "submit",
    "unschedule",
    "write",
]
