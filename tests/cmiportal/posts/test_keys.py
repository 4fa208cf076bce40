"""The key in a form: whose it is, and that nobody else can make one."""

import pytest
from django.core.signing import Signer

from cmiportal.accounts.models import User
from cmiportal.posts.keys import BadKey, make_key, read_key, sign

PERSON = User(pk=7)


def test_a_key_names_the_person_for_whom_the_form_was_made():
    assert read_key(make_key(PERSON)).owner == 7


def test_each_form_has_a_key_of_its_own():
    assert read_key(make_key(PERSON)).id != read_key(make_key(PERSON)).id


def test_a_key_that_is_shown_again_is_the_same_key():
    key = read_key(make_key(PERSON))

    assert read_key(sign(key)) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01938a3c-5c3e-7000-8000-000000000000.7",
        "01938a3c-5c3e-7000-8000-000000000000.7:forged",
        Signer(salt="cmiportal.posts.key").sign("no key.7"),
        Signer(salt="cmiportal.posts.key").sign("01938a3c-5c3e-7000-8000-000000000000.nobody"),
        Signer(salt="another salt").sign("01938a3c-5c3e-7000-8000-000000000000.7"),
        "\x00é",
    ],
)
def test_what_we_did_not_sign_is_no_key(text):
    with pytest.raises(BadKey):
        read_key(text)
