"""The environment's reader: types, defaults, and a sentence for each mistake."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cmiportal.settings import env


@pytest.fixture(autouse=True)
def nothing_assumed(monkeypatch):
    monkeypatch.setattr(env, "_assumed", {})
    monkeypatch.delenv("SAMPLE", raising=False)


def test_text_is_taken_without_the_blanks_around_it(monkeypatch):
    monkeypatch.setenv("SAMPLE", " a word ")
    assert env.text("SAMPLE") == "a word"


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("SAMPLE", " ")
    assert (env.text("SAMPLE", "other"), env.flag("SAMPLE", True), env.number("SAMPLE", 3)) == ("other", True, 3)


def test_what_is_assumed_stands_in_until_the_environment_speaks(monkeypatch):
    env.assume(SAMPLE="assumed")
    assert (env.text("SAMPLE"), env.given("SAMPLE")) == ("assumed", "")
    monkeypatch.setenv("SAMPLE", "said")
    assert (env.text("SAMPLE"), env.given("SAMPLE")) == ("said", "said")


def test_a_missing_variable_without_default_is_named():
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.text("SAMPLE")
    assert str(refusal.value) == (
        "Set SAMPLE in the environment; the README's table of settings says what to put there."
    )


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("Yes", True), ("on", True), ("true", True), ("0", False), ("off", False)]
)
def test_a_flag_is_said_in_several_ways(monkeypatch, said, meant):
    monkeypatch.setenv("SAMPLE", said)
    assert env.flag("SAMPLE") is meant


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("SAMPLE", "perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"^SAMPLE must be yes or no, not 'perhaps'\.$"):
        env.flag("SAMPLE")


def test_a_number_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("SAMPLE", "12.5")
    with pytest.raises(ImproperlyConfigured, match=r"^SAMPLE must be a whole number, not '12.5'\.$"):
        env.number("SAMPLE", 1)


def test_a_list_is_cut_at_commas(monkeypatch):
    monkeypatch.setenv("SAMPLE", "a.example.org, b.example.org,")
    assert env.listed("SAMPLE") == ["a.example.org", "b.example.org"]


def test_a_list_of_numbers_is_read_whole_or_refused(monkeypatch):
    monkeypatch.setenv("SAMPLE", "1, 5,15")
    assert env.numbers("SAMPLE", "2") == [1, 5, 15]
    monkeypatch.setenv("SAMPLE", "1,x")
    with pytest.raises(ImproperlyConfigured, match=r"^SAMPLE must be whole numbers with commas between, not '1, x'\.$"):
        env.numbers("SAMPLE", "2")


@pytest.mark.parametrize("port", ["five", "70000"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("SAMPLE", f"postgresql://portal@db.example.org:{port}/portal")
    with pytest.raises(ImproperlyConfigured, match=r"^The port in SAMPLE must be a number from 1 to 65535\.$"):
        env.database("SAMPLE")


def test_a_database_address_gives_every_part(monkeypatch):
    monkeypatch.setenv("SAMPLE", "postgresql://anna%40home:p%2Fw@db.example.org:5433/portal?sslmode=require")
    entry = env.database("SAMPLE")
    assert {key: entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "portal",
        "USER": "anna@home",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "require"},
    }


def test_a_database_address_may_name_a_socket_folder(monkeypatch):
    monkeypatch.setenv("SAMPLE", "postgresql://portal@/portal?host=/run/postgresql")
    entry = env.database("SAMPLE")
    assert (entry["HOST"], entry["PORT"], entry["USER"]) == ("/run/postgresql", "", "portal")


def test_another_database_than_postgresql_is_refused(monkeypatch):
    monkeypatch.setenv("SAMPLE", "mysql://localhost/portal")
    with pytest.raises(ImproperlyConfigured, match=r"^SAMPLE must begin with postgresql://"):
        env.database("SAMPLE")
