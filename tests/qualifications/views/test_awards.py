"""Pages of awards: who sees what, the moderator's decisions, and verification by anybody."""

import pytest
from django.urls import reverse

from qualifications.models import Award, Role
from qualifications.services import awards
from qualifications.services.registration import confirm_name
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import (
    NOW,
    EnrolmentFactory,
    passed,
    published_unit,
    published_version,
    staff_of,
)

pytestmark = pytest.mark.django_db


def raised_award(version=None, **fields):
    version = version or published_version([published_unit("601", credits=13)], title="Level 6 Certificate")
    place = EnrolmentFactory(version=version, name_confirmed_at=NOW, **fields)
    passed(place.learner, version.pool.get().unit_version)
    return awards.raise_award(enrolment=place, at=NOW)


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


@pytest.fixture
def award():
    return raised_award(learner__name="Wren Holtby")


@pytest.fixture
def issued(award, moderator):
    return awards.issue(award=award, by=moderator, at=NOW)


def content_of(response):
    """The whole file; reading it to the end is what closes it."""
    return b"".join(response.streaming_content)


def page(award):
    return reverse("qualifications:award_detail", args=[award.pk])


def test_a_visitor_signs_in_first(client, award):
    assert client.get(page(award)).url == f"{reverse('account_login')}?next={page(award)}"


def test_others_learners_and_other_centres_get_404(client, award):
    for stranger in (UserFactory(), staff_of(EnrolmentFactory().centre, Role.COORDINATOR), raised_award().learner):
        client.force_login(stranger)
        assert client.get(page(award)).status_code == 404
        assert award not in client.get(reverse("qualifications:award_list")).context["object_list"]


def test_learner_coordinator_and_moderator_see_it(client, award, moderator):
    coordinator = staff_of(award.enrolment.centre, Role.COORDINATOR)
    for person, actions in ((award.learner, []), (coordinator, []), (moderator, ["issue", "cancel"])):
        client.force_login(person)
        response = client.get(page(award))
        assert (response.status_code, list(response.context["forms"])) == (200, actions)


def test_a_learner_who_posts_decides_nothing(client, award):
    client.force_login(award.learner)

    response = client.post(page(award), {"action": "issue", "moves": award.moves, "name": "Wren Holtby"})

    assert [str(message) for message in response.context["messages"]] == ["You may not do this: sign off and issue."]
    assert Award.objects.get().state == "raised"


def test_the_moderator_issues_and_comes_back_to_the_page(client, award, moderator):
    client.force_login(moderator)

    response = client.post(page(award), {"action": "issue", "moves": award.moves, "name": "Wren Holtby"})

    assert (response.status_code, response.url) == (302, page(award))
    assert Award.objects.get().state == "issued"


def test_decisions_on_one_page_share_no_id(client, award, moderator):
    client.force_login(moderator)

    forms = client.get(page(award)).context["forms"].values()

    ids = [field.id_for_label for form in forms for field in form]
    assert len(forms) == 2
    assert len(ids) == len(set(ids))


def test_a_name_that_the_moderator_did_not_see_is_not_printed(client, award, moderator):
    client.force_login(moderator)
    form = client.get(page(award)).context["forms"]["issue"]
    assert form.initial == {"moves": award.moves, "name": "Wren Holtby"}

    confirm_name(enrolment=award.enrolment, by=award.learner, name="Somebody Else", at=NOW)
    response = client.post(page(award), {"action": "issue", **form.initial})

    assert "This was changed while you had it open" in str(next(iter(response.context["messages"])))
    assert Award.objects.get().state == "raised"
    again = {name: response.context["form"][name].value() for name in ("moves", "name")}
    assert again["name"] == "Somebody Else"
    assert client.post(page(award), {"action": "issue", **again}).status_code == 302


def test_a_stale_form_is_told_so_and_changes_nothing(client, issued, moderator):
    client.force_login(moderator)

    response = client.post(page(issued), {"action": "revoke", "moves": 0, "reason": "Plagiarism"})

    assert "This was changed while you had it open" in str(next(iter(response.context["messages"])))
    assert response.context["form"].cleaned_data["reason"] == "Plagiarism"
    assert Award.objects.get().state == "issued"


def test_a_reason_that_is_missing_is_said_at_the_field(client, issued, moderator):
    client.force_login(moderator)

    response = client.post(page(issued), {"action": "revoke", "moves": issued.moves, "reason": ""})

    assert list(response.context["form"].errors) == ["reason"]
    assert Award.objects.get().state == "issued"


@pytest.mark.parametrize("action", ["", "delete"])
def test_an_action_that_does_not_exist_changes_nothing(client, award, moderator, action):
    client.force_login(moderator)

    assert client.post(page(award), {"action": action, "moves": award.moves}).status_code == 200
    assert Award.objects.get().state == "raised"


def test_what_stands_in_the_way_is_said_to_the_moderator(client, moderator):
    award = raised_award()
    award.enrolment.__class__.objects.update(name_confirmed_at=None)
    client.force_login(moderator)

    assert client.get(page(award)).context["obstacles"] == [
        "The learner has not yet confirmed the name that is to be printed."
    ]


def test_the_certificate_opens_for_the_learner_and_not_for_others_nor_once_revoked(client, issued, moderator):
    address = reverse("documents:document_open", args=[issued.certificates.get().pdf_id])
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(issued.learner)
    assert content_of(client.get(address)).startswith(b"%PDF")

    awards.revoke(award=issued, by=moderator, reason="Not their own work", at=NOW)

    assert client.get(address).status_code == 404
    client.force_login(moderator)
    assert content_of(client.get(address)).startswith(b"%PDF")


def test_a_replaced_certificate_opens_for_moderators_alone(client, issued, moderator):
    old = reverse("documents:document_open", args=[issued.certificates.get().pdf_id])

    awards.replace(award=issued, by=moderator, name="Wren Holtby-Marsh", at=NOW)

    client.force_login(issued.learner)
    assert client.get(old).status_code == 404
    client.force_login(moderator)
    assert content_of(client.get(old)).startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, moderator, count, django_assert_num_queries):
    version = published_version([published_unit("601", credits=13)])
    made = [raised_award(version) for _ in range(count)]
    client.force_login(moderator)
    client.get(reverse("qualifications:award_list"))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("qualifications:award_list"))

    assert sorted(response.context["object_list"], key=str) == sorted(made, key=str)


LIST_QUERIES = 6


def test_an_empty_list_says_how_an_award_comes(client):
    client.force_login(UserFactory())

    assert "raised by itself" in client.get(reverse("qualifications:award_list")).content.decode()


# Verification


def verify(client, code):
    response = client.get(reverse("qualifications:award_verify", args=[code]))
    return response.status_code, response.content.decode()


def test_after_a_replacement_both_pages_show_the_new_name(client, issued, moderator):
    awards.replace(award=issued, by=moderator, name="Wren Holtby-Marsh", at=NOW)

    _, public = verify(client, issued.code)
    client.force_login(issued.learner)
    own = client.get(page(issued))

    assert "Wren Holtby-Marsh" in public
    assert own.context["certificate"].name_as_printed == "Wren Holtby-Marsh"


def test_anybody_can_verify_a_genuine_certificate(client, issued):
    status, text = verify(client, issued.code)

    assert status == 200
    for said in ("This certificate is genuine", "Wren Holtby", "Level 6 Certificate", issued.number):
        assert said in text


def test_a_revoked_one_says_so_without_name_or_reason(client, issued, moderator):
    awards.revoke(award=issued, by=moderator, reason="Not their own work", at=NOW)

    status, text = verify(client, issued.code)

    assert status == 200
    assert "This award has been revoked" in text
    for hidden in ("Wren Holtby", "Not their own work"):
        assert hidden not in text


@pytest.mark.parametrize("code", ["0000-0000-0000", "nonsense", "名前"])
def test_an_unknown_code_is_answered_in_a_sentence(client, issued, code):
    status, text = verify(client, code)

    assert status == 404
    assert "We have issued no certificate with this code" in text


def test_an_award_that_was_only_raised_is_not_known(client, award):
    assert verify(client, award.code)[0] == 404


def test_a_code_typed_by_hand_leads_to_its_page(client, issued):
    typed = f" {issued.code.lower().replace('-', ' ')} "

    response = client.get(reverse("qualifications:award_verify_form"), {"code": typed})

    assert response.url == reverse("qualifications:award_verify", args=[issued.code])


def test_a_code_that_is_too_short_is_said_at_the_field(client):
    response = client.get(reverse("qualifications:award_verify_form"), {"code": "7Q4K"})

    assert response.context["form"].errors == {
        "code": ["Enter all twelve letters and digits of the code, like 7Q4K-M2ZD-90PX."]
    }


def test_the_empty_form_shows_no_error(client):
    assert not client.get(reverse("qualifications:award_verify_form")).context["form"].is_bound
