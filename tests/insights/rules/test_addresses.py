"""Which words can be the address of an article."""

import pytest

from insights.rules.addresses import RESERVED, fault_of


@pytest.mark.parametrize("slug", ["leading", "leading-through-change", "75-years", "a"])
def test_small_letters_figures_and_hyphens_are_an_address(slug):
    assert fault_of(slug) == ""


@pytest.mark.parametrize("slug", ["", "Leading", "a--b", "-leading", "leading-", "lead_ing", "été", "a/b", "a\n"])
def test_anything_else_is_none(slug):
    assert fault_of(slug).startswith("An address has small letters")


@pytest.mark.parametrize("slug", RESERVED)
def test_words_that_lead_elsewhere_are_none(slug):
    assert fault_of(slug) == f"The address {slug} leads to a page of its own. Choose another one."
