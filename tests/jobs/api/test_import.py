"""Files of listings: by command, by page and by program."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from jobs import actions
from jobs.importing import LARGEST, MOST
from jobs.models import Job, JobRevision
from tests.contracts.test_bad_requests import HOSTILE_JSON
from tests.factories.company_tokens import member, program
from tests.factories.jobs import DraftJobFactory, OpenJobFactory
from tests.jobs.api.test_hire import errors, instant, listing
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db


def entries(**given: Any) -> list[dict[str, Any]]:
    """One that is new, one that is known, one that is refused."""
    return [
        listing(external_id="NEW", **given),
        listing(external_id="KNOWN", title="Anew", **given),
        listing(external_id="BAD", level="wizard", **given),
    ]


def results(answer: Any) -> list[tuple[str, str, bool]]:
    rows = answer.json()["entries"]
    return [(row["external_id"], row["result"], row["submitted"]) for row in rows]


def stored() -> tuple[int, int]:
    return Job.objects.count(), JobRevision.objects.count()


def test_one_refused_entry_undoes_the_file_unless_a_part_is_asked_for():
    at_work = member()
    ask = program(at_work)
    known = DraftJobFactory(company=at_work.company, external_id="KNOWN")
    foreign = DraftJobFactory(external_id="NEW")

    whole = ask("post", "import/", {"jobs": entries()})
    before = stored()
    trial = ask("post", "import/?dry_run=true&partial=true", {"jobs": entries()})
    after_trial = stored()
    part = ask("post", "import/?partial=true", {"jobs": entries()})

    for answer in (whole, trial, part):
        assert answer.status_code == 200, answer.content
        validates_schema(answer)
        assert results(answer) == [
            ("NEW", "created", False),
            ("KNOWN", "updated", False),
            ("BAD", "refused", False),
        ]
        [refused] = answer.json()["entries"][2]["errors"]
        assert refused["field"] == "level"
    assert [each.json()["stored"] for each in (whole, trial, part)] == [False, False, True]
    assert (before, after_trial, stored()) == ((2, 2), (2, 2), (3, 4))
    known.refresh_from_db()
    foreign.refresh_from_db()
    assert (known.title, known.latest_number, foreign.latest_number) == ("Anew", 2, 1)
    assert part.json()["entries"][1]["url"].endswith(f"/api/v1/hire/jobs/{known.pk}/")


def test_same_file_twice_changes_nothing():
    ask = program()
    file = {"jobs": [listing(external_id="A", submit=True), listing(external_id="B")]}

    first = ask("post", "import/", file)
    before = stored()
    again = ask("post", "import/", file)

    assert results(first) == [("A", "created", True), ("B", "created", False)]
    assert results(again) == [("A", "unchanged", False), ("B", "unchanged", False)]
    assert stored() == before
    states = dict(Job.objects.values_list("external_id", "status"))
    assert states == {"A": "in_review", "B": "draft"}


def test_returned_listing_is_handed_over_again_only_with_another_text():
    ask = program()
    file = {"jobs": [listing(submit=True)]}
    ask("post", "import/", file)
    actions.return_job(job=Job.objects.get(), by=None, reason="Say more.")

    same = ask("post", "import/", file)
    other = ask("post", "import/", {"jobs": [listing(submit=True, description="More.")]})

    assert results(same) == [("ML-42", "unchanged", False)]
    assert results(other) == [("ML-42", "updated", True)]


def test_live_listing_keeps_its_approved_text():
    at_work = member()
    ask = program(at_work)
    job = OpenJobFactory(company=at_work.company, external_id="ML-42")

    answer = ask("post", "import/", {"jobs": [listing(submit=True, title="Other")]})

    assert results(answer) == [("ML-42", "updated", True)]
    job.refresh_from_db()
    assert (job.title, job.submitted_number) == ("Machine Learning Engineer", 2)


def test_entries_are_refused_one_by_one():
    at_work = member()
    ask = program(at_work)
    file = [
        "text",
        listing(external_id=""),
        listing(external_id="A"),
        listing(external_id="A"),
        listing(external_id="B", submit=True, description=""),
        listing(external_id="C", closes_at=instant(900)),
        listing(external_id="D", unknown=1, salary_range={"min": "x", "max": None}),
        {"external_id": 7},
    ]

    answer = ask("post", "import/", {"jobs": file})

    validates_schema(answer)
    refused = {
        row["entry"]: [each["field"] for each in row["errors"]]
        for row in answer.json()["entries"]
        if row["result"] == "refused"
    }
    assert refused == {
        1: [""],
        2: ["external_id"],
        4: ["external_id"],
        5: ["description"],
        6: ["closes_at"],
        7: ["salary_range.min", "unknown"],
        8: ["external_id"],
    }
    assert not Job.objects.exists()


def test_body_that_is_no_file_is_named():
    ask = program()

    bodies: tuple[dict[str, Any], ...] = (
        {},
        {"jobs": {}},
        {"jobs": [], "x": 1},
        {"jobs": [{}] * (MOST + 1)},
    )

    found = [errors(ask("post", "import/", body)).keys() for body in bodies]
    asked = errors(ask("post", "import/?dry_run=maybe&x=1", {"jobs": []})).keys()

    assert found == [{"jobs"}, {"jobs"}, {"x"}, {"jobs"}]
    assert asked == {"x"}
    assert errors(ask("post", "import/?dry_run=maybe", {"jobs": []})).keys() == {"dry_run"}


def sent(at_work: Any, file: bytes, **more: Any) -> Any:
    client = Client()
    client.force_login(at_work.user)
    upload = SimpleUploadedFile("jobs.json", file, "application/json")
    return client.post("/hire/import/", {"company": at_work.company_id, "file": upload, **more})


def test_page_tries_and_imports():
    at_work = member()
    file = json.dumps({"jobs": [listing()]}).encode()

    tried = sent(at_work, file, step="try")
    before = stored()
    done = sent(at_work, b"\xef\xbb\xbf" + file, step="import")

    assert (tried.status_code, tried.context["report"].is_stored) == (200, False)
    page = tried.content.decode()
    assert "What would happen" in page
    assert "1 created, 0 updated, 0 unchanged, 0 refused." in page
    assert (before, stored()) == ((0, 0), (1, 1))
    assert done.context["report"].is_stored
    assert Job.objects.get().events.get().by == at_work.user


def test_page_refuses_what_is_no_file_of_ours():
    at_work = member()
    wrong = [*filter(None, HOSTILE_JSON), b"[" + b" " * LARGEST + b"]", b"\xff"]

    for file in wrong:
        answer = sent(at_work, file, step="import")

        assert answer.status_code in (400, 413), file[:20]
        if answer.status_code == 400:
            assert "file" in answer.context["form"].errors, file[:20]
    foreign = sent(at_work, b"[]", company=member().company_id)
    assert foreign.context["form"].errors.keys() == {"company"}
    assert not Job.objects.exists()


def test_command_imports_and_tells_what_is_refused(tmp_path: Path):
    company = member().company
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([listing()]))
    bad.write_text(json.dumps(entries()))
    out, err = StringIO(), StringIO()

    call_command("import_jobs", good, company=company.slug, dry_run=True, stdout=out)
    assert stored() == (0, 0)
    call_command("import_jobs", good, company=company.slug, stdout=out)
    with pytest.raises(CommandError, match="refused"):
        call_command("import_jobs", bad, company=company.slug, stdout=out, stderr=err)
    with pytest.raises(CommandError, match="no company"):
        call_command("import_jobs", good, company="nobody")
    with pytest.raises(CommandError, match="can’t be read"):
        call_command("import_jobs", tmp_path / "none", company=company.slug)
    bad.write_text("{")
    with pytest.raises(CommandError, match="not JSON"):
        call_command("import_jobs", bad, company=company.slug)

    assert stored() == (1, 1)
    assert out.getvalue().splitlines() == [
        "1 created, 0 updated, 0 unchanged, 0 refused. Nothing is stored.",
        "1 created, 0 updated, 0 unchanged, 0 refused. Stored.",
        "2 created, 0 updated, 0 unchanged, 1 refused. Nothing is stored.",
    ]
    assert err.getvalue().startswith("Entry 3 (BAD), level: ")
