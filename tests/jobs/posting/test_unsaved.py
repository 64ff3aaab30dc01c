"""What a recruiter typed and did not save: kept for them alone, restored or discarded."""

import json

import pytest

from jobs.models import UnsavedListing
from tests.contracts.attack import filled_in
from tests.factories.jobs import DraftJobFactory, MembershipFactory


@pytest.fixture
def job(company):
    return DraftJobFactory(company=company, title="Saved")


def keep(client, job, seen: int = 0, **given):
    address = f"/hire/jobs/{job.slug}/"
    data = filled_in(client.get(f"{address}edit/").text) | given | {"_seen": str(seen)}
    return client.post(f"{address}unsaved/", data)


def test_kept_text_comes_back_and_goes_when_it_is_saved(client, recruiter, job):
    address = f"/hire/jobs/{job.slug}/edit/"

    kept = keep(client, job, title="Typed")
    offered = client.get(address)
    restored = filled_in(client.get(f"{address}?unsaved=show").text)
    client.post(address, restored)

    assert json.loads(kept.content)["version"] == 1
    assert "You have unsaved text" in offered.text
    assert filled_in(offered.text)["title"] == ["Saved"]
    assert restored["title"] == ["Typed"]
    assert job.revisions.first().title == "Typed"
    assert not UnsavedListing.objects.exists()


def test_kept_text_is_seen_by_its_author_alone(client, recruiter, job, company):
    keep(client, job, title="Typed")
    client.force_login(MembershipFactory(company=company).user)

    colleague = client.get(f"/hire/jobs/{job.slug}/edit/?unsaved=show")

    assert "Typed" not in colleague.text
    assert "unsaved text" not in colleague.text


def test_second_window_does_not_write_over_the_first(client, recruiter, job):
    keep(client, job, title="First")

    second = keep(client, job, title="Second")
    first_again = keep(client, job, seen=1, title="First again")

    assert second.status_code == 409
    assert "other unsaved text of yours" in json.loads(second.content)["message"]
    assert json.loads(first_again.content)["version"] == 2
    assert UnsavedListing.objects.get().data["title"] == "First again"


def test_kept_text_is_discarded(client, recruiter, job):
    keep(client, job, title="Typed")

    client.post(f"/hire/jobs/{job.slug}/unsaved/", {"_discard": "1"})

    assert not UnsavedListing.objects.exists()
    assert job.revisions.first().title == "Saved"
