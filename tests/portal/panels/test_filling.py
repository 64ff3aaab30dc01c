import re
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from portal.freshness import changed, collect
from portal.markdown import render
from portal.panels import fill, fill_all, register
from tests.factories.taxonomy import RoleFactory, RoleSynonymFactory
from tests.portal.panels.made_up import MenuPanel, Table, TitleCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unchecked(monkeypatch):
    """Rendering asks nothing of the panels here, so that what filling asks can be counted."""
    monkeypatch.setattr("portal.markdown.rendering._panel_checks", [])


def filled(text, **options):
    return fill(render(text).html, **options)


def test_panel_in_a_sentence_is_drawn_in_it():
    RoleSynonymFactory(role__slug="cook", role__name="Cook <1>")

    assert filled("It has {{ title-count role=cook }} titles.") == (
        "<p>It has <b>Cook &lt;1&gt;: 1</b> titles.</p>\n"
    )


def test_inline_panel_alone_is_a_paragraph():
    RoleFactory(slug="cook", name="Cook")

    assert filled("{{ title-count role=cook }}\n") == "<p><b>Cook: 0</b></p>\n"


def test_body_without_panels_stays_as_it_is():
    assert filled("Plain *text*.") == "<p>Plain <em>text</em>.</p>\n"


def test_panels_of_a_page_are_loaded_together(django_assert_num_queries):
    for slug in ("cook", "baker", "waiter"):
        RoleFactory(slug=slug, name=slug.capitalize())
    tldr = render("- {{ title-count role=cook }}").html
    body = render("{{ title-count role=baker }} {{ title-count role=cook }}\n\n" * 10).html
    more = render("{{ title-count role=waiter }} and {{ title-count role=nobody }}").html

    with django_assert_num_queries(1):
        shown = fill_all((tldr, body, more))

    assert len(TitleCount.asked) == 1
    assert [call.role for call in TitleCount.asked[0]] == ["cook", "baker", "waiter", "nobody"]
    assert shown[0] == "<ul>\n<li><p><b>Cook: 0</b></p>\n</li>\n</ul>\n"
    assert shown[1].count("<b>Baker: 0</b>") == shown[1].count("<b>Cook: 0</b>") == 10
    assert shown[2] == "<p><b>Waiter: 0</b> and (not known at present)</p>\n"


@pytest.mark.django_db(transaction=True)
def test_what_is_drawn_is_remembered_until_its_topic_changes(django_assert_num_queries):
    role = RoleFactory(slug="cook", name="Cook")
    text = "It has {{ title-count role=cook }} titles, not {{ title-count role=nobody }}."
    first = filled(text)

    with django_assert_num_queries(0):
        again = filled(text)
    changed("jobs")
    with django_assert_num_queries(0):
        still = filled(text)
    RoleSynonymFactory(role=role)
    with django_assert_num_queries(1):
        corrected = filled(text)

    assert (
        first
        == again
        == still
        == "<p>It has <b>Cook: 0</b> titles, not (not known at present).</p>\n"
    )
    assert corrected == "<p>It has <b>Cook: 1</b> titles, not (not known at present).</p>\n"


@pytest.mark.django_db(transaction=True)
def test_what_is_drawn_is_forgotten_when_the_clock_changes_it(monkeypatch, time_machine):
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    monkeypatch.setattr(TitleCount, "ends", start + timedelta(minutes=2))
    RoleFactory(slug="cook", name="Cook")
    filled("{{ title-count role=cook }}")

    time_machine.move_to(start + timedelta(seconds=119), tick=False)
    filled("{{ title-count role=cook }}")
    before = len(TitleCount.asked)
    time_machine.move_to(start + timedelta(seconds=120), tick=False)
    filled("{{ title-count role=cook }}")

    assert (before, len(TitleCount.asked)) == (1, 2)


def test_what_an_open_transaction_shows_is_not_remembered():
    """The transaction may be undone; a test of this kind runs inside of one."""
    RoleFactory(slug="cook", name="Cook")

    filled("{{ title-count role=cook }}")
    filled("{{ title-count role=cook }}")

    assert len(TitleCount.asked) == 2


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_page_depends_on_what_its_panels_depend_on(times):
    """Remembered panels count as well."""
    text = "{{ menu roles=cook,baker }}\n\n{{ title-count role=nobody }}"
    for _ in range(times - 1):
        filled(text)

    with collect() as dependencies:
        filled(text)

    assert dependencies.topics == {"kitchen", "menus", "taxonomy"}
    assert len(MenuPanel.asked) == 1


@pytest.mark.django_db(transaction=True)
def test_panel_within_a_panel_is_as_fresh_as_by_itself():
    role = RoleFactory(slug="cook", name="Cook")
    before = filled("{{ table }}")
    again = filled("{{ table }}")

    RoleSynonymFactory(role=role)

    assert before == again == "<p>For <b>Cook: 0</b></p>\n"
    assert filled("{{ table }}") == "<p>For <b>Cook: 1</b></p>\n"
    assert len(Table.asked) == 2


def test_block_in_a_sentence_is_not_shown():
    assert (
        filled("Eat {{ menu roles=cook,baker }} now.") == "<p>Eat (not known at present) now.</p>\n"
    )


def test_equal_blocks_have_ids_of_their_own():
    html = filled("{{ menu roles=a,b }}\n\n{{ menu roles=a,b }}\n\n{{ menu roles=a,c }}\n")

    ids = re.findall(r'id="(p[0-9a-f]{10}(?:-\d)?)"', html)
    assert len(set(ids)) == 3
    assert ids[1] == f"{ids[0]}-2"


@pytest.mark.parametrize(
    ("directive", "reason"),
    [
        ("no-such-panel role=x", "There is no panel of this name."),
        ("title-count", "The argument “role” is missing (role)."),
        ("title-count role=nobody", "There is nothing to show for it at present."),
        ("burnt", "It could not be shown (RuntimeError): see the log."),
        ("spilt", "It could not be shown (TemplateDoesNotExist): see the log."),
        ("short", "It could not be shown (WrongLength): see the log."),
        (
            'title-count role="<b>"',
            "The argument “role” takes lower-case letters, digits and hyphens, not “&lt;b&gt;”.",
        ),
        (
            "menu roles=a,b",
            "It is a block: it can’t stand inside a sentence. Put blank lines around it.",
        ),
    ],
)
def test_panel_that_cannot_be_shown_takes_nothing_else_down(directive, reason):
    RoleFactory(slug="cook", name="Cook")
    text = f"One {{{{ {directive} }}}} two {{{{ title-count role=cook }}}}."
    name = directive.split()[0]

    shown, remarked = filled(text), filled(text, notices=True)

    assert shown == "<p>One (not known at present) two <b>Cook: 0</b>.</p>\n"
    assert remarked == (
        f'<p>One <span class="notice notice--panel">Panel “{name}”: {reason}</span> '
        "two <b>Cook: 0</b>.</p>\n"
    )


def test_page_without_a_panel_because_of_an_error_is_made_again_soon():
    with collect() as dependencies:
        filled("{{ burnt }}")

    assert dependencies.until is not None
    assert dependencies.until <= timezone.now() + timedelta(seconds=30)


def test_remarks_stand_where_asked_for(settings):
    settings.DEBUG = True

    assert filled("{{ no-such }}") == (
        '<p class="notice notice--panel">Panel “no-such”: There is no panel of this name.</p>\n'
    )
    assert filled("{{ no-such }}", notices=False) == "\n"


def test_two_panels_cannot_share_a_name():
    with pytest.raises(ImproperlyConfigured, match="two panels named “menu”"):
        register(MenuPanel)


def test_name_must_suit_a_directive():
    class Misnamed(MenuPanel):
        name = "Menu_2"

    with pytest.raises(ImproperlyConfigured, match="Menu_2"):
        register(Misnamed)
