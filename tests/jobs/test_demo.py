import json
import re
from collections import Counter

import pytest
from django.test import override_settings

from jobs.demo.loader import load
from jobs.models import Company, Job, JobEvent, JobRevision
from portal.accounts.demo.loader import load as load_people
from portal.taxonomy.demo.loader import load as load_taxonomy
from salaries.demo.loader import load as load_salaries

pytestmark = pytest.mark.django_db


def silent(text: str) -> None:
    """Progress is for people."""


@pytest.fixture(scope="module")
def loaded(module_db):
    with module_db.unblock(), override_settings(DEBUG=True):
        for loader in (load_people, load_taxonomy, load_salaries, load):
            loader(silent)


@pytest.fixture
def demo(loaded, settings):
    settings.DEBUG = True


def counts() -> list[int]:
    return [model.objects.count() for model in (Company, Job, JobRevision, JobEvent)]


def test_demo_has_jobs_in_every_state_and_loads_once(demo, client, django_user_model):
    before = counts()

    load(silent)

    assert counts() == before
    assert Counter(job.stage for job in Job.objects.with_stage()) == {
        "open": 58,
        "scheduled": 1,
        "expired": 3,
        "closed": 6,
        "draft": 4,
        "in_review": 5,
        "returned": 3,
    }
    assert Company.objects.count() == 14
    client.force_login(django_user_model.objects.get(email="recruiter@example.org"))
    stages = {group.stage for group in client.get("/jobs/mine/").context["groups"]}
    assert stages >= {"returned", "draft", "open"}


def test_every_open_job_of_the_demo_has_a_page_with_valid_markup(demo, client):
    pages = [client.get(job.get_absolute_url()) for job in Job.objects.public()]

    for page in pages:
        (script,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', page.content.decode()
        )
        posting = json.loads(script)
        assert {"title", "description", "datePosted", "validThrough", "hiringOrganization"} <= set(
            posting
        )
        assert posting["baseSalary"]["value"]["unitText"] in {
            "HOUR",
            "DAY",
            "WEEK",
            "MONTH",
            "YEAR",
        }
        places = [where["address"]["addressCountry"] for where in posting.get("jobLocation", [])]
        assert places or posting["jobLocationType"] == "TELECOMMUTE"
