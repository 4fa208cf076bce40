"""Lists of changes in the admin: what was changed, when and by whom, in words."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from pghistory.admin import EventModelAdmin

from cmiportal.billing.models import Discount
from cmiportal.history_admin import HistoryAdmin
from tests.factories.accounts import UserFactory
from tests.queries import queries_of

TYPED = {"code": "autumn", "product": "", "percent": "20", "during_0": "2026-09-01", "during_1": "", "uses": "5"}


def rows_of(response):
    """What the columns say beside the moment, newest first."""
    listed = response.context["cl"]
    admin = listed.model_admin
    return [(admin.happened(event), admin.row(event), admin.changed_by(event)) for event in listed.result_list]


def test_a_change_is_listed_with_who_made_it(client, db):
    client.force_login(UserFactory(name="Ines Duarte", admin=True))
    spring = DateRange(date(2026, 3, 1), date(2026, 4, 1))
    Discount.objects.create(code="SPRING", product="member", percent=10, during=spring)
    client.post(reverse("admin:billing_discount_add"), TYPED)
    autumn = Discount.objects.get(code="AUTUMN")
    client.post(reverse("admin:billing_discount_change", args=[autumn.pk]), {**TYPED, "percent": "25"})
    client.post(reverse("admin:billing_discount_delete", args=[autumn.pk]), {"post": "yes"})

    listed = client.get(reverse("admin:billing_discounthistory_changelist"))

    assert rows_of(listed) == [
        ("removed", "AUTUMN, 25, [2026-09-01, None)", "Ines Duarte"),
        ("changed", "AUTUMN, 25, [2026-09-01, None)", "Ines Duarte"),
        ("added", "AUTUMN, 20, [2026-09-01, None)", "Ines Duarte"),
        ("added", "member, SPRING, 10, [2026-03-01, 2026-04-01)", None),
    ]
    assert "the portal itself" in listed.text


def changes_of(code):
    """The changes of a discount, the last first."""
    history = apps.get_model("billing", "DiscountHistory")
    return list(history.objects.filter(pgh_obj_id=code.pk).order_by("-pgh_id"))


def test_a_change_says_who_changed_which_columns_on_which_day_before_and_after(client, db):
    client.force_login(UserFactory(name="Ines Duarte", admin=True))
    client.post(reverse("admin:billing_discount_add"), TYPED)
    code = Discount.objects.get()
    client.post(reverse("admin:billing_discount_change", args=[code.pk]), {**TYPED, "percent": "25", "uses": ""})
    change, first = changes_of(code)

    page = client.get(reverse("admin:billing_discounthistory_change", args=[change.pk]))
    listed = client.get(reverse("admin:billing_discounthistory_changelist")).text

    day = format_date(localtime(change.pgh_created_at), "j F Y")
    assert f"<h1>Changed by Ines Duarte on {day}</h1>" in page.text
    assert re.findall(r"<th scope=.row.>(.*?)</th><td>(.*?)</td><td>(.*?)</td>", page.text) == [
        ("Per cent off", "20", "25"),
        ("How often at most", "5", "–"),
    ]
    assert ("pgh" in page.context["adminform"].form.as_p(), "object (" in page.text) == (False, False)
    assert '<td class="field-columns">per cent off, how often at most</td>' in listed
    added = client.get(reverse("admin:billing_discounthistory_change", args=[first.pk])).text
    assert "Added by Ines Duarte on" in added
    assert '<th scope="row">Code</th><td>–</td><td>AUTUMN</td>' in added


def test_of_a_row_that_was_removed_its_last_words_are_kept(client, db):
    client.force_login(UserFactory(admin=True))
    code = Discount.objects.create(code="AUTUMN", percent=10, during=DateRange(date(2026, 9, 1), None))
    pk = code.pk
    code.delete()
    history = apps.get_model("billing", "DiscountHistory")
    removed = history.objects.get(pgh_obj_id=pk, pgh_label="delete")

    page = client.get(reverse("admin:billing_discounthistory_change", args=[removed.pk])).text

    assert "Removed by the portal itself on" in page
    assert '<th scope="row">Code</th><td>AUTUMN</td><td>–</td>' in page


def test_columns_that_the_table_hides_are_named_in_no_change(client, db, monkeypatch):
    client.force_login(UserFactory(admin=True))
    client.post(reverse("admin:billing_discount_add"), TYPED)
    (added,) = changes_of(Discount.objects.get())
    page = reverse("admin:billing_discounthistory_change", args=[added.pk])
    assert "AUTUMN" in client.get(page).context["adminform"].model_admin.differences(
        client.get(page).context["original"]
    )

    monkeypatch.setattr(admin.site._registry[Discount], "hidden_columns", ("code",), raising=False)

    shown = client.get(page)
    assert "AUTUMN" not in shown.context["adminform"].model_admin.differences(shown.context["original"])


def test_changes_are_narrowed_by_what_happened(client, db):
    client.force_login(UserFactory(admin=True))
    client.post(reverse("admin:billing_discount_add"), TYPED)
    page = reverse("admin:billing_discounthistory_changelist")

    assert [client.get(page, {"label": label}).context["cl"].result_count for label in ("insert", "delete")] == [1, 0]
    assert "By what happened" in client.get(page).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_change_and_three(rows, client, db):
    client.force_login(UserFactory(admin=True))
    code = Discount.objects.create(code="SPRING", percent=10, during=DateRange(date(2026, 3, 1), None))
    for percent in range(rows):
        Discount.objects.filter(pk=code.pk).update(percent=20 + percent)

    assert queries_of(client, reverse("admin:billing_discounthistory_changelist")) == 7


def test_a_row_leads_only_to_the_changes_that_the_person_may_open(client, db):
    code = Discount.objects.create(code="SPRING", percent=10, during=DateRange(date(2026, 3, 1), None))
    page = reverse("admin:billing_discount_change", args=[code.pk])
    changes = reverse("admin:billing_discounthistory_changelist")
    client.force_login(UserFactory(admin=True))
    assert f"{changes}?obj=billing.Discount:{code.pk}" in client.get(page).text

    keeper = UserFactory(is_staff=True)
    keeper.user_permissions.add(Permission.objects.get(codename="view_discount"))
    client.force_login(keeper)

    for shown in (client.get(page).text, client.get(reverse("admin:billing_discount_changelist")).text):
        assert (changes in shown, "/pghistory/" in shown) == (False, False)
    assert "History</a>" in client.get(page).text


def test_changes_stand_in_no_index_and_no_sidebar_but_each_list_leads_to_them(client, db):
    client.force_login(UserFactory(admin=True))
    lists = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model, page in admin.site._registry.items()
        if isinstance(page, HistoryAdmin)
    }
    tables = [page for page in admin.site._registry.values() if not isinstance(page, EventModelAdmin)]
    addresses = [reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist") for page in tables]

    shown = client.get(reverse("admin:index")).text + client.get(reverse("admin:app_list", args=["insights"])).text
    found = {href for page in addresses for href in re.findall(r'href="([^"?]+)\?back=', client.get(page).text)}

    assert [page for page in lists if page in shown] == []
    assert found == lists


def test_a_list_leads_to_the_changes_of_what_is_only_written_below_its_rows(client, db):
    client.force_login(UserFactory(admin=True))
    page = reverse("admin:events_event_changelist")
    changes = reverse("admin:events_eventpricehistory_changelist")

    listed = client.get(page).text

    assert f'<a href="{changes}?back={page}">Changes of prices of events</a>' in listed
    assert "Changes of prices of events" not in client.get(page, {"_popup": "1"}).text
    assert client.get(changes, {"back": page}).status_code == 200
