"""What staff learn of panels that readers didn't get to see."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from portal.panels import faults, fill
from portal.panels.models import PanelFault
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.django_db

BODY = '<p>One <!--panel:i title-count {"role":"nobody"}-->.</p><!--panel:b no-such {}-->'


def visit(path, *bodies):
    """What happens around a request, as `test_faults_are_told_by_a_real_request` shows."""
    faults.begin_page({"PATH_INFO": path})
    for body in bodies:
        fill(body)
    faults.end_page()


def told():
    columns = ("panel", "arguments", "where", "message", "count")
    return list(PanelFault.objects.order_by("panel", "where").values_list(*columns))


def test_faults_of_a_page_are_told_once_it_is_answered():
    visit("/guides/x/", BODY)

    assert told() == [
        ("no-such", "{}", "/guides/x/", "There is no panel of this name.", 1),
        (
            "title-count",
            '{"role":"nobody"}',
            "/guides/x/",
            "There is nothing to show for it at present.",
            1,
        ),
    ]


def test_faults_are_told_by_a_real_request(client, settings):
    settings.ROOT_URLCONF = "tests.portal.panels.urls"

    response = client.get("/kitchen/")

    assert response.content == b"<p>Soup</p>"
    assert told() == [("no-such", "{}", "/kitchen/", "There is no panel of this name.", 1)]


def test_staff_who_see_the_remark_are_not_told_again():
    faults.begin_page({"PATH_INFO": "/admin/preview/"})
    fill("<!--panel:b no-such {}-->", notices=True)
    faults.end_page()

    assert told() == []


def test_nothing_is_written_before_the_answer_is_out(django_assert_num_queries):
    faults.begin_page({"PATH_INFO": "/x/"})
    with django_assert_num_queries(0):
        fill("<!--panel:b no-such {}-->")

    assert told() == []


def test_same_fault_is_told_at_most_every_ten_minutes(time_machine, monkeypatch):
    clock = 1000.0
    monkeypatch.setattr("portal.panels.faults.time.monotonic", lambda: clock)
    time_machine.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
    body = "<!--panel:b no-such {}-->"
    visit("/x/", body, body)
    visit("/x/", body)

    clock += 599
    visit("/x/", body)
    before = told()
    clock += 1
    time_machine.move_to(datetime(2026, 11, 24, 12, 10, tzinfo=UTC), tick=False)
    visit("/x/", body)

    assert [row[-1] for row in before] == [1]
    assert [row[-1] for row in told()] == [5]
    fault = PanelFault.objects.get()
    assert (fault.first_seen.minute, fault.last_seen.minute) == (0, 10)


def test_places_are_told_apart():
    visit("/x/", "<!--panel:b no-such {}-->")
    visit("/\u00c3\u00bc/", "<!--panel:b no-such {}-->")

    assert [row[2] for row in told()] == ["/x/", "/ü/"]


def test_fault_outside_of_a_page_is_only_logged(caplog):
    fill("<!--panel:b no-such {}-->")
    faults.end_page()

    assert told() == []
    assert [record.getMessage() for record in caplog.records] == [
        "Panel no-such {} at : There is no panel of this name."
    ]


def test_page_survives_when_faults_cannot_be_written(monkeypatch, caplog):
    def fail(fault, count):
        raise DatabaseError("read-only")

    monkeypatch.setattr(faults, "_record", fail)

    visit("/x/", "<!--panel:b no-such {}-->")

    assert caplog.records[-1].getMessage() == "Faults of panels could not be recorded."
    assert told() == []


def test_process_remembers_a_bounded_number_of_faults(monkeypatch):
    monkeypatch.setattr(faults, "MOST", 3)

    for number in range(10):
        visit(f"/{number}/", "<!--panel:b no-such {}-->")

    assert len(faults._told) <= 3
    assert PanelFault.objects.count() == 10


def test_staff_find_faults_on_the_desk_and_strike_them_off(client):
    visit("/guides/x/", "<!--panel:b no-such {}-->")
    client.force_login(StaffFactory(groups=("editor",)))

    dashboard = client.get("/admin/").content.decode()
    rows = client.get("/admin/panels/panelfault/").content.decode()
    client.post(f"/admin/panels/panelfault/{PanelFault.objects.get().pk}/delete/", {"post": "yes"})

    assert "Panels that are missing on pages" in dashboard
    assert "There is no panel of this name." in rows
    assert "/guides/x/" in rows
    assert told() == []
