"""What is typed about an order: a code, whom the invoice is for, what staff do with money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.names import clean_name

from .models import Order
from .rules.money import pence_of

PAYER_LINES = 8


class DiscountForm(forms.Form):
    """A discount code."""

    code = forms.CharField(
        label="Discount code",
        max_length=40,
        widget=forms.TextInput(attrs={"size": 14, "autocomplete": "off", "autocapitalize": "characters"}),
    )


class InvoiceForm(forms.Form):
    """Whom the invoice is made out to, and their own number for it."""

    payer = forms.CharField(
        label="Name and address on the invoice",
        help_text="Yours, or those of the organisation that pays. Up to eight lines.",
        max_length=600,
        widget=forms.Textarea({"rows": 5, "autocomplete": "off"}),
    )
    purchase_order = forms.CharField(
        label="Purchase order number",
        help_text="If your organisation gave you one; it is printed on the invoice.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_payer(self) -> str:
        """The lines without blank ones, each as a name is cleaned: an invoice reads as it was written."""
        lines = [clean_name(line) for line in self.cleaned_data["payer"].splitlines() if line.strip()]
        if len(lines) > PAYER_LINES:
            raise ValidationError("Give name and address in eight lines or fewer.")
        return "\n".join(lines)


class PoundsField(forms.DecimalField):
    """An amount in pounds, as pence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_digits=9, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> int:
        """The pence."""
        return pence_of(super().clean(value))


class RefundForm(forms.Form):
    """How much goes back, and why."""

    pence = PoundsField(label="Amount in pounds")
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="The payer reads it, and it stands on the credit note.",
    )


class TransferForm(forms.Form):
    """A transfer, as the bank's statement shows it."""

    reference = forms.CharField(
        label="Reference of the transfer",
        max_length=200,
        help_text="The bank's own, which no other transfer has: one that is recorded already is not counted again.",
    )
    pence = PoundsField(label="Amount in pounds")


class WithdrawForm(forms.Form):
    """Why an invoice is taken back."""

    reason = forms.CharField(
        max_length=1000, widget=forms.Textarea({"rows": 3}), help_text="It stands on the credit note."
    )


def payer_of(order: Order) -> dict[str, str]:
    """What the form of an invoice opens with."""
    return {"payer": order.payer, "purchase_order": order.purchase_order}
