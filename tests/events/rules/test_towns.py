"""The town of an address as lists show it, however the address was typed."""

import pytest

from events.rules.towns import town_of


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("", ""),
        (" \n, ", ""),
        ("14 Wharf Street\nLeeds LS2 9QX", "Leeds"),
        ("14 Wharf Street, Leeds, ls2 9qx", "Leeds"),
        ("LS2 9QX", ""),
        ("18 Heol y Doc\nCardiff CF10 9WN\nWales", "Cardiff"),
        ("Creek Road 40, Dubai, United Arab Emirates", "Dubai, United Arab Emirates"),
        ("Second floor\n3 Quayside\nBristol", "3 Quayside, Bristol"),
        ("3 Quayside, Bristol", "Bristol"),
        ("Bristol", "Bristol"),
    ],
)
def test_the_town_of_an_address(address, town):
    assert town_of(address) == town
