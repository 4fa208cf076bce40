"""Why the portal does not take something; each exception's first argument is a sentence for the person."""


class FileRefused(Exception):
    """The file cannot be taken; nothing of it was kept."""


class ItemRefused(Exception):
    """The evidence cannot be changed in this way."""


class DateRefused(ItemRefused):
    """Evidence cannot be from a day that has not come."""


class StaleDraft(ItemRefused):
    """The draft was saved from elsewhere since it was opened; the newer text is not overwritten.

    ``text`` and ``revision`` are those that now stand, so that a page can show both.
    """

    def __init__(self, *, text: str, revision: int) -> None:
        super().__init__("This evidence was changed in another tab or device. Compare both texts, then save again.")
        self.text = text
        self.revision = revision
