"""CPD in the admin: facts are shown, what people wrote is not, and nothing can be changed."""

import pytest
from django.urls import reverse

from membership.models import CpdEntry, CpdEvidence, CpdOffer, CpdReview, CpdSample
from tests.factories.cpd import CpdEntryFactory, CpdOfferFactory, sent
from tests.factories.documents import ItemFactory

pytestmark = pytest.mark.django_db


def address(model, page, *args):
    return reverse(f"admin:membership_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def rows():
    entry = CpdEntryFactory(title="Hard talks", need="I put them off.")
    CpdEvidence.objects.create(entry=entry, item=ItemFactory(owner=entry.person, title="Feedback"))
    review = sent(note="I was ill.")
    return {CpdEntry: entry, CpdOffer: CpdOfferFactory(), CpdReview: review, CpdSample: review.sample}


def test_an_entry_is_found_without_what_its_person_wrote(admin_client, rows):
    found = admin_client.get(address(CpdEntry, "changelist"), {"q": "hard"}).content.decode()
    page = admin_client.get(address(CpdEntry, "change", rows[CpdEntry].pk)).content.decode()

    assert "Hard talks" in found
    assert "Feedback" in page
    assert "I put them off." not in found + page


def test_a_review_shows_its_moves_without_what_was_said(admin_client, rows):
    page = admin_client.get(address(CpdReview, "change", rows[CpdReview].pk)).content.decode()

    assert "submit" in page
    assert "I was ill." not in page


@pytest.mark.parametrize("model", [CpdEntry, CpdOffer, CpdReview, CpdSample])
def test_nothing_is_changed_here(admin_client, rows, model):
    assert admin_client.get(address(model, "changelist")).status_code == 200
    assert admin_client.get(address(model, "change", rows[model].pk)).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "delete", rows[model].pk)).status_code == 403


def test_a_sample_is_exported_with_its_seed(admin_client, rows):
    sample = rows[CpdSample]
    response = admin_client.post(
        address(CpdSample, "changelist"), {"action": "export_csv", "_selected_action": [sample.pk]}
    )

    assert sample.seed in response.content.decode()
