import pytest

from portal.markdown import render
from portal.panels import check
from portal.taxonomy.models import Role
from tests.factories.taxonomy import RoleFactory
from tests.portal.panels.made_up import MADE_UP, TitleCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kitchen():
    RoleFactory(slug="cook", name="Cook")
    RoleFactory(slug="baker", name="Baker")


@pytest.mark.parametrize(
    ("name", "arguments", "problems"),
    [
        ("title-count", {"role": "cook"}, []),
        ("title-count", {"role": "nobody"}, ["The argument “role”: there is no role “nobody”."]),
        ("title-count", {}, ["The argument “role” is missing (role)."]),
        ("title-cont", {}, ["There is no panel of this name. Did you mean “title-count”?"]),
        ("menu", {"roles": "cook,baker"}, []),
        (
            "menu",
            {"roles": "cook,x,y"},
            [
                "The argument “roles”: there is no role “x”.",
                "The argument “roles”: there is no role “y”.",
            ],
        ),
        ("menu", {"roles": "cook,baker", "note": "rude"}, ["The note is rude."]),
        (
            "menu",
            {"roles": "cook,baker", "hot": "yes", "size": "large"},
            ["A large menu can’t be hot."],
        ),
    ],
)
def test_panel_is_checked_before_publishing(name, arguments, problems):
    assert check(name, arguments) == problems


def test_unknown_panel_far_from_any_is_answered_with_all():
    [problem] = check("zzz", {})

    assert problem.startswith("There is no panel of this name. There are: burnt, ")
    assert all(kind.name in problem for kind in MADE_UP)


def test_block_in_a_sentence_is_a_problem():
    assert check("menu", {"roles": "cook,baker"}, inline=True) == [
        "It is a block: it can’t stand inside a sentence. Put blank lines around it."
    ]


def test_rendering_tells_what_is_wrong_with_panels():
    text = (
        "Fine {{ title-count role=cook }}.\n\n{{ title-cuont }}\n\n"
        "{{ title-count role=nobody }}\n\nText {{ burnt }}\n"
    )

    assert [(problem.level, str(problem)) for problem in render(text).problems] == [
        (
            "error",
            "Line 3: Panel “title-cuont”: There is no panel of this name. Did you mean “title-count”?",
        ),
        ("error", "Line 5: Panel “title-count”: The argument “role”: there is no role “nobody”."),
        ("warning", "Line 7: Panel “burnt”: It can’t be shown at present: see the log."),
    ]


def test_panel_that_shows_nothing_is_warned_about(monkeypatch):
    monkeypatch.setattr(TitleCount, "load", lambda self, calls: [None for _ in calls])

    assert [str(problem) for problem in render("{{ title-count role=cook }}").problems] == [
        "Line 1: Panel “title-count”: It shows nothing at present."
    ]


def test_failing_panel_leaves_the_transaction_of_publishing_good(monkeypatch):
    def load(self, calls):
        return list(Role.objects.raw("SELECT nothing FROM nowhere"))

    monkeypatch.setattr(TitleCount, "load", load)

    problems = render("{{ title-count role=cook }}").problems

    assert [problem.level for problem in problems] == ["warning"]
    assert Role.objects.count() == 2
