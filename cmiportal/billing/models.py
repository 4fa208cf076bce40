"""Prices with their dates, orders in pence, gap-free invoices, and every payment that was reported, once.

What is paid is the sum of the applied payment events; a redirect from a provider's page never pays anything.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs, Upper
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from payments.models import BasePayment

from cmiportal.grants import INSERT_ONLY, Grants
from cmiportal.history import tracked
from cmiportal.workflow import WorkflowEvent, WorkflowRow, new_id

from .querysets import DiscountQuerySet, OrderQuerySet, PriceQuerySet
from .rules.money import BASIS_POINTS, pence_of, vat_of
from .workflow import ORDER, ORDER_UNPAID, ORDER_WAS_PAID, OrderState

PAYMENT_UNDER_WAY = ("waiting", "input")


@tracked(name="PriceHistory")
class Price(models.Model):
    """What a product costs from one day to another, before VAT; ``audience`` is empty for everybody."""

    product = models.SlugField(max_length=60)
    audience = models.SlugField(max_length=40, blank=True)
    pence = models.PositiveIntegerField("price in pence, before VAT")
    vat_basis_points = models.PositiveIntegerField("VAT in hundredths of a per cent", default=0)
    during = DateRangeField("holds during")
    source = models.CharField(max_length=300, blank=True)

    objects = PriceQuerySet.as_manager()

    class Meta:
        ordering = ["product", "audience", "during"]
        constraints = [
            ExclusionConstraint(
                name="price_no_overlap",
                expressions=[
                    ("product", RangeOperators.EQUAL),
                    ("audience", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="There is a price for this product on some of these days already.",
            ),
            models.CheckConstraint(condition=Q(vat_basis_points__lte=BASIS_POINTS), name="price_vat"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.audience}".strip()

    @property
    def with_vat(self) -> int:
        """What is paid for one, in pence."""
        return self.pence + vat_of(self.pence, self.vat_basis_points)


@tracked(name="DiscountHistory")
class Discount(models.Model):
    """A code that takes some per cent off; ``product`` is empty for all, ``uses`` None for any number."""

    code = models.CharField(max_length=40, unique=True)
    product = models.SlugField(max_length=60, blank=True)
    percent = models.PositiveSmallIntegerField("per cent off")
    during = DateRangeField("holds during")
    uses = models.PositiveIntegerField("how often at most", null=True, blank=True)

    objects = DiscountQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__range=(1, 100)), name="discount_percent"),
            # Codes are read out and typed by hand: kept in capitals, so that one code is one code.
            models.CheckConstraint(condition=Q(code=Upper("code")), name="discount_code_capitals"),
        ]

    def __str__(self) -> str:
        return self.code


class Order(WorkflowRow):  # type: ignore[django-manager-missing] # the base of Payment has no types
    """What a person owes for one thing, and whether it is paid; amounts in pence with VAT.

    ``kind`` names an entry of the registry (OrderKind) that says what being paid does to ``subject_id``. ``payer`` is
    whom the invoice is made out to, name and address in lines.
    """

    workflow = ORDER

    state = models.CharField(max_length=20, choices=OrderState, default=OrderState.OPEN, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=300)
    payer = models.TextField()
    purchase_order = models.CharField(max_length=60, blank=True)
    discount = models.ForeignKey(Discount, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    currency = models.CharField(max_length=3, default="GBP")
    vat_pence = models.PositiveIntegerField()
    total_pence = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state"),
            models.CheckConstraint(condition=Q(vat_pence__lte=F("total_pence")), name="order_vat_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=ORDER_WAS_PAID, paid_at__isnull=False)
                | (~Q(state__in=ORDER_WAS_PAID) & Q(paid_at=None)),
                name="order_paid_has_date",
            ),
            # Two tabs find the same order, so that nobody pays twice for one thing.
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state__in=ORDER_UNPAID), name="order_one_unpaid"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state__in=ORDER_UNPAID), name="order_expiring"),
            models.Index(fields=["kind", "subject_id"], name="order_of_subject"),
            models.Index(fields=["-created_at", "id"], name="order_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderEvent(WorkflowEvent):
    """A move of an order; insert only."""

    subject_field = "order"
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("order")


class OrderLine(models.Model):
    """A line of an order; a discount is a line below nought. It never changes: a discount code adds lines."""

    grants = INSERT_ONLY

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.SlugField(max_length=60)
    description = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()
    unit_pence = models.BigIntegerField()
    vat_basis_points = models.PositiveIntegerField()
    net_pence = models.BigIntegerField()
    vat_pence = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(condition=Q(net_pence=F("quantity") * F("unit_pence")), name="order_line_sum"),
            # VAT is rounded to the nearest penny, line by line.
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Abs(F("vat_pence") * BASIS_POINTS - F("net_pence") * F("vat_basis_points")), BASIS_POINTS // 2
                ),
                name="order_line_vat",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def total_pence(self) -> int:
        """With VAT."""
        return self.net_pence + self.vat_pence


class InvoiceSeries(models.Model):
    """The last number of a series; its row is the lock under which the next invoice gets the next number."""

    key = models.CharField(max_length=10, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "invoice series"

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class Invoice(models.Model):
    """A numbered invoice, or the credit note that takes (a part of) one back; only its PDF is added later."""

    grants = Grants(update=("pdf",), delete=False)

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        CREDIT_NOTE = "credit_note", "Credit note"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.ForeignKey(InvoiceSeries, on_delete=models.PROTECT, related_name="invoices", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    issued_at = models.DateTimeField()
    payer = models.TextField()
    vat_pence = models.PositiveIntegerField()
    total_pence = models.PositiveIntegerField()
    reason = models.TextField("why it is credited", blank=True)
    pdf = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )

    class Meta:
        ordering = ["series", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["invoice", "credit_note"]), name="invoice_kind"),
            models.UniqueConstraint(fields=["series", "number"], name="invoice_number"),
            models.UniqueConstraint(fields=["order"], condition=Q(kind="invoice"), name="invoice_one_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}{self.number:06d}"


class Payment(BasePayment):
    """One attempt to pay an order at a provider; what it brought in are its events. Columns are django-payments'."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    created = models.DateTimeField()

    class Meta:
        constraints = [
            # A second tab is led to the page of the first attempt instead of a second one.
            models.UniqueConstraint(
                fields=["order"], condition=Q(status__in=PAYMENT_UNDER_WAY), name="payment_one_under_way"
            ),
        ]
        indexes = [
            models.Index(fields=["transaction_id"], name="payment_of_provider"),
            models.Index(fields=["-created", "-id"], name="payment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.variant} for {self.order}"

    @property
    def pence(self) -> int:
        """The amount of the attempt."""
        return pence_of(self.total)

    def get_process_url(self) -> str:
        """Where an attempt goes on within the portal; only the demo's provider has a page here."""
        return reverse("billing:payment_process", args=[self.token])

    def get_success_url(self) -> str:
        """Where the provider sends the payer back: the order, which says how it stands. It pays nothing."""
        return settings.SITE_URL + reverse("billing:order_detail", args=[self.order_id])

    def get_failure_url(self) -> str:
        """The same page: it says what happened, and what to do next."""
        return self.get_success_url()


class PaymentEvent(models.Model):
    """What a provider reported, as often as it may say so; applied once, then never changed."""

    grants = Grants(update=("applied_at",), delete=False)

    class Kind(models.TextChoices):
        PAYMENT = "payment", "Payment"
        REFUND = "refund", "Refund"
        FAILURE = "failure", "Failed attempt"
        DISPUTE = "dispute", "Disputed"

    provider = models.CharField(max_length=20)
    provider_event_id = models.CharField(max_length=200)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payment_events")
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="payment_events")
    kind = models.CharField(max_length=10, choices=Kind)
    pence = models.IntegerField()
    reason = models.TextField("why it went back", blank=True)
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_event_id"], name="payment_event_once"),
            models.CheckConstraint(
                condition=Q(kind="payment", pence__gt=0)
                | Q(kind__in=["refund", "dispute"], pence__lt=0)
                | Q(kind="failure", pence=0),
                name="payment_event_sign",
            ),
        ]
        indexes = [models.Index(fields=["-received_at", "-id"], name="payment_event_newest")]

    def __str__(self) -> str:
        return self.provider_event_id
