"""Pages of lists, whatever page is asked for."""

import pytest

from cmiportal.accounts.models import User
from cmiportal.paging import PagedList
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "shown"), [("", 1), ("2", 2), ("999", 2), ("0", 2), ("-1", 2), ("last", 1), ("two", 1), ("1e3", 1)]
)
def test_a_page_that_does_not_exist_is_answered_by_one_that_does(rf, asked, shown):
    UserFactory.create_batch(3)
    view = PagedList.as_view(queryset=User.objects.order_by("pk"), paginate_by=2)

    response = view(rf.get("/", {"page": asked}))

    assert response.context_data["page_obj"].number == shown


@pytest.mark.django_db
def test_an_empty_list_has_one_empty_page(rf):
    response = PagedList.as_view(queryset=User.objects.none())(rf.get("/", {"page": "7"}))

    assert (response.context_data["page_obj"].number, list(response.context_data["object_list"])) == (1, [])
