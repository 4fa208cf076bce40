from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms

from .conftest import tidy


class NameForm(forms.Form):
    name = forms.CharField(label="Name")
    file = forms.FileField(label="File")


def test_a_layout_draws_the_same_fields_as_the_form_renderer(draw):
    form = NameForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("About you", "name"), "file")
    form.helper.add_input(Submit("save", "Save"))

    html = draw("{% load crispy_forms_tags %}{% crispy form %}", form=form)

    assert html.startswith('<form class="form" method="post" enctype="multipart/form-data" novalidate>')
    assert 'name="csrfmiddlewaretoken"' in html
    assert "<legend><h2>About you</h2></legend>" in html
    assert tidy(form["name"].as_field_group()) in html
    assert '<button type="submit" class="button" name="save" value="Save">Save</button>' in html


def test_a_helper_may_leave_the_form_element_to_the_page(draw):
    form = NameForm()
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.disable_csrf = True

    html = draw("{% load crispy_forms_tags %}{% crispy form %}", form=form)

    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html
    assert tidy(form["name"].as_field_group()) in html


def test_an_action_and_an_id_come_from_the_helper(draw):
    form = NameForm()
    form.helper = FormHelper()
    form.helper.form_action, form.helper.form_id, form.helper.form_method = "/there/", "ask", "get"

    html = draw("{% load crispy_forms_tags %}{% crispy form %}", form=form)

    assert '<form class="form" method="get" action="/there/" id="ask"' in html
    assert "csrfmiddlewaretoken" not in html
