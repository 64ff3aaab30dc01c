"""Listings written by the programs of their employers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.tokens import READ
from tests.factories.accounts import UserFactory
from tests.factories.company_tokens import member, program
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    InReviewJobFactory,
    MembershipFactory,
    OpenJobFactory,
    ReturnedJobFactory,
)
from tests.factories.taxonomy import CityFactory, RoleFactory, SkillFactory
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db


def instant(days: int) -> str:
    return f"{timezone.now() + timedelta(days=days):%Y-%m-%dT00:00:00Z}"


def listing(**given: Any) -> dict[str, Any]:
    """A complete listing as it is sent."""
    return {
        "external_id": "ML-42",
        "title": "Machine Learning Engineer",
        "role": RoleFactory(slug="ml-engineer").slug,
        "roles": [],
        "skills": [SkillFactory(slug="python").slug],
        "description": "You train models.",
        "responsibilities": ["Train models", "Watch  them"],
        "employment_type": "full_time",
        "level": "senior",
        "workplace_type": "hybrid",
        "locations": [CityFactory(slug="san-jose-ca").slug],
        "remote_countries": [],
        "salary_range": {"currency": "USD", "interval": "year", "min": 160000, "max": "190000.50"},
        "bonus": "10 %",
        "commission": "",
        "equity": "",
        "benefits": ["A desk by the window"],
        "deadline": None,
        "ai_screening": "",
        "existing_vacancy": "yes",
        "apply_url": "https://careers.example.com/ml-42",
        "apply_email": "",
        "closes_at": instant(30),
    } | given


def errors(answer: Any) -> dict[str, str]:
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


def test_created_listing_reads_as_it_was_sent():
    ask, sent = program(), listing()

    made = ask("post", body=sent)
    read = ask("get", f"jobs/{made.json()['id']}/")

    assert made.status_code == 201, made.content
    assert made.headers["ETag"] == '"1"'
    assert made.headers["Location"] == made.json()["url"]
    assert read.json() == made.json()
    assert "no-store" in read.headers["Cache-Control"]
    for answer in (made, read):
        validates_schema(answer)
    own = ("external_id", "closes_at")
    wanted = {name: value for name, value in sent.items() if name not in own}
    pay = {"currency": "USD", "interval": "year", "min": "160000.00", "max": "190000.50"}
    assert read.json()["listing"] == {
        **wanted,
        "roles": ["ml-engineer"],
        "responsibilities": ["Train models", "Watch them"],
        "salary_range": pay,
    }
    assert (read.json()["status"], read.json()["lacks"]) == ("draft", [])
    job = Job.objects.get()
    assert job.revisions.get().created_by_id == job.company.memberships.get().user_id


def test_bad_listing_names_each_field_as_it_was_sent():
    ask = program()
    sent = listing(
        role="no-such",
        skills=["nor-this"],
        locations=["utopia"],
        salary_range={"min": 2, "max": 1, "currency": 7},
        deadline="tomorrow",
        extra=1,
    )

    typed = ask("post", body=sent)
    foreign = ask("post", body=listing(role="no-such", skills=["nor-this"], locations=["utopia"]))
    judged = ask(
        "post",
        body=listing(
            salary_range={"min": 2, "max": 1, "currency": "usd"},
            level="wizard",
            workplace_type="moon",
            apply_url="ftp://example.com",
        ),
    )
    foreign_money = ask("post", body=listing(salary_range={"min": 1, "max": 1, "currency": "XYZ"}))
    distant = ask("post", body=listing(closes_at=instant(300)))
    early = ask("post", body=listing(closes_at=instant(9), deadline=instant(11)[:10]))
    empty = ask("post", body={})

    assert errors(typed).keys() == {"salary_range.currency", "deadline", "extra"}
    assert errors(foreign) == {
        "role": "There is no role “no-such”.",
        "skills": "There is no skill “nor-this”.",
        "locations": "There is no place “utopia”.",
    }
    assert errors(judged).keys() == {
        "salary_range.currency",
        "salary_range.max",
        "level",
        "workplace_type",
        "apply_url",
    }
    assert errors(foreign_money) == {
        "salary_range.currency": "“XYZ” is no currency in use. Give its code in ISO 4217, such as USD."
    }
    assert errors(distant).keys() == errors(early).keys() == {"closes_at"}
    assert errors(empty).keys() == {"title", "role"}
    for answer in (typed, foreign, judged, distant, empty):
        assert answer.status_code == 400
        validates_schema(answer)
    assert not Job.objects.exists()


def test_reference_is_taken_once_in_a_company():
    at_work = member()
    ask = program(at_work)
    other = DraftJobFactory(company=at_work.company, external_id="ML-1")
    DraftJobFactory(external_id="ML-42")  # of another company

    made = ask("post", body=listing())
    again = ask("post", body=listing())
    moved = ask("patch", f"jobs/{other.pk}/", {"external_id": "ML-42"}, seen=1)

    assert made.status_code == 201
    taken = {"external_id": "This company already has a job with this reference."}
    assert errors(moved) == taken
    assert again.status_code == 400
    assert "reference" in again.content.decode()


def test_patch_changes_what_is_sent_and_nothing_else():
    at_work = member()
    ask, job = program(at_work), OpenJobFactory(company=at_work.company)
    before = ask("get", f"jobs/{job.pk}/").json()["listing"]

    saved = ask("patch", f"jobs/{job.pk}/", {"salary_range": {"min": 1000}}, seen=1)
    same = ask("patch", f"jobs/{job.pk}/", {"salary_range": {"min": "1000.0"}}, seen=2)

    assert saved.status_code == 200, saved.content
    pay = {**before["salary_range"], "min": "1000.00"}
    assert saved.json()["listing"] == {**before, "salary_range": pay}
    assert (saved.json()["revision"], saved.json()["live_revision"]) == (2, 1)
    assert same.json()["revision"] == 2
    job.refresh_from_db()
    assert job.pay_min == 150_000


def test_put_empties_what_is_left_out():
    at_work = member()
    ask, job = program(at_work), DraftJobFactory(company=at_work.company)

    sent = {"title": "Anew", "role": "ml-engineer"}
    saved = ask("put", f"jobs/{job.pk}/", sent, seen=1)

    assert saved.status_code == 200, saved.content
    found = saved.json()
    assert {name: found["listing"][name] for name in ("title", "description", "locations")} == {
        "title": "Anew",
        "description": "",
        "locations": [],
    }
    assert "A description." in found["lacks"]
    assert found["closes_at"] is not None


def test_write_needs_the_revision_that_was_seen():
    at_work = member()
    ask, job = program(at_work), DraftJobFactory(company=at_work.company)

    unseen = ask("patch", f"jobs/{job.pk}/", {"title": "Mine"})
    saved = ask("patch", f"jobs/{job.pk}/", {"title": "First"}, seen=1)
    stale = ask("post", f"jobs/{job.pk}/submit/", {}, seen=1)

    assert [unseen.status_code, saved.status_code, stale.status_code] == [428, 200, 412]
    assert stale.json()["latest"] == 2
    for answer in (unseen, saved, stale):
        validates_schema(answer)


def test_incomplete_listing_names_what_to_fill_in():
    at_work = member()
    ask = program(at_work)
    job = DraftJobFactory(
        company=at_work.company,
        closes_at=None,
        description="",
        level="",
        pay_min=None,
        locations=[],
        apply_url="",
    )

    answer = ask("post", f"jobs/{job.pk}/submit/", {}, seen=1)

    assert answer.status_code == 422
    validates_schema(answer)
    assert [each["field"] for each in answer.json()["errors"]] == [
        "description",
        "level",
        "salary_range",
        "apply_url",
        "locations",
        "closes_at",
    ]


def test_life_of_a_listing():
    at_work = member()
    ask = program(at_work)
    job = DraftJobFactory(company=at_work.company)
    at = f"jobs/{job.pk}"

    submitted = ask("post", f"{at}/submit/", {"note": "As agreed."}, seen=1)
    taken_back = ask("post", f"{at}/take-back/", {}, seen=1)
    wrong = ask("post", f"{at}/close/", {"reason": "filled"}, seen=1)

    found = [(each.status_code, each.json().get("status")) for each in (submitted, taken_back)]
    assert found == [(200, "in_review"), (200, "draft")]
    assert wrong.status_code == 409
    for answer in (submitted, taken_back, wrong):
        validates_schema(answer)
    kinds = list(job.events.order_by("pk").values_list("kind", "note"))
    assert kinds == [("created", ""), ("submitted", "As agreed."), ("taken_back", "")]


def test_live_listing_is_renewed_closed_and_reopened():
    at_work = member()
    ask, job = program(at_work), OpenJobFactory(company=at_work.company)
    at = f"jobs/{job.pk}"

    renewed = ask("post", f"{at}/renew/", {"closes_at": instant(60)}, seen=1)
    too_far = ask("post", f"{at}/renew/", {"closes_at": instant(300)}, seen=1)
    closed = ask("post", f"{at}/close/", {"reason": "filled"}, seen=1)
    no_reason = ask("post", f"{at}/close/", {"reason": "bored"}, seen=1)
    reopened = ask("post", f"{at}/reopen/", {"closes_at": instant(50)}, seen=1)

    assert renewed.json()["closes_at"] == instant(60)
    assert errors(too_far).keys() == {"closes_at"}
    assert (closed.json()["status"], closed.json()["reason"]) == ("closed", "filled")
    assert errors(no_reason).keys() == {"reason"}
    assert (reopened.json()["status"], reopened.json()["closes_at"]) == ("open", instant(50))
    for answer in (renewed, too_far, closed, no_reason, reopened):
        validates_schema(answer)


def test_edited_closed_listing_is_submitted_rather_than_reopened():
    at_work = member()
    ask, job = program(at_work), ClosedJobFactory(company=at_work.company)

    ask("patch", f"jobs/{job.pk}/", {"title": "Another"}, seen=1)
    reopened = ask("post", f"jobs/{job.pk}/reopen/", {"closes_at": instant(50)}, seen=2)
    submitted = ask("post", f"jobs/{job.pk}/submit/", {"closes_at": instant(40)}, seen=2)

    assert reopened.status_code == 409
    assert (submitted.status_code, submitted.json()["status"]) == (200, "in_review")
    assert submitted.json()["closes_at"] == instant(40)


def test_list_holds_the_company_s_own_in_whatever_state():
    at_work = member()
    ask = program(at_work)
    draft = DraftJobFactory(company=at_work.company, external_id="D")
    waiting = InReviewJobFactory(company=at_work.company)
    returned = ReturnedJobFactory(company=at_work.company)
    live = OpenJobFactory(company=at_work.company)
    closed = ClosedJobFactory(company=at_work.company)
    foreign = OpenJobFactory()

    answer = ask("get")
    narrowed = ask("get", "jobs/?status=returned")
    by_number = ask("get", "jobs/?external_id=D&page_size=1")

    validates_schema(answer)
    rows = [(row["id"], row["status"], row["reason"]) for row in answer.json()["results"]]
    assert rows == [
        (closed.pk, "closed", "filled"),
        (live.pk, "open", ""),
        (returned.pk, "returned", "Say what the job is."),
        (waiting.pk, "in_review", ""),
        (draft.pk, "draft", ""),
    ]
    assert [row["id"] for row in narrowed.json()["results"]] == [returned.pk]
    assert [row["id"] for row in by_number.json()["results"]] == [draft.pk]
    assert ask("get", f"jobs/{foreign.pk}/").status_code == 404


def test_list_costs_the_same_for_one_and_for_thirty(django_assert_num_queries):
    at_work = member()
    ask = program(at_work)
    DraftJobFactory(company=at_work.company)
    ask("get")

    with django_assert_num_queries(3):  # the token, its scopes, the rows
        ask("get")
    for _ in range(29):
        DraftJobFactory(company=at_work.company)
    with django_assert_num_queries(3):
        answer = ask("get")

    assert len(answer.json()["results"]) == 30


def test_token_for_reading_writes_nothing():
    at_work = member()
    ask, job = program(at_work, READ), OpenJobFactory(company=at_work.company)

    read = ask("get", f"jobs/{job.pk}/")
    written = ask("patch", f"jobs/{job.pk}/", {"title": "Mine"}, seen=1)

    assert (read.status_code, written.status_code) == (200, 403)
    assert "jobs:write" in written.json()["detail"]
    assert job.revisions.count() == 1


def test_unconfirmed_address_submits_nothing():
    user = UserFactory(is_verified=False)
    at_work = MembershipFactory(user=user)
    ask, job = program(at_work), DraftJobFactory(company=at_work.company)

    alone = ask("post", f"jobs/{job.pk}/submit/", {}, seen=1)
    in_file = ask("post", "import/", {"jobs": [listing(submit=True)]})

    assert alone.status_code == 403
    validates_schema(alone)
    assert [row["result"] for row in in_file.json()["entries"]] == ["refused"]
    assert [job.status for job in Job.objects.all()] == ["draft"]
