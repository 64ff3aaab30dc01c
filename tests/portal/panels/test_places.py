import pytest
from django.template import engines

from portal.panels.models import PanelFault
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def drawn(source, **context):
    template = engines["jinja2"].from_string(source)
    return template.render(context)


def test_page_places_a_panel():
    role = RoleFactory(slug="cook", name="Cook & co")

    assert (
        drawn('{{ panel("title-count", role=role.slug) }}!', role=role)
        == "<b>Cook &amp; co: 0</b>!"
    )


def test_page_places_a_list_of_values():
    html = drawn(
        '{{ panel("menu", roles=roles, limit=3, hot=hot, price=none) }}', roles=["a", "b"], hot=True
    )

    assert html.endswith("<li>a</li><li>b</li></ul>")


@pytest.mark.parametrize(
    "source",
    [
        '{{ panel("no-such", role="x") }}',
        '{{ panel("title-count", role="nobody") }}',
        '{% set shown = panel("title-count") %}{% if shown %}never{% endif %}',
        '{{ panel("burnt") }}',
    ],
)
def test_panel_with_nothing_to_show_leaves_no_trace_on_a_page(source):
    assert drawn(source) == ""


def test_panel_can_be_kept_for_later():
    RoleFactory(slug="cook", name="Cook")

    html = drawn(
        '{% set shown = panel("title-count", role="cook") %}{% if shown %}<h2>{{ shown }}</h2>{% endif %}'
    )

    assert html == "<h2><b>Cook: 0</b></h2>"
    assert PanelFault.objects.count() == 0
