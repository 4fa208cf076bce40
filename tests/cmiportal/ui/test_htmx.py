import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxDetails

from cmiportal.ui.htmx import FragmentMixin, render_page

TEMPLATE = "counted.html"
SOURCE = "<main>{% partialdef sum inline %}<b>{{ sum }}</b>{% endpartialdef %}</main>"
LOADERS = [("template_partials.loader.Loader", [("django.template.loaders.locmem.Loader", {TEMPLATE: SOURCE})])]


class Counted(FragmentMixin, TemplateView):
    template_name = TEMPLATE
    fragment = "sum"


@pytest.fixture(autouse=True)
def templates(settings):
    options = {"loaders": LOADERS, "builtins": ["template_partials.templatetags.partials"]}
    with override_settings(
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": options}]
    ):
        yield


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    return request


def by_function(request: HttpRequest):
    return render_page(request, TEMPLATE, {"sum": 13}, fragment="sum", status=202)


def by_class(request: HttpRequest):
    return Counted.as_view(extra_context={"sum": 13})(request).render()


@pytest.mark.parametrize("view", [by_function, by_class])
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, "<main><b>13</b></main>"),
        ({"HX-Request": "true"}, "<b>13</b>"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "<main><b>13</b></main>"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "<main><b>13</b></main>"),
        ({"HX-History-Restore-Request": "true"}, "<main><b>13</b></main>"),
    ],
)
def test_htmx_gets_the_fragment_and_everybody_else_the_page(view, headers, body):
    response = view(asked(**headers))

    assert response.content.decode() == body
    assert response["Vary"] == "HX-Request, HX-Boosted, HX-History-Restore-Request"


def test_the_status_is_the_views():
    assert by_function(asked()).status_code == 202
