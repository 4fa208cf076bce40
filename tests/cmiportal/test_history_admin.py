"""Lists of changes in the admin: what was changed, when and by whom, in words."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from cmiportal.billing.models import Discount
from tests.factories.accounts import UserFactory

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
