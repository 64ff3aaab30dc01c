from collections import Counter

import pytest
from django.test import override_settings

from jobs.demo.loader import load
from jobs.models import Company, Job, JobDay, JobEvent, JobRevision
from jobs.querysets import Stage
from portal.accounts.demo.loader import load as load_people
from portal.taxonomy.demo.loader import load as load_taxonomy
from salaries.demo.loader import load as load_salaries
from tests.jobs.markup import faults_of

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
    return [model.objects.count() for model in (Company, Job, JobRevision, JobEvent, JobDay)]


def test_demo_has_jobs_in_every_state_and_loads_once(demo, client, django_user_model):
    before = counts()

    load(silent)

    assert counts() == before
    assert Counter(job.stage for job in Job.objects.with_stage()) == {
        "open": 58,
        "scheduled": 2,
        "expired": 4,
        "closed": 7,
        "draft": 4,
        "in_review": 6,
        "returned": 3,
    }
    assert Company.objects.count() == 14
    client.force_login(django_user_model.objects.get(email="recruiter@example.org"))
    dashboard = client.get("/hire/").context["dashboard"]
    assert {str(group.stage) for group in dashboard.groups} == set(Stage.values)
    assert dashboard.figures.views > dashboard.figures.clicks > 0


def test_page_of_every_demo_job_has_the_markup_that_it_may_have(demo, client):
    """Open: valid, and all of it seen on the page. Gone: none, and a 410. Never public: no page."""
    public = set(Job.objects.public())
    gone = set(Job.objects.gone())
    wrong = {}
    for job in Job.objects.all():
        page = client.get(job.get_absolute_url())
        text = page.content.decode()
        status = 200 if job in public else 410 if job in gone else 404
        address = f"http://testserver{job.get_absolute_url()}"
        faults = faults_of(text, address) if job in public else []
        faults += ["has markup"] if job not in public and "ld+json" in text else []
        faults += [f"answers {page.status_code}"] if page.status_code != status else []
        faults += ["shows the address"] if job.apply_email and job.apply_email in text else []
        if faults:
            wrong[job.slug] = faults

    assert len(public) == 58
    assert any(job.apply_email for job in public)
    assert wrong == {}
