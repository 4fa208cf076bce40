"""Every address of the portal says who may open it, and a visitor finds that it is so."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from cmiportal.accounts.access import PUBLIC, RULES_OF_OTHERS, SIGNING_IN, STAFF, only, public, rule_of, signed_in
from tests.factories.accounts import UserFactory
from tests.pages import addresses

# Something that each converter takes; which rows there are does not matter, the rule comes first.
SAMPLES = {
    "int": 1,
    "slug": "sample",
    "str": "sample",
    "path": "sample",
    "uuid": "01938a3c-5c3e-7000-8000-000000000000",
}


ADDRESSES = list(addresses(get_resolver()))
CLOSED = [
    (name, pattern)
    for name, pattern in ADDRESSES
    if not name.startswith("admin:") and rule_of(name, pattern.callback) not in (PUBLIC, SIGNING_IN)
]
ADMIN = [name for name, pattern in ADDRESSES if rule_of(name, pattern.callback) == STAFF]


def sample_of(name: str, pattern: URLPattern) -> str:
    """An address of that name, whatever its arguments are."""
    converters = pattern.pattern.converters
    return reverse(name, kwargs={key: SAMPLES[sample_kind(each)] for key, each in converters.items()})


def sample_kind(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def test_every_address_has_a_rule():
    assert [name for name, pattern in ADDRESSES if rule_of(name, pattern.callback) is None] == []


def test_no_address_of_others_is_listed_in_vain():
    assert RULES_OF_OTHERS.keys() - {name for name, _ in ADDRESSES} == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pattern"), CLOSED, ids=[name for name, _ in CLOSED])
def test_a_visitor_is_sent_to_sign_in_by_every_address_that_is_not_public(client, name, pattern):
    address = sample_of(name, pattern)
    response = client.get(address)
    if response.status_code == 405:
        response = client.post(address)

    assert response.status_code == 302
    assert response.url.partition("?")[0] in (reverse("account_login"), reverse("account_reauthenticate"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in ADMIN if name.endswith(("_changelist", "_add", ":index"))])
def test_the_admin_is_for_staff_who_sign_in_like_everybody(client, name):
    address = reverse(name)
    login = client.get(client.get(address).url)
    assert login.url == f"{reverse('account_login')}?{urlencode({'next': address}, safe='')}"

    client.force_login(UserFactory())
    assert client.get(address, follow=True).status_code == 403

    client.force_login(UserFactory(admin=True))
    assert client.get(address).status_code in (200, 403)


def test_the_rules_name_themselves():
    def view(request):
        return HttpResponse("ok")

    ruled = [public(view), signed_in(view), only("editors", bool)(view)]

    assert [rule_of("site:page", each) for each in ruled] == ["public", "signed in", "editors"]
    assert rule_of("site:page", view) is None
    assert rule_of("admin:login", view) == "public"


def test_an_address_for_some_does_not_exist_for_others(rf):
    editors = only("editors", lambda user: user.name == "Edda")(lambda request: HttpResponse("ok"))
    request = rf.get("/articles/")

    request.user = AnonymousUser()
    assert editors(request).url == "/accounts/login/?next=/articles/"
    request.user = UserFactory.build(name="Edda")
    assert editors(request).content == b"ok"
    request.user = UserFactory.build(name="Amara")
    with pytest.raises(Http404):
        editors(request)


@pytest.mark.django_db
def test_what_a_person_sees_is_kept_by_no_cache_that_others_share(client):
    home, profile = reverse("site:home"), reverse("accounts:profile_detail")
    assert not client.get(home).has_header("Cache-Control")

    client.force_login(UserFactory())

    assert [client.get(page)["Cache-Control"] for page in (home, profile)] == ["private, no-cache"] * 2
    assert client.get(reverse("site:healthz"))["Cache-Control"].startswith("max-age=0")
