"""The contracts of components (design brief, section 5) that a page relies on."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator

from cmiportal.documents.differences import Effort, differences


@pytest.mark.parametrize(
    "source",
    ['{% tag "Late" "red" %}', '{% button "Save" kind="big" %}', '{% listing "tiny" %}{% endlisting %}'],
)
def test_a_variant_that_does_not_exist_is_refused(draw, source):
    with pytest.raises(ValueError, match="choose one of"):
        draw(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% button "Go" href %}',
        '{% button_form "Go" href %}',
        '{% card "Go" href %}{% endcard %}',
        '{% subnav_item "Go" href %}',
        '{% breadcrumb "Go" href "Here" %}',
    ],
)
def test_a_link_without_an_address_is_refused(draw, source):
    with pytest.raises(ValueError, match="needs an address"):
        draw('{% url "no:such_page" as href %}' + source)


def test_a_state_is_a_word_and_its_shape(draw):
    assert draw('{% tag "Being marked" "info" %}') == '<span class="tag" data-state="info">Being marked</span>'


def test_words_from_people_are_escaped(draw):
    html = draw("{% tag name %}{% notice name %}{{ name }}{% endnotice %}", name="<script>")

    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_a_notice_may_be_announced_and_headed(draw):
    assert draw('{% notice "Saved" "positive" live=True id="n" %}<p>Go on.</p>{% endnotice %}') == (
        '<div class="notice" data-state="positive" id="n" role="status"><strong>Saved</strong><p>Go on.</p></div>'
    )
    assert "<h2>Gap</h2>" in draw('{% notice "Gap" "attention" level=2 %}{% endnotice %}')


def test_a_button_submits_and_a_button_with_an_address_is_a_link(draw):
    assert draw('{% button "Save" name="go" value="1" %}') == (
        '<button type="submit" class="button" name="go" value="1">Save</button>'
    )
    assert draw('{% button "Map" "/map/" kind="quiet" small=True wide=True hidden="to 2.2" %}') == (
        '<a href="/map/" class="button button-quiet button-small button-wide">Map'
        '<span class="visually-hidden"> to 2.2</span></a>'
    )


def test_a_button_takes_attributes_of_htmx(draw):
    assert 'hx-get="/x/"' in draw('{% button "Save" hx_get="/x/" %}')


def test_a_button_form_posts_with_the_token(draw):
    html = draw('{% button_form "Sign off" "/desk/1/sign-off/" name="moves" value="3" %}')

    assert html.startswith(
        '<form method="post" action="/desk/1/sign-off/"><input type="hidden" name="csrfmiddlewaretoken"'
    )
    assert '<button type="submit" class="button" name="moves" value="3">Sign off</button></form>' in html


def test_a_form_posts_with_the_token_and_knows_files(draw):
    class Upload(forms.Form):
        file = forms.FileField()

    html = draw('{% form form id="f" hx_post="/x/" %}{{ form }}{% endform %}', form=Upload())

    assert html.startswith(
        '<form method="post" id="f" class="form" enctype="multipart/form-data" novalidate hx-post="/x/">'
        '<input type="hidden" name="csrfmiddlewaretoken"'
    )
    assert 'type="file"' in html


def test_a_form_that_asks_has_no_token(draw):
    html = draw('{% form method="get" action="/x/" kind="bare" %}{% endform %}')

    assert html == '<form method="get" action="/x/" novalidate></form>'


def test_a_judgement_is_named_by_its_heading(draw):
    html = draw('{% form kind="judgement" heading="Judgement" method="get" %}{% endform %}')

    assert 'class="box judgement sticky" aria-labelledby="form-heading"' in html
    assert '<h2 id="form-heading">Judgement</h2>' in html


def test_a_task_that_cannot_start_is_plain_text(draw):
    html = draw(
        '{% task_list %}{% task "Evidence" "/e/" "Done" "positive" hint="Four" %}{% task "Sign" %}{% endtask_list %}'
    )

    assert html == (
        '<ul class="task-list"><li><a href="/e/">Evidence</a><span class="tag" data-state="positive">Done</span>'
        '<span class="hint">Four</span></li><li><span>Sign</span></li></ul>'
    )


def test_a_step_under_way_is_the_current_one(draw):
    html = draw(
        '{% timeline %}{% step "Marked" "positive" %}{% endstep %}'
        '{% step "Now" now=True %}{% endstep %}{% endtimeline %}'
    )

    assert '<li data-state="positive"><h3>Marked</h3>' in html
    assert '<li aria-current="step"><h3>Now</h3>' in html


def test_a_row_says_what_its_link_changes(draw):
    html = draw(
        '{% row "Name" change="/name/" %}Amara{% endrow %}'
        '{% row "Fee" change="/fee/" what="what you pay" %}{% endrow %}'
    )

    assert '<dd class="change"><a href="/name/">Change<span class="visually-hidden"> name</span></a></dd>' in html
    assert '<span class="visually-hidden"> what you pay</span>' in html


def test_a_table_has_roles_that_survive_stacking(draw):
    html = draw(
        '{% table "Units" "Unit" "Credits" numeric="Credits" total_label="Both" total=13 %}'
        '{% table_row id="u" %}{% row_head %}601{% endrow_head %}{% cell "Credits" numeric=True %}6{% endcell %}'
        "{% endtable_row %}{% endtable %}"
    )

    assert html == (
        '<table class="table stacked" role="table"><caption>Units</caption><thead role="rowgroup"><tr role="row">'
        '<th scope="col" role="columnheader">Unit</th><th scope="col" role="columnheader" class="num">Credits</th></tr>'
        '</thead><tbody role="rowgroup"><tr role="row" id="u"><th scope="row" role="rowheader">601</th>'
        '<td role="cell" data-label="Credits" class="num">6</td></tr></tbody><tfoot role="rowgroup"><tr role="row">'
        '<th scope="row" role="rowheader" colspan="1">Both</th><td role="cell" class="num">13</td></tr></tfoot></table>'
    )


def test_the_grid_says_where_evidence_is_and_where_none(draw):
    row = {"id": "c1", "code": "1.1", "verb": "Assess", "text": "risk", "state": "attention", "word": "No evidence"}
    pieces = [{"code": "E1", "kind": "Plan"}, {"code": "E2", "kind": "Report"}]
    cells = [{"text": "p. 2", "href": "/e/"}, None]

    html = draw("{% criterion_grid pieces rows %}", pieces=pieces, rows=[{**row, "cells": cells}])

    assert '<tr role="row" id="c1" data-state="attention">' in html
    assert '<td role="cell" data-label="E1, Plan"><a class="hit" href="/e/">' in html
    assert '<td role="cell" data-label="E2, Report"><span class="none"><span aria-hidden="true">·</span>' in html
    assert '<span class="visually-hidden">none</span>' in html


def test_a_grid_refuses_rows_that_do_not_match_its_pieces(draw):
    with pytest.raises(ValueError, match="zip"):
        draw("{% criterion_grid pieces rows %}", pieces=[], rows=[{"state": "positive", "cells": [None]}])


def test_a_breadcrumb_ends_on_this_page(draw):
    html = draw('{% breadcrumb "Home" "/" "Units" "/units/" "Unit 605" %}')

    assert html.partition("<script")[0] == (
        '<nav class="breadcrumb" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>'
        '<li><a href="/units/">Units</a></li><li aria-current="page">Unit 605</li></ol></nav>'
    )


def test_a_breadcrumb_without_this_page_is_refused(draw):
    with pytest.raises(ValueError, match="this page"):
        draw('{% breadcrumb "Home" "/" %}')


def test_pages_keep_the_rest_of_the_address(draw):
    page = Paginator(range(30), 10).page(2)

    html = draw("{% pagination page %}", path="/list/?level=6&page=2", page=page)

    assert '<a href="?level=6&amp;page=1" rel="prev">' in html
    assert '<a href="?level=6&amp;page=2" aria-current="page">' in html
    assert '<a href="?level=6&amp;page=3" rel="next">' in html


@pytest.mark.parametrize(("number", "ways"), [(1, (False, True)), (3, (True, False))])
def test_the_first_page_has_no_page_before_it_and_the_last_none_after(draw, number, ways):
    html = draw("{% pagination page %}", page=Paginator(range(30), 10).page(number))

    assert ('rel="prev"' in html, 'rel="next"' in html) == ways


def test_many_pages_are_shortened_and_one_page_is_none(draw):
    assert '<span class="gap">…</span>' in draw("{% pagination page %}", page=Paginator(range(90), 9).page(5))
    assert draw("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_a_view_of_a_list_says_how_many_and_which_is_shown(draw):
    html = draw('{% subnav %}{% subnav_item "All" "/a/" 0 current=True %}{% subnav_item "Help" "/h/" %}{% endsubnav %}')

    assert '<li><a href="/a/" aria-current="page">All <span class="quiet">0</span></a></li>' in html
    assert '<li><a href="/h/">Help</a></li>' in html


def test_a_unit_that_stays_chosen_is_sent_though_its_box_is_fixed(draw):
    unit = {"number": 601, "title": "Practice", "credits": 6, "checked": True, "fixed": True, "reason": "In marking."}

    html = draw('{% unit_choice units "Units" %}', units=[unit])

    assert 'aria-describedby="unit-601-credits unit-601-state" checked disabled>' in html
    assert '<input type="hidden" name="units" value="601">' in html


def test_an_award_is_named_by_a_sentence(draw):
    html = draw('{% award "Revoked" "negative" "It no longer stands" title="Diploma" %}<p>Why</p>{% endaward %}')

    assert html == (
        '<section class="award" data-state="negative" aria-labelledby="award"><header>'
        '<span class="tag" data-state="negative">Revoked</span><h2 id="award">It no longer stands</h2></header>'
        '<p class="award-title">Diploma</p><p>Why</p></section>'
    )


def test_sections_are_named_by_their_headings(draw):
    html = draw('{% panel "Before you submit" aside=True sticky=True %}{% endpanel %}{% box "Do" id="b" %}{% endbox %}')

    assert '<aside class="panel sticky" aria-labelledby="before-you-submit"><h2 id="before-you-submit">' in html
    assert '<section class="box stack" aria-labelledby="b"><h2 id="b">Do</h2>' in html


def test_an_empty_ladder_can_be_drawn(draw):
    assert '<ol class="ladder" reversed start="0">' in draw("{% ladder levels %}", levels=[])


@pytest.mark.parametrize(
    ("level", "state"), [("success", "positive"), ("warning", "attention"), ("error", "negative"), ("info", "info")]
)
def test_messages_have_a_state(draw, level, state):
    assert draw("{{ level|message_state }}", level=level) == state


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    ("form", "prefix"),
    [
        (NameForm(), ""),
        (NameForm({"name": "A"}), ""),
        (NameForm({}), "Error:"),
        (forms.formset_factory(NameForm)({"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}), ""),
        (forms.formset_factory(NameForm)({}), "Error:"),
    ],
)
def test_a_title_begins_with_the_error(draw, form, prefix):
    assert draw("{% title_prefix %}", anything=form) == prefix
    assert draw("{% title_prefix %}", forms={"other": NameForm(), "name": form}) == prefix


def test_htmx_evaluates_nothing(draw):
    html = draw("{% htmx %}")

    assert '"allowEval":false' in html
    assert '<script src="/static/django_htmx/htmx-2.min.js" defer></script>' in html


def test_filters_take_attributes_of_htmx_and_say_how_many_are_chosen(draw):
    html = draw('{% filters "Filter units" chosen=2 hx_get="/units/" %}{% endfilters %}')

    assert 'hx-get="/units/"' in html
    assert 'Filters<span id="filters-chosen">, 2 chosen</span>' in html


def test_what_is_chosen_can_be_taken_away_one_by_one_and_at_once(draw):
    six, word = {"label": "Level 6", "href": "?word=a"}, {"label": "“a”", "href": "?level=6"}
    source = '{% chosen_filters filters "/units/" %}'

    assert 'href="?word=a"><span class="visually-hidden">Remove filter </span>Level 6' in draw(source, filters=[six])
    assert "Clear all filters" not in draw(source, filters=[six])
    assert '<a href="/units/">Clear all filters</a>' in draw(source, filters=[six, word])


def test_a_box_at_one_of_many_is_told_from_the_others(draw):
    html = draw('{% pick "Compare" "q" "diploma" hidden="Level 6 Diploma" checked=True %}')

    assert '<input type="checkbox" name="q" value="diploma" id="pick-diploma" checked>' in html
    assert '<label for="pick-diploma">Compare<span class="visually-hidden"> Level 6 Diploma</span></label>' in html


def test_a_comparison_names_the_thing_at_each_fact_and_refuses_rows_that_lack_one(draw):
    source = '{% comparison names rows "Sizes" %}'
    cells = [{"text": 13}, {"text": "Read on", "href": "/diploma/", "hidden": "about it"}]

    html = draw(source, names=["Certificate", "Diploma"], rows=[{"label": "Credits", "cells": cells}])

    assert '<td role="cell" data-label="Certificate">13</td>' in html
    assert '<a href="/diploma/">Read on<span class="visually-hidden"> about it</span></a>' in html
    with pytest.raises(ValueError, match="zip"):
        draw(source, names=["Certificate"], rows=[{"label": "Credits", "cells": cells}])


def test_a_difference_is_said_as_well_as_shown(draw):
    pieces = differences("I asked <them>.", "I told <them>.")

    assert draw("{% difference pieces %}", pieces=pieces).strip() == (
        '<div class="difference">I <del><span class="visually-hidden">[removed: </span>asked '
        '<span class="visually-hidden">]</span></del><ins><span class="visually-hidden">[added: </span>told '
        '<span class="visually-hidden">]</span></ins>&lt;them&gt;.</div>'
    )


def test_what_is_too_much_to_compare_is_said_to_stand_whole(draw):
    said = "Too much changed here to mark each word."

    assert said in draw("{% difference pieces %}", pieces=differences("I asked them.", "I told them.", Effort(0)))
    assert said not in draw("{% difference pieces %}", pieces=differences("I asked them.", "I told them."))


def test_texts_without_a_difference_are_said_to_be_the_same(draw):
    assert "The text is the same." in draw("{% difference pieces %}", pieces=differences("I asked.", "I asked."))


def test_a_month_has_a_cell_for_each_day_of_its_weeks_and_shows_what_is_of_the_month(draw):
    found = {
        date(2026, 12, 2): [{"title": "Net zero", "href": "/n/", "time": "12:30", "word": "Cancelled"}],
        date(2027, 1, 1): [{"title": "Of another month", "href": "/o/"}],
    }
    html = draw(
        '{% month first found today "Events in December 2026" %}',
        first=date(2026, 12, 1),
        found=found,
        today=date(2026, 12, 24),
    )

    assert (html.count('role="columnheader"'), html.count('role="cell"')) == (7, 35)
    assert '<li>12:30 <a href="/n/">Net zero</a> <strong>Cancelled</strong></li>' in html
    assert "Of another month" not in html
    assert html.count('aria-current="date"') == 1
    assert html.count("<b>") == 31


def test_linked_data_is_data_that_cannot_end_its_block(draw):
    assert draw("{% linked_data facts %}", facts={"name": "</script><b>"}) == (
        '<script type="application/ld+json">{"name": "\\u003C/script\\u003E\\u003Cb\\u003E"}</script>'
    )


def test_a_breadcrumb_takes_its_parts_as_one_list(draw):
    parts = ["Home", "/", "Units", "/units/", "Unit 605"]
    one_by_one = draw('{% breadcrumb "Home" "/" "Units" "/units/" "Unit 605" %}')

    assert draw("{% breadcrumb parts %}", parts=parts) == one_by_one
