"""Prices and discounts are kept here; orders, invoices and payments are looked at, and money is given back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.history_admin import show_histories
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline
from cmiportal.rules.amounts import pounds

from .admin_pages import ACTIONS, action_page, offered
from .models import Discount, Invoice, Order, OrderEvent, OrderLine, Payment, PaymentEvent, Price
from .workflow import OrderState


@admin.register(Price)
class PriceAdmin(CsvExport, admin.ModelAdmin):
    """Prices with their days: a new price ends the former one on the day before."""

    list_display = ("product", "audience", "price", "vat", "during", "source")
    list_filter = ("product", "audience", "vat_basis_points")
    search_fields = ("product", "audience", "source")
    search_help_text = "Product, audience or source"
    export_columns = ("product", "audience", "pence", "vat_basis_points", "during", "source")

    @admin.display(description="price before VAT", ordering="pence")
    def price(self, row: Price) -> str:
        """In pounds."""
        return pounds(row.pence)

    @admin.display(description="VAT", ordering="vat_basis_points")
    def vat(self, row: Price) -> str:
        """In per cent."""
        return f"{row.vat_basis_points / 100:g}%"


class DiscountForm(forms.ModelForm):
    """A discount as staff type it."""

    def clean_code(self) -> str:
        """Codes are kept in capitals, so that one code is one code."""
        return self.cleaned_data["code"].upper()


@admin.register(Discount)
class DiscountAdmin(CsvExport, admin.ModelAdmin):
    """Discount codes, and how often each was used."""

    form = DiscountForm
    list_display = ("code", "percent", "product", "during", "used", "uses")
    list_filter = ("product", "percent")
    search_fields = ("code", "product")
    search_help_text = "Code or product"
    export_columns = ("code", "percent", "product", "during", "uses")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the orders that use each; a cancelled one gives its use back."""
        used = Count("orders", filter=~Q(orders__state=OrderState.CANCELLED))
        return super().get_queryset(request).annotate(used=used)

    @admin.display(description="used", ordering="used")
    def used(self, row: Any) -> int:
        """How often."""
        return row.used


class LineInline(ReadOnlyInline):
    """What was ordered."""

    model = OrderLine
    fields = ("position", "description", "quantity", "unit_pence", "vat_basis_points", "net_pence", "vat_pence")


class PaymentEventInline(ReadOnlyInline):
    """Everything that was reported about the order."""

    model = PaymentEvent
    fields = ("received_at", "kind", "pence", "provider", "provider_event_id", "reason", "applied_at")
    ordering = ("received_at", "pk")


class InvoiceInline(ReadOnlyInline):
    """The invoice and its credit notes."""

    model = Invoice
    fields = ("series", "number", "kind", "issued_at", "total_pence", "vat_pence", "reason")
    ordering = ("issued_at",)


class OrderEventInline(ReadOnlyInline):
    """The moves of the order."""

    model = OrderEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor")
    ordering = ("sequence",)


@admin.register(Order)
class OrderAdmin(CsvExport, ReadOnlyAdmin):
    """Orders of everybody; money is given back and transfers are recorded on pages of their own."""

    change_form_template = "admin/billing/order/change_form.html"
    list_display = ("number", "title", "person", "state", "total", "created_at", "paid_at", "expires_at")
    list_filter = (
        "state",
        "kind",
        ("discount", admin.EmptyFieldListFilter),
        ("expires_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("person",)
    search_fields = ("number", "title", "person__name", "person__email", "payer", "purchase_order")
    search_help_text = "Number, what was ordered, payer, or purchase order"
    date_hierarchy = "created_at"
    ordering = ("-created_at", "pk")
    export_columns = (
        *("number", "kind", "state", "person__name", "person__email"),
        *("vat_pence", "total_pence", "created_at", "paid_at"),
    )
    inlines = (LineInline, PaymentEventInline, InvoiceInline, OrderEventInline)
    fieldsets = (
        (None, {"fields": ("number", "title", "person", "state", "kind", "subject_id")}),
        ("Amounts", {"fields": ("total_pence", "vat_pence", "currency", "discount")}),
        ("Invoice", {"fields": ("payer", "purchase_order")}),
        ("Dates", {"fields": ("created_at", "expires_at", "paid_at")}),
    )

    @admin.display(description="total", ordering="total_pence")
    def total(self, row: Order) -> str:
        """In pounds, with VAT."""
        return pounds(row.total_pence)

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and a page for each thing that can be done with an order's money."""
        pages = [
            path(
                f"<uuid:pk>/{name}/",
                self.admin_site.admin_view(action_page),
                {"name": name, "model_admin": self},
                name=f"billing_order_{name}",
            )
            for name in ACTIONS
        ]
        return [*pages, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The order, with the pages that are open to this person."""
        order = self.get_object(request, object_id)
        pages = offered(order, request.user) if order else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "pages": pages})


@admin.register(Invoice)
class InvoiceAdmin(CsvExport, ReadOnlyAdmin):
    """Invoices and credit notes by number: there is no gap."""

    list_display = ("full_number", "kind", "order", "payer_name", "total", "issued_at")
    list_filter = ("kind", "series")
    list_select_related = ("order",)
    search_fields = ("=number", "order__number", "payer", "order__purchase_order")
    search_help_text = "Number without letters, number of the order, payer, or purchase order"
    date_hierarchy = "issued_at"
    ordering = ("series", "-number")
    export_columns = ("series", "number", "kind", "order__number", "issued_at", "vat_pence", "total_pence")

    @admin.display(description="number", ordering="number")
    def full_number(self, row: Invoice) -> str:
        """With the letters of its series."""
        return str(row)

    @admin.display(description="payer", ordering="payer")
    def payer_name(self, row: Invoice) -> str:
        """The first line of name and address."""
        return row.payer.partition("\n")[0]

    @admin.display(description="total", ordering="total_pence")
    def total(self, row: Invoice) -> str:
        """In pounds, with VAT."""
        return pounds(row.total_pence)


@admin.register(PaymentEvent)
class PaymentEventAdmin(CsvExport, ReadOnlyAdmin):
    """Everything that providers and the bank reported, once each."""

    list_display = ("received_at", "kind", "pence", "order", "provider", "provider_event_id", "applied_at")
    list_filter = ("kind", "provider", ("applied_at", admin.EmptyFieldListFilter))
    list_select_related = ("order",)
    search_fields = ("provider_event_id", "order__number", "order__person__name", "order__person__email")
    search_help_text = "The provider's name for it, number of the order, or payer"
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")
    export_columns = ("received_at", "kind", "pence", "order__number", "provider", "provider_event_id", "applied_at")


@admin.register(Payment)
class PaymentAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """Attempts to pay at a provider; the token and what the provider answered stay out of sight."""

    hidden_columns = ("token", "extra_data")
    list_display = ("created", "order", "variant", "status", "total", "captured_amount")
    list_filter = ("status", "variant")
    list_select_related = ("order",)
    search_fields = ("order__number", "transaction_id", "order__person__name", "order__person__email")
    search_help_text = "Number of the order, the provider's number, or payer"
    date_hierarchy = "created"
    ordering = ("-created",)
    export_columns = ("created", "order__number", "variant", "status", "total", "captured_amount")
    fields = ("order", "variant", "status", "total", "captured_amount", "transaction_id", "message", "created")


show_histories(
    "billing",
    {
        "PriceHistory": "change of a price,changes of prices",
        "DiscountHistory": "change of a discount,changes of discounts",
    },
)
