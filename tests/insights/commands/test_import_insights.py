"""`manage.py import_insights` with a folder of files, and with folders that it must refuse."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insights.models import Article, Topic
from tests.factories.qualifications import UnitFactory
from tests.insights.content_examples import EVERYTHING

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A folder with a file of each kind, and one that is not read."""
    UnitFactory(number="301")
    for name, text in {**EVERYTHING, "articles/notes.txt": "Not read."}.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


def run(folder, **options):
    out = StringIO()
    call_command("import_insights", str(folder), stdout=out, **options)
    return out.getvalue().splitlines()


def test_it_says_what_it_added_and_then_that_there_is_nothing_to_do(folder):
    assert run(folder) == [
        *("add topic people", "add series week", "add author ada", "add article first", "add report found"),
        *("add resource list", "add page about/us", "add campaign theme", "add playlist 301"),
        "9 added, 0 left as they were.",
    ]
    assert run(folder) == ["0 added, 9 left as they were."]


def test_it_can_be_silent(folder):
    assert run(folder, verbosity=0) == []
    assert Article.objects.count() == 1


def test_it_refuses_with_every_fault_and_writes_nothing(folder):
    (folder / "articles" / "second.md").write_text("Words.")
    (folder / "topics.toml").write_text("[[theme]]\n")

    with pytest.raises(CommandError) as error:
        run(folder)

    assert str(error.value).splitlines() == [
        f"{folder} is refused, and nothing was changed:",
        "articles/second.md: it is to begin with its fields between two lines +++.",
        "topics.toml: it is to hold tables [[topic]] alone.",
    ]
    assert not Topic.objects.exists()


def test_it_says_that_there_is_no_such_folder(tmp_path):
    with pytest.raises(CommandError, match="missing cannot be read: No such file or directory"):
        run(tmp_path / "missing")
