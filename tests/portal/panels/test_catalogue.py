import pytest
from django.urls import reverse

from portal.panels.panel import all_panels
from tests.factories.accounts import SuperuserFactory
from tests.factories.taxonomy import RoleFactory, RoleSynonymFactory

pytestmark = pytest.mark.django_db


def test_authors_see_every_panel_with_arguments_and_examples(client):
    RoleSynonymFactory(role=RoleFactory(slug="cook", name="Cook"))
    client.force_login(SuperuserFactory())

    html = client.get(reverse("admin:panels")).content.decode()

    assert all(f'id="{panel.name}"' in html for panel in all_panels())
    assert "<code>{{ title-count role=cook }}</code>" in html
    assert "<p><b>Cook: 1</b></p>" in html
    assert "Whose titles." in html
    assert "number from 1 to 10" in html


def test_list_of_panels_is_for_staff(client):
    response = client.get(reverse("admin:panels"))

    assert response.status_code == 302
    assert reverse("admin:login") in response.url
