"""Texts and pictures of editors in a template."""

from django.template import Context, Template

from insights.rules.pictures import PictureFacts, SizeFacts

ID = "0193a1b2-0000-7000-8000-00000000000a"
FACTS = PictureFacts(ID, "A desk", "", 320, 160, (SizeFacts("jpg", 320, 160, "/p/320.jpg"),))


def shown(source, **context):
    """What a template that loads the tags makes of it."""
    return Template("{% load insights %}" + source).render(Context(context))


def test_a_text_is_html_with_its_pictures_below_a_heading_of_its_own():
    source = '{% markdown text pictures prefix="why" level=3 %}'

    html = shown(source, text=f"## <b>\n\n![Desk](picture:{ID})", pictures={ID: FACTS})

    assert html.startswith('<h3 id="why-b">&lt;b&gt;</h3>\n<figure><picture><img src="/p/320.jpg"')
    assert shown("{% markdown text %}", text="*a*") == "<p><em>a</em></p>\n"


def test_a_picture_is_shown_as_it_is_asked_for_and_none_is_nothing():
    html = shown('{% picture facts sizes="50vw" eager=True alternative="" %}', facts=FACTS)

    assert ('sizes="50vw"' in html, 'fetchpriority="high"' in html, 'alt=""' in html) == (True, True, True)
    assert shown("{% picture facts %}", facts=None) == ""
