"""VAT as the events team types it, in per cent, and as it is kept, in hundredths of one."""

import pytest
from django.core.exceptions import ValidationError

from events.forms.event_parts import PriceForm
from events.forms.per_cent import PerCentField
from events.models import EventPrice


@pytest.mark.parametrize(("typed", "kept"), [("20", 2_000), ("17.5", 1_750), ("0", 0), ("100", 10_000), ("5.25", 525)])
def test_per_cent_are_typed_and_hundredths_are_kept(typed, kept):
    field = PerCentField()

    assert field.clean(typed) == kept
    assert field.prepare_value(kept) == typed
    assert (field.has_changed(kept, typed), field.has_changed(kept + 1, typed)) == (False, True)


@pytest.mark.parametrize("typed", ["2000", "-1", "100.01", "5.255", "a fifth", ""])
def test_what_is_no_part_of_a_hundred_is_refused(typed):
    with pytest.raises(ValidationError):
        PerCentField().clean(typed)


def test_a_price_asks_for_per_cent_and_suggests_those_of_today():
    shown = str(PriceForm(instance=EventPrice())["vat_basis_points"])

    assert 'value="20"' in shown
    assert PriceForm().fields["vat_basis_points"].label == "VAT, per cent"
    assert PerCentField().has_changed(None, "20")
    assert 'value="a fifth"' in str(PriceForm({"vat_basis_points": "a fifth"})["vat_basis_points"])
