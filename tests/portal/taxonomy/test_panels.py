"""Roles side by side in guides and on their pages."""

import re

import pytest

from portal.markdown import render
from portal.panels import data_of, fill, place
from tests.factories.taxonomy import (
    ResponsibilityFactory,
    RoleFactory,
    RoleResponsibilityFactory,
    RoleSkillFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ai():
    return RoleFactory(
        slug="ai-engineer", name="AI engineer", focus="applications", deliverables="agents\n"
    )


@pytest.fixture
def ml():
    return RoleFactory(slug="ml-engineer", name="ML engineer", focus="models", deliverables="")


def rows(html):
    """The text of each cell, row by row."""
    lines = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def head(role):
    return {"slug": role.slug, "name": role.name, "url": f"/roles/{role.slug}/"}


def test_responsibilities_are_tasks_by_role(ai, ml):
    train = ResponsibilityFactory(name="Train models", description="From scratch", order=1)
    prompt = ResponsibilityFactory(name="Write prompts", order=2)
    deploy = ResponsibilityFactory(name="Deploy", order=3)
    for role, task, degree in (
        (ml, train, "owns"),
        (ai, train, "rarely"),
        (ai, prompt, "does"),
        (ml, deploy, "limited"),
        (ai, deploy, "no"),
    ):
        RoleResponsibilityFactory(role=role, responsibility=task, degree=degree)
    RoleResponsibilityFactory(responsibility__name="Somebody else’s")

    html = fill(render("{{ responsibilities roles=ml-engineer,ai-engineer }}").html)

    assert "Who does what: ML engineer and AI engineer</caption>" in html
    assert rows(html) == [
        ["Task", "ML engineer", "AI engineer"],
        ["Train modelsFrom scratch", "owns it", "rarely"],
        ["Write prompts", "not recorded", "does it"],
        ["Deploy", "to a limited extent", "no"],
    ]
    assert html.count('scope="row"') == 3
    assert (
        '<td data-label="ML engineer"><span class="degree degree--owns">owns it</span></td>' in html
    )


def test_skills_are_areas_by_role(ai, ml):
    RoleSkillFactory(role=ai, skill__name="Python", skill__slug="python", area="core", order=2)
    RoleSkillFactory(role=ai, skill__name="Git", skill__slug="git", area="core", order=1)
    RoleSkillFactory(role=ml, skill__name="MLflow", skill__slug="mlflow", area="mlops")

    html = fill(render("{{ skills roles=ai-engineer,ml-engineer }}").html)

    assert rows(html) == [
        ["Area", "AI engineer", "ML engineer"],
        ["Core technical", "Git, Python", "–"],
        ["ML and operations", "–", "MLflow"],
    ]


def test_roles_stand_side_by_side(ai, ml):
    html = fill(render("{{ role-comparison roles=ai-engineer,ml-engineer }}").html)

    assert rows(html) == [
        ["", "AI engineer", "ML engineer"],
        ["What it is", ai.definition, ml.definition],
        ["Primary focus", "applications", "models"],
        ["Typical deliverables", "agents", "–"],
    ]


def test_role_that_is_gone_is_left_out(ai):
    RoleSkillFactory(role=ai, skill__name="Python", skill__slug="python")
    body = (
        '<!--panel:b skills {"roles":"gone,ai-engineer"}--><!--panel:b skills {"roles":"gone"}-->'
    )

    assert rows(fill(body)) == [["Area", "AI engineer"], ["Core technical", "Python"]]


@pytest.mark.parametrize("name", ["responsibilities", "skills", "role-comparison"])
def test_panels_of_one_kind_take_one_query(name, start_worker, ai, ml, django_assert_num_queries):
    for role in (ai, ml):
        RoleResponsibilityFactory(role=role)
        RoleSkillFactory(role=role)
    calls = [
        place(name, roles=["ai-engineer", "ml-engineer"]),
        place(name, roles=["ml-engineer", "ai-engineer"]),
        place(name, roles=["gone", "never"]),
    ]
    start_worker()

    with django_assert_num_queries(1):
        data = [entry["data"] for entry in data_of(calls)]

    assert [entry is None for entry in data] == [False, False, True]


def test_skills_are_data(ai):
    RoleSkillFactory(role=ai, skill__name="Python", skill__slug="python")

    assert data_of([place("skills", roles=ai.slug)]) == [
        {
            "panel": "skills",
            "arguments": {"roles": ("ai-engineer",)},
            "data": {
                "roles": (head(ai),),
                "areas": (
                    {
                        "area": "core",
                        "label": "Core technical",
                        "parts": ({"role": "AI engineer", "skills": ("Python",)},),
                    },
                ),
            },
        }
    ]
