import pytest
from django.urls import reverse

from portal.panels.models import PanelFault
from portal.panels.panel import all_panels
from tests.factories.accounts import SuperuserFactory
from tests.factories.taxonomy import RoleFactory, RoleSynonymFactory

pytestmark = pytest.mark.django_db


def test_authors_see_every_panel_with_arguments_and_examples(client):
    client.force_login(SuperuserFactory())

    html = client.get(reverse("admin:panels")).content.decode()

    assert all(f'id="{panel.name}"' in html for panel in all_panels())
    assert 'src="/admin/help/panels/title-count/"' in html
    assert "Whose titles." in html
    assert "number from 1 to 10" in html


def test_examples_are_drawn_as_readers_see_them(client):
    RoleSynonymFactory(role=RoleFactory(slug="cook", name="Cook"))
    client.force_login(SuperuserFactory())

    html = client.get(reverse("admin:panel-examples", args=["title-count"])).content.decode()

    assert "<code>{{ title-count role=cook }}</code>" in html
    assert "<p><b>Cook: 1</b></p>" in html
    assert PanelFault.objects.count() == 0


def test_only_the_examples_may_be_framed_and_only_by_the_site(client):
    client.force_login(SuperuserFactory())

    policies = [
        client.get(path).headers["Content-Security-Policy"]
        for path in ("/admin/help/panels/", "/admin/help/panels/menu/")
    ]

    assert ["frame-src 'self'" in policy for policy in policies] == [True, False]
    assert ["frame-ancestors 'self'" in policy for policy in policies] == [False, True]
    assert client.get("/admin/help/panels/menu/").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_example_that_shows_nothing_says_so(client):
    client.force_login(SuperuserFactory())

    html = client.get(reverse("admin:panel-examples", args=["title-count"])).content.decode()

    assert "Panel “title-count”: There is nothing to show for it at present." in html
    assert PanelFault.objects.count() == 0


def test_examples_of_a_panel_that_is_not_there_are_not_found(client):
    client.force_login(SuperuserFactory())

    assert client.get("/admin/help/panels/no-such/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/help/panels/", "/admin/help/panels/title-count/"])
def test_list_of_panels_is_for_staff(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert reverse("admin:login") in response.url
