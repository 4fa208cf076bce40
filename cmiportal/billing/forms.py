"""What is typed about an order: a code, whom the invoice is for, what staff do with money."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.names import clean_name
from cmiportal.rules.amounts import pounds

from .models import Order
from .rules.money import decimal_of, pence_of

PAYER_LINES = 8
AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
MOST_PENCE = 999_999_999


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


class PoundsField(forms.Field):
    """An amount as it is typed in pounds, ``25`` or ``25.50``, and kept in pence; ``least`` is in pence."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Enter an amount in pounds, for example 25.00.",
        "invalid": "Write the amount in figures, with a point before the pence, for example 25.00.",
        "parts": "Write two figures after the point at most: no amount has parts of a penny.",
        "least": "Enter an amount of %(least)s or more.",
        "most": "Enter an amount of %(most)s or less.",
    }

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        self.least = least
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The pence; raises ValidationError with what to repair."""
        text = str(value or "").strip()
        if not text:
            return None
        if not AMOUNT.fullmatch(text):
            raise self.error("invalid")
        try:
            pence = pence_of(Decimal(text))
        except ValueError as parts:
            raise self.error("parts") from parts
        if pence < self.least:
            raise self.error("least", least=pounds(self.least))
        if pence > MOST_PENCE:
            raise self.error("most", most=pounds(MOST_PENCE))
        return pence

    def error(self, code: str, **values: str) -> ValidationError:
        """The sentence of this code."""
        return ValidationError(self.error_messages[code], code=code, params=values)

    def prepare_value(self, value: Any) -> Any:
        """Pence as they are typed; what somebody typed stays as it is."""
        return str(decimal_of(value)) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keyboard of a phone offers figures and the point."""
        return {"inputmode": "decimal", "autocomplete": "off"}


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
