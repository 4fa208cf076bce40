"""Rules for every template: the strict policy, and components only through their tags."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError, engines

ROOT = Path(settings.BASE_DIR) / "templates"
CSS = (Path(settings.BASE_DIR) / "static/css/portal.css").read_text()
# Components are drawn here, and mail brings its own styles because its readers ask for them.
MAIL = re.compile(r"/mail/|/notifications/mail_")
# The admin has a look of its own, Django's.
COMPONENT_FOLDERS = ("ui", "django", "portal", "admin")
TEMPLATES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.html") if not MAIL.search(str(path)))
PAGES = [path for path in TEMPLATES if path.parts[0] not in COMPONENT_FOLDERS]
# Made of a stem and a variable (``button-{{ kind }}``, the kinds of a listing, the tones of a drawing), or by Markdown.
BUILT = {
    "button-quiet",
    "button-danger",
    "button-link",
    "plain",
    "compact",
    "done",
    "going",
    "late",
    "footnotes",
    "picture-place",
}
# Written into texts of editors by insights.rules.
WRITTEN = {"footnotes", "picture-place"}
FORBIDDEN = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


# What a page may write: layout, words and utilities of the style sheet (docs/components.md).
PAGE_CLASSES = set(
    re.findall(
        r"\S+",
        """
        wrap page band panel-band stack gap-2 gap-3 gap-5 gap-6 gap-7 cluster spread columns columns-2 columns-4 measure
        sticky with-aside with-filters page-head eyebrow lead quiet hint section-head more prose small nowrap
        visually-hidden narrow wide on-screen mt-5 mt-7 mb-5
        """,
    )
)


def classes(source: str) -> set[str]:
    """Words of all class attributes, without template tags."""
    found = re.findall(r'\sclass="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"', source)
    return {word for words in found for word in re.sub(r"\{[%{].*?[%}]\}", " ", words).split()}


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_no_template_has_inline_style_or_script(path):
    assert FORBIDDEN.findall((ROOT / path).read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_pages_use_the_tags_of_components_never_their_classes(path):
    assert classes((ROOT / path).read_text()) - PAGE_CLASSES == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_template_compiles(path):
    try:
        engines["django"].get_template(str(path))
    except TemplateSyntaxError as error:
        pytest.fail(str(error))


def test_the_style_sheet_stays_small():
    assert len(CSS.encode()) < 44_000


def test_every_class_of_the_style_sheet_is_for_pages_or_used_by_a_component():
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)))
    sources = [path.read_text() for folder in COMPONENT_FOLDERS for path in (ROOT / folder).rglob("*.html")]
    used = {word for source in sources for word in re.findall(r"[a-z][a-z0-9-]*", source)}

    assert known - PAGE_CLASSES - used - BUILT - WRITTEN == set()
