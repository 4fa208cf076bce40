"""What editors write in Markdown, with everything in it, by a reader's rules in both sizes, light and dark."""

import pytest

from tests.browser.test_axe_pages import faults
from tests.factories.insights import ArticleFactory
from tests.factories.insights_pictures import a_picture, a_sized_picture, photo, photograph

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("size", ["desk"])]  # faults() looks at both

BODY = """Everything starts somewhere.[^1] And `code` too.

## One

![A desk by a window](picture:{made} "Where we met")

### Two

| Size | Teams | What they said about it at the time | Days |
|------|-------|-------------------------------------|-----:|
| Small | Calder | Averyveryveryverylongwordwithoutanyblankinit | 3 |

> Said by somebody.
>
> > And quoted again.

1. One
2. Two
    - Deeper

```
{{"a": "a line of code that is much longer than the width of any telephone that one has, and goes on and on"}}
```

***

![A chair](picture:{waits})

[Elsewhere](https://www.example.org/) and [here](/about/).

[^1]: A note with a [link](/about/).
"""


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


def test_a_text_with_everything_in_it_is_open_to_all(page, live_server, size):
    made, waits = a_sized_picture(file=photo(content=photograph(700, 350))), a_picture()
    article = ArticleFactory(body=BODY.format(made=made.pk, waits=waits.pk), picture=made)

    page.goto(live_server.url + article.get_absolute_url())

    assert faults(page) == []
