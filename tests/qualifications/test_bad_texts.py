"""Markup in whatever people type, in every column of every table: no page, list or message takes it for its own."""

import re
from collections import Counter
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import CharField, F, JSONField, TextField, Value
from django.db.models.functions import Cast, Concat, Left
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.billing.models import Price
from cmiportal.links.models import OutsidePerson
from cmiportal.notifications.mails import compose
from cmiportal.notifications.models import Notification
from cmiportal.posts.models import KeptForm
from cmiportal.search.models import SearchEntry
from events.models import Booking, EventPrice, Speaker
from membership.models import CpdEntry
from qualifications.models import Centre, UnitEnrolment
from tests.demo import portal_of
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, map_evidence
from tests.pages import crawl, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = """ '" xss=1 <xss> """
ESCAPED = "&lt;xss&gt;"
TYPED = {
    *(
        "address",
        "ai_use",
        "aim",
        "assessment",
        "audience",
        "because",
        "body",
        "comparable",
        "concession",
        "conditions",
    ),
    *("declared_name", "delivery", "description", "detail", "employer", "ended_because", "feedback", "grounds"),
    *("help_hours", "help_phone", "knows_as", "last_error", "learnt", "name", "name_as_printed", "need", "object_repr"),
    *("organisation", "payer", "plan", "pointer", "post", "preferred_name", "purchase_order", "reason", "region"),
    *("revoked_because", "roles", "suite", "summary", "text", "theme", "title", "town", "words_reason"),
    *("about", "access_needs", "access_notes", "better", "diet", "strapline", "subject", "useful", "venue"),
    *("alternative", "at_work", "at_work_title", "begins", "credit", "intro", "link_label", "standfirst", "term"),
}
# In the tables of moves the name of a move, in others that of somebody's role at a centre.
TYPED_HERE = {CpdEntry: ["action"], Speaker: ["role"]}
# What the portal itself writes there: names of rights and groups, and for whom a price is.
NOT_TYPED = ("auth", "contenttypes")
KEYS = {model: ["audience"] for model in (Booking, EventPrice, Price, SearchEntry)}
# An address of e-mail may hold markup, too.
ADDRESSES = {OutsidePerson: ["email"], Centre: ["help_email"]}
EACH = 2
PEOPLE = (
    *("", "wren", "coordinator", "assessor", "verifier", "moderator"),
    *("member", "applicant", "membership-assessor", "corporate", "events"),
)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal with a file that was handed in and a form that waits, all of it full of markup."""
    at = timezone.now()
    with portal_of(django_db_blocker, at=at):
        wren = account("wren")
        unit = UnitEnrolment.objects.get(learner=wren, unit__number="604")
        map_evidence(unit, item=ItemFactory(owner=wren, upload=upload()))
        handed_in(unit, at=at)
        KeptForm.objects.create(
            key=uuid4(), person=wren, path="/learning/", fields=[["title", [MARK]]], files=[MARK], created_at=at
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in apps.get_models():
                mark_columns(model, cursor)
            cursor.execute("SET LOCAL session_replication_role = origin")
        yield


def mark_columns(model, cursor):
    """Write markup behind every text of the table that somebody typed; hashes of texts are not checked meanwhile."""
    if model._meta.app_label in NOT_TYPED or model._meta.proxy or not model._meta.managed:
        return
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [model._meta.db_table]
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{name}"')
    typed = (TYPED - set(KEYS.get(model, ()))) | set(TYPED_HERE.get(model, ()))
    changed = {
        field.name: Concat(Left(F(field.name), (field.max_length or 10**6) - len(MARK)), Value(MARK))
        for field in model._meta.concrete_fields
        if field.name in typed and isinstance(field, (CharField, TextField)) and not field.choices
    }
    address = Concat(Value('"<xss>'), Cast("pk", CharField()), Value('"@example.org'))
    changed |= dict.fromkeys(ADDRESSES.get(model, ()), address)
    if changed:
        model._base_manager.update(**changed)
    for name in [field.name for field in model._meta.concrete_fields if isinstance(field, JSONField)]:
        rows = list(model._base_manager.exclude(**{name: None}))
        for row in rows:
            setattr(row, name, marked(getattr(row, name)))
        model._base_manager.bulk_update(rows, [name], batch_size=500)


def marked(data):
    """The data with markup behind every sentence in it; single words are keys, dates and numbers."""
    if isinstance(data, dict):
        return {key: marked(value) for key, value in data.items()}
    if isinstance(data, list):
        return [marked(value) for value in data]
    return data + MARK if isinstance(data, str) and " " in data.strip() else data


class Injected(HTMLParser):
    """Counts elements and attributes that came out of somebody's text."""

    count = 0

    def handle_starttag(self, tag, attrs):
        self.count += tag == "xss" or "xss" in dict(attrs)


def injected(html):
    parser = Injected()
    parser.feed(html)
    return parser.count


def account(name):
    return User.objects.get(email=f"{name}@example.org")


def of_a_kind(link, seen):
    """Whether a link leads to one of the first few pages of its kind; files and the admin are no pages of ours."""
    name = resolve(link.split("?")[0]).view_name
    seen[name] += 1
    return seen[name] <= EACH and not name.startswith(("admin:", "documents:"))


def test_markup_in_an_element_and_in_an_attribute_would_be_found():
    assert [injected(html) for html in (MARK, f'<a title="{MARK}">', f"<a title='{MARK}'>", "&lt;xss>")] == [1, 1, 1, 0]


@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_takes_what_people_typed_for_its_own(name):
    client, seen = Client(), Counter()
    if name:
        client.force_login(account(name))
    pages = [
        (address, text_of(response))
        for address, response in crawl(client, follow=lambda link: of_a_kind(link, seen))
        if response.status_code == 200
    ]

    assert [address for address, html in pages if injected(html)] == []
    assert sum(ESCAPED in html for _, html in pages) > 10


@pytest.mark.parametrize("label", sorted(model._meta.label for model in admin.site._registry))
def test_no_page_of_the_admin_takes_what_people_typed_for_its_own(label):
    client = Client()
    client.force_login(UserFactory(admin=True))
    meta = apps.get_model(label)._meta
    names = f"admin:{meta.app_label}_{meta.model_name}"
    pages = [client.get(reverse(f"{names}_changelist"))]
    row = pages[0].context["cl"].result_list[:1]
    for each in row:
        pages += [client.get(reverse(f"{names}_{page}", args=[each.pk])) for page in ("change", "history", "delete")]

    assert pages[0].status_code == 200
    assert [page.request["PATH_INFO"] for page in pages if injected(text_of(page))] == []


def test_no_message_takes_what_people_typed_for_its_own():
    mails = [compose(row).alternatives[0].content for row in Notification.objects.all()]

    assert sum(injected(html) for html in mails) == 0
    assert sum(ESCAPED in html for html in mails) > 10


def test_a_newer_text_that_a_script_puts_into_the_page_is_no_markup():
    client, item = Client(), account("wren").items.first()
    client.force_login(item.owner)
    sent = {"revision": item.draft.revision}
    for text in (f"In another tab {MARK}", "In this tab"):
        answer = client.post(reverse("qualifications:item_draft", args=[item.pk]), sent | {"text": text})

    assert answer.status_code == 409
    assert (injected(answer.json()["newer"]), ESCAPED in answer.json()["newer"]) == (0, True)


def test_no_page_behind_a_link_takes_what_people_typed_for_its_own():
    mails = [compose(row).body for row in Notification.objects.filter(kind="line_manager_asked")]
    pages = [Client().get(address).text for mail in mails for address in re.findall(r"/links/[^\s/]+/", mail)]

    assert sum(injected(html) for html in pages) == 0
    assert any(ESCAPED in html for html in pages)
