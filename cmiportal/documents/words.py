"""How many words a text has; a pure function.

Headings, contents, references and tables do not count towards a unit's length, but a plain text does not say which
lines those are: the portal counts every word, and the learner explains a length outside the range.
"""

import re

# Chinese and Japanese are written without blanks: each character counts as one word, as word processors count them.
# Korean has blanks. Thai, Lao, Khmer and Burmese have none and no counting rule: a run between blanks is one word.
IDEOGRAPH = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# A run without blanks and long dashes; hyphens, apostrophes and slashes join ("well-being", "and/or" are one word).
WORD = re.compile(rf"[{IDEOGRAPH}]|[^\s\u2013\u2014{IDEOGRAPH}]+")


def count_words(text: str) -> int:
    """The number of words in any script; a run without a letter or digit (a dash, a bullet) is none."""
    return sum(any(letter.isalnum() for letter in run) for run in WORD.findall(text))
