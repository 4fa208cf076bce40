"""What cannot be done with an article: each exception says why in a sentence for the editor."""

from collections.abc import Sequence

from cmiportal.workflow import MoveRefused


class ArticleRefused(MoveRefused):
    """The article cannot be written or moved like that; the first argument says why.

    ``faults`` are sentences on what is to be mended in its text, where that is the reason.
    """

    def __init__(self, sentence: str, faults: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.faults = list(faults)


class ArticleChanged(ArticleRefused):
    """Another editor saved a text of the article since the form was opened: ``number`` is the version they wrote."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Somebody else saved version {number} of this text while you had it open, and yours is not kept yet. "
            "Compare the two, then save yours again."
        )
        self.number = number
