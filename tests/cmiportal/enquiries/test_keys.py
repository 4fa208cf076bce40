from datetime import timedelta

import pytest

from cmiportal.enquiries.keys import OpenedForm, make_key, read_key


def test_a_key_says_which_form_it_is_and_when_its_page_was_opened(at):
    key = make_key(at=at)
    first, later = read_key(key, at=at), read_key(key, at=at + timedelta(days=2))

    assert (first.seconds, later.seconds) == (0, 2 * 24 * 3600)
    assert first.id == later.id != read_key(make_key(at=at), at=at).id


@pytest.mark.parametrize("text", ["", "x", "01890000-0000-7000-8000-000000000000.1:abc", "a" * 5000])
def test_what_is_no_key_of_ours_says_nothing(text, at):
    assert read_key(text, at=at) == OpenedForm("", None)


def test_a_signed_text_of_another_shape_says_nothing(at):
    from cmiportal.enquiries.keys import _signer

    assert read_key(_signer().sign("not-a-key.1"), at=at) == OpenedForm("", None)
