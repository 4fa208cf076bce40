"""A file of each kind, as short as it may be."""

TOPICS = b'[[topic]]\nkey = "people"\ntitle = "People"\n'
ARTICLE = """+++
title = "First"
standfirst = "What it is about."
kind = "article"
topic = "people"
published = 2026-03-04T07:00:00Z
+++

Some words.
"""
RESOURCE = """+++
title = "A list"
summary = "What to do."
kind = "checklist"
topic = "people"
levels = [3, 4]
minutes = 5
published = 2026-03-04
+++
One thing.
"""
CAMPAIGN = """
title = "Theme"
standfirst = "What it is."
aim = "To know."
why = "It matters."
at_work_title = "At work"
at_work = "There, too."
topic = "people"
report = "found"
published = 2026-03-04
stories = ["first"]
guidance = ["list"]

[[definitions]]
term = "Word"
text = "What it means."
"""
REPORT = """+++
title = "Found"
standfirst = "What we found."
kind = "report"
topic = "people"
published = 2026-03-04
+++
Much.
"""
PAGE = '+++\npath = "about/us"\ntitle = "Us"\nstandfirst = "Who we are."\n+++\nWords.\n'
PLAYLIST = '[[playlist]]\nunit = "301"\nresources = [{ slug = "list", why = "First" }]\n'
EVERYTHING = {
    "topics.toml": TOPICS.decode(),
    "series.toml": '[[series]]\nkey = "week"\ntitle = "Week"\n',
    "authors.toml": '[[author]]\nkey = "ada"\nname = "Ada Lorne"\n',
    "articles/first.md": ARTICLE,
    "resources/list.md": RESOURCE,
    "reports/found.md": REPORT,
    "campaigns/theme.toml": CAMPAIGN,
    "pages/about-us.md": PAGE,
    "playlists.toml": PLAYLIST,
}


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    """The files as they are read from a folder."""
    return {name: text.encode() for name, text in files.items()}
