import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from guides import actions
from guides.models import FormerGuideSlug
from portal.dead_links import Verdict, verdict_on, verdicts, within_site
from portal.panels.models import PanelFault
from tests.factories.guides import ClosedGuideFactory, DraftGuideFactory, LiveGuideFactory
from tests.factories.jobs import ExpiredJobFactory, OpenJobFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/salaries/", "/salaries/"),
        ("/jobs/?role=ai-engineer", "/jobs/?role=ai-engineer"),
        ("../other/#part", "/guides/other/#part"),
        ("#part", "/guides/here/#part"),
        (f"{settings.SITE_URL}/roles/", "/roles/"),
        ("https://example.org/roles/", ""),
        ("mailto:desk@example.org", ""),
        ("https://[", ""),
    ],
)
def test_link_leads_within_the_site_or_out_of_it(address: str, path: str) -> None:
    assert within_site(address, page="/guides/here/") == path


def test_each_kind_of_page_is_judged() -> None:
    live, draft, closed = LiveGuideFactory(), DraftGuideFactory(), ClosedGuideFactory()
    FormerGuideSlug.objects.create(slug="as-it-was", guide=live)
    RoleFactory(slug="ml-engineer")
    job, expired = OpenJobFactory(), ExpiredJobFactory()
    here = live.get_absolute_url()

    found = {
        path: verdict_on(path)
        for path in (
            here,
            f"{here}#h-first-part",
            draft.get_absolute_url(),
            closed.get_absolute_url(),
            "/guides/as-it-was/",
            "/guides/feed/",
            here.removesuffix("/"),
            job.get_absolute_url(),
            expired.get_absolute_url(),
            "/roles/ml-engineer/",
            "/roles/nobody/",
            "/jobs/?pay_min=much",
            "/salaries/benchmarks.csv",
            "/api/v1/guides/",
            "/admin/guides/guide/",
            "/no/such/page/",
            "/media/picture.jpg",
        )
    }

    assert found == {
        here: Verdict("alive"),
        f"{here}#h-first-part": Verdict("alive"),
        draft.get_absolute_url(): Verdict("gone"),
        closed.get_absolute_url(): Verdict("gone"),
        "/guides/as-it-was/": Verdict("moved", here),
        "/guides/feed/": Verdict("alive"),
        here.removesuffix("/"): Verdict("moved", here),
        job.get_absolute_url(): Verdict("alive"),
        expired.get_absolute_url(): Verdict("gone"),
        "/roles/ml-engineer/": Verdict("alive"),
        "/roles/nobody/": Verdict("gone"),
        "/jobs/?pay_min=much": Verdict("refused"),
        "/salaries/benchmarks.csv": Verdict("alive"),
        "/api/v1/guides/": Verdict("alive"),
        "/admin/guides/guide/": Verdict("private"),
        "/no/such/page/": Verdict("gone"),
        "/media/picture.jpg": Verdict("unknown"),
    }


@pytest.mark.django_db(transaction=True)
def test_verdict_follows_the_page() -> None:
    guide = LiveGuideFactory()
    path = guide.get_absolute_url()
    before = verdict_on(path)

    actions.unpublish_guide(guide=guide, by=None)

    assert (before, verdict_on(path)) == (Verdict("alive"), Verdict("gone"))


@pytest.mark.django_db(transaction=True)
def test_verdict_is_remembered_until_the_clock_changes_it(
    time_machine, django_assert_num_queries
) -> None:
    guide = LiveGuideFactory(unpublish_at=timezone.now() + timedelta(hours=1))
    path = guide.get_absolute_url()
    verdict_on(path)

    with django_assert_num_queries(0):
        again = verdict_on(path)
    time_machine.move_to(timezone.now() + timedelta(hours=2))

    assert (again, verdict_on(path)) == (Verdict("alive"), Verdict("gone"))


def test_only_so_many_pages_are_asked() -> None:
    paths = [f"/no/{number}/" for number in (1, 1, 2, 3)]

    assert verdicts(paths, most=2) == {"/no/1/": Verdict("gone"), "/no/2/": Verdict("gone")}


def test_page_that_breaks_is_unknown_and_leaves_the_transaction_good(monkeypatch, caplog) -> None:
    guide = LiveGuideFactory()

    def article(slug: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr("guides.views.article", article)
    with caplog.at_level(logging.CRITICAL, "portal.dead_links"), transaction.atomic():
        found = verdict_on(guide.get_absolute_url())

    guide.refresh_from_db()
    assert found == Verdict("unknown")


def test_panel_missing_on_a_page_that_is_asked_is_no_fault_that_readers_had(client) -> None:
    guide = LiveGuideFactory(body="{{ latest-guides role=nobody }}")

    verdict_on(guide.get_absolute_url())
    before = PanelFault.objects.count()
    client.get(guide.get_absolute_url())

    assert (before, PanelFault.objects.count()) == (0, 1)
