"""What readers and the API get of a roadmap."""

from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guides.models import Goal, Roadmap, Step, StepPrerequisite
from guides.widgets.roadmap.answers import show
from guides.widgets.roadmap.cards import card_of
from portal.markdown import render
from portal.panels import blocks, check
from portal.taxonomy.actions import merge_roles
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import OpenJobFactory
from tests.factories.roadmaps import (
    GoalFactory,
    HiddenRoadmapFactory,
    RoadmapFactory,
    StepFactory,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/guides/roadmaps/career/"


@pytest.fixture
def roadmap() -> Roadmap:
    """Serving builds on a container and a model, both on Python; data is on the way to another goal."""
    roadmap = RoadmapFactory(slug="career", hours_per_week=5)
    python = step(roadmap, "python", weeks=4, order=10)
    model = step(roadmap, "model", weeks=3, order=20, needs=[python])
    container = step(roadmap, "container", weeks=1, order=30, needs=[python])
    serve = step(roadmap, "serve", weeks=2, order=40, needs=[container, model])
    data = step(roadmap, "data", weeks=6, order=50)
    GoalFactory(roadmap=roadmap, slug="builder", name="Builder", order=1, steps=[serve])
    GoalFactory(roadmap=roadmap, slug="analyst", name="Analyst", order=2, steps=[data])
    return roadmap


def step(roadmap: Roadmap, skill: str, **given: Any) -> Step:
    made: Step = StepFactory(roadmap=roadmap, skill=SkillFactory(slug=skill), **given)
    return made


def answered(client: Client, query: str) -> list[tuple[str, str]]:
    """When each step is due, and which."""
    answer = client.get(f"{ADDRESS}{query}").context["roadmap"].answer
    return [(planned.when, planned.step.skill.slug) for planned in answer.steps]


def text_of(answer: Any) -> str:
    return unescape(" ".join(answer.content.decode().split()))


@pytest.mark.usefixtures("roadmap")
def test_page_asks_for_a_goal_and_what_is_known(client: Client) -> None:
    html = text_of(client.get(ADDRESS))

    assert html.count('type="radio" name="goal"') == 2
    assert html.count('type="checkbox" name="know"') == 5
    assert "checked" not in html
    assert "data-play-answer" not in html


@pytest.mark.usefixtures("roadmap")
def test_steps_come_in_order_with_running_weeks(client: Client) -> None:
    assert answered(client, "?goal=builder") == [
        ("Weeks 1–4", "python"),
        ("Weeks 5–7", "model"),
        ("Week 8", "container"),
        ("Weeks 9–10", "serve"),
    ]


@pytest.mark.usefixtures("roadmap")
def test_step_says_why_how_long_on_what_from_what_and_to_what_end(client: Client) -> None:
    html = text_of(client.get(f"{ADDRESS}?goal=builder&know=model"))

    assert "Builder: 3 steps, 7 weeks" in html
    assert "5 hours of learning each, about 35 hours in all" in html
    assert "Left out, as you know it: Model." in html
    assert "It is used every day." in html
    assert "2 weeks, about 10 hours" in html
    assert "<dd>Model (you know it), Container</dd>" in html
    assert '<a href="https://docs.example.org/" rel="noopener">The manual</a>' in html
    assert "Something that runs." in html


@pytest.mark.usefixtures("roadmap")
def test_what_is_not_needed_any_more_is_named(client: Client) -> None:
    html = text_of(client.get(f"{ADDRESS}?goal=builder&know=model&know=container"))

    assert "Not needed for what is left: Python." in html


@pytest.mark.usefixtures("roadmap")
def test_address_to_share_is_the_same_however_one_came_there(client: Client) -> None:
    queries = (
        "?goal=builder&know=model&know=python",
        "?know=python&know=model&know=python&goal=builder",
    )

    shared = [
        client.get(f"{ADDRESS}{query}").context["roadmap"].answer.address for query in queries
    ]

    assert shared == [f"http://testserver{ADDRESS}?goal=builder&know=model&know=python"] * 2
    assert answered(client, shared[0].removeprefix(f"http://testserver{ADDRESS}")) == [
        ("Week 1", "container"),
        ("Weeks 2–3", "serve"),
    ]


@pytest.mark.usefixtures("roadmap")
def test_who_knows_everything_is_told_what_to_do_next(client: Client) -> None:
    html = text_of(client.get(f"{ADDRESS}?goal=analyst&know=data"))

    assert "Analyst: nothing left to learn here" in html
    assert "choose another goal above" in html


def test_goal_without_steps_says_so(client: Client, roadmap: Roadmap) -> None:
    GoalFactory(roadmap=roadmap, slug="new", name="New")

    assert "New: no steps yet" in text_of(client.get(f"{ADDRESS}?goal=new"))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?goal=astronaut", "There is no goal “astronaut” here."),
        ("?goal=builder&know=magic", "This roadmap has no “magic”; the rest counts."),
        (
            "?goal=builder&" + "&".join(f"know=s{n}" for n in range(8)),
            "This roadmap has no “s0”, “s1”, “s2”, “s3”, “s4” and 3 more; the rest counts.",
        ),
        ("?goal=analyst&goal=builder", "“goal” stands in it more than once"),
        ("?aim=builder", "“aim” is not something"),
    ],
)
@pytest.mark.usefixtures("roadmap")
def test_what_the_roadmap_does_not_have_is_named(client: Client, query: str, message: str) -> None:
    html = text_of(client.get(f"{ADDRESS}{query}"))

    assert message in html
    assert html.count('name="goal"') == 2


@pytest.mark.usefixtures("roadmap")
def test_what_is_understood_counts_beside_what_is_not(client: Client) -> None:
    answer = client.get(f"{ADDRESS}?goal=analyst&know=magic&know=python")

    assert answer.status_code == 400
    assert answer.context["roadmap"].goal == "analyst"
    assert answer.context["roadmap"].know == ("python",)


@pytest.mark.usefixtures("roadmap")
def test_ten_thousand_skills_are_refused_by_name(client: Client) -> None:
    answer = client.get(f"{ADDRESS}?goal=builder" + "&know=python" * 10_000)

    assert answer.status_code == 400
    assert "query" in answer.content.decode()


def test_roadmap_that_is_not_public_is_not_there(client: Client, roadmap: Roadmap) -> None:
    HiddenRoadmapFactory(slug="hidden")

    assert client.get("/guides/roadmaps/hidden/").status_code == 404
    assert client.get(ADDRESS).status_code == 200
    assert [row.slug for row in Roadmap.objects.public()] == ["career"]


def test_circle_in_the_data_takes_no_page_down(client: Client, roadmap: Roadmap) -> None:
    steps = {each.skill.slug: each for each in roadmap.steps.all()}
    StepPrerequisite.objects.create(step=steps["python"], needs=steps["serve"])

    assert len(answered(client, "?goal=builder")) == 4
    assert card_of(Roadmap.objects.whole().get()).faults == [
        "These go round in a circle: Learn Python → Learn Serve → Learn Model → Learn Python."
    ]


def test_step_that_no_goal_needs_makes_no_difference(client: Client, roadmap: Roadmap) -> None:
    step(roadmap, "idle")

    shown = client.get(ADDRESS).context["roadmap"]

    assert "idle" not in [skill.slug for skill in shown.skills]
    assert card_of(Roadmap.objects.whole().get()).faults == ["No goal needs “Learn Idle”."]


def test_goal_leads_to_the_page_the_pay_and_the_jobs_of_its_role(client: Client) -> None:
    roadmap, role = RoadmapFactory(slug="career"), RoleFactory(slug="ai-engineer")
    GoalFactory(roadmap=roadmap, slug="builder", role=role, steps=[step(roadmap, "python")])
    PublishedBenchmarkFactory(role=role, place=CountryFactory(), measure="national-median")
    OpenJobFactory(primary_role=role)

    html = text_of(client.get(f"{ADDRESS}?goal=builder"))

    assert 'About the role: <a href="/roles/ai-engineer/">Ai engineer</a>. Base pay' in html
    assert "Open jobs on this site: <a" in html


@pytest.mark.parametrize("count", [3, 40])
def test_page_keeps_to_its_number_of_queries(client: Client, count: int, start_worker: Any) -> None:
    roadmap = RoadmapFactory(slug="career")
    steps: list[Step] = []
    for _ in range(count):
        steps.append(StepFactory(roadmap=roadmap, needs=steps[-3:]))
    for number in range(4):
        role = RoleFactory(slug=f"role-{number}")
        GoalFactory(roadmap=roadmap, slug=f"goal-{number}", role=role, steps=steps)

    costs = {}
    for query in ("", "?goal=goal-0"):
        start_worker()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{ADDRESS}{query}").status_code == 200
        costs[query] = len(queries)

    assert costs[""] <= 6
    assert costs["?goal=goal-0"] <= 9  # the role's pay and jobs too


# Freshness


@pytest.mark.django_db(transaction=True)
def test_remembered_roadmap_follows_each_change(client: Client) -> None:
    roadmap = RoadmapFactory(slug="career")
    one, two = step(roadmap, "one", weeks=1), step(roadmap, "two", weeks=1)
    goal = GoalFactory(roadmap=roadmap, slug="builder", steps=[two])
    found = [answered(client, "?goal=builder")]

    StepPrerequisite.objects.create(step=two, needs=one)
    found.append(answered(client, "?goal=builder"))
    goal.steps.set([one])
    found.append(answered(client, "?goal=builder"))
    one.weeks = 3
    one.save()
    found.append(answered(client, "?goal=builder"))

    assert found == [
        [("Week 1", "two")],
        [("Week 1", "one"), ("Week 2", "two")],
        [("Week 1", "one")],
        [("Weeks 1–3", "one")],
    ]
    roadmap.is_public = False
    roadmap.save()
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_remembered_roadmap_follows_the_name_of_a_skill(client: Client) -> None:
    roadmap = RoadmapFactory(slug="career")
    one = step(roadmap, "one")
    GoalFactory(roadmap=roadmap, steps=[one])
    client.get(ADDRESS)

    one.skill.name = "Renamed"
    one.skill.save()

    assert "Renamed" in text_of(client.get(ADDRESS))


# In guides


@pytest.mark.usefixtures("roadmap")
def test_guide_shows_the_form_and_sends_it_to_the_page(client: Client) -> None:
    guide = LiveGuideFactory(body="## Now\n\n{{ roadmap roadmap=career }}")

    html = text_of(client.get(guide.get_absolute_url()))

    assert f'action="{ADDRESS}#roadmap-career-answer"' in html
    assert f'data-hx-get="{ADDRESS}"' in html
    assert "data-hx-push-url" not in html
    assert "play.js" in html
    assert "data-play-answer" not in html


@pytest.mark.usefixtures("roadmap")
def test_guide_may_choose_for_its_readers() -> None:
    [block] = [
        block
        for block in blocks(render("{{ roadmap roadmap=career goal=builder know=model }}").html)
        if block.get("panel")
    ]

    assert block["data"]["goal"] == "builder"
    assert block["data"]["know"] == ("model",)
    answer = block["data"]["answer"]
    assert [planned["step"]["skill"]["slug"] for planned in answer["steps"]] == [
        "python",
        "container",
        "serve",
    ]
    assert (answer["weeks"], answer["hours"]) == (7, 35)


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        ({"roadmap": "career", "goal": "builder", "know": "python,model"}, []),
        (
            {"roadmap": "hidden"},
            ["The argument “roadmap”: there is no public roadmap “hidden”."],
        ),
        (
            {"roadmap": "career", "goal": "astronaut"},
            ["The argument “goal”: there is no goal “astronaut”. There are: builder, analyst."],
        ),
        (
            {"roadmap": "career", "know": "python,magic"},
            ["The argument “know”: the roadmap has no skill “magic”."],
        ),
    ],
)
@pytest.mark.usefixtures("roadmap")
def test_publishing_is_refused_for_what_is_not_there(
    arguments: dict[str, str], problems: list[str]
) -> None:
    HiddenRoadmapFactory(slug="hidden")

    assert check("roadmap", arguments) == problems


@pytest.mark.usefixtures("roadmap")
def test_several_roadmaps_in_a_guide_are_loaded_together(start_worker: Any) -> None:
    html = render(
        "{{ roadmap roadmap=career }}\n\n{{ roadmap roadmap=career goal=analyst }}\n\n"
        "{{ roadmap roadmap=other }}"
    ).html
    RoadmapFactory(slug="other")
    start_worker()

    with CaptureQueriesContext(connection) as queries:
        blocks(html)

    assert len(queries) <= 6


# What else hangs on roles and skills


def test_merged_role_takes_its_goals_along() -> None:
    keep, gone = RoleFactory(slug="keep"), RoleFactory(slug="gone")
    roadmap = RoadmapFactory()
    goals = [GoalFactory(roadmap=roadmap, role=role) for role in (keep, gone)]

    merge_roles(keep=keep, gone=gone, by=None)

    assert [Goal.objects.get(pk=goal.pk).role for goal in goals] == [keep, keep]


def test_skill_and_role_that_a_roadmap_uses_stay(roadmap: Roadmap) -> None:
    goal = GoalFactory(roadmap=roadmap, role=RoleFactory())

    with pytest.raises(ProtectedError):
        roadmap.steps.all()[0].skill.delete()
    with pytest.raises(ProtectedError):
        goal.role.delete()


def test_step_that_others_build_on_stays_and_goes_with_its_roadmap(roadmap: Roadmap) -> None:
    with pytest.raises(RestrictedError):
        Step.objects.get(skill__slug="python").delete()

    roadmap.delete()

    assert not Step.objects.exists()


def test_database_refuses_what_makes_no_sense(roadmap: Roadmap) -> None:
    one = roadmap.steps.all()[0]
    wrong = (
        lambda: StepPrerequisite.objects.create(step=one, needs=one),
        lambda: StepFactory(roadmap=roadmap, skill=one.skill),
        lambda: StepFactory(roadmap=roadmap, weeks=0),
        lambda: GoalFactory(roadmap=roadmap, slug="builder"),
        lambda: RoadmapFactory(hours_per_week=0),
    )

    for make in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_answer_knows_only_skills_of_the_roadmap(roadmap: Roadmap) -> None:
    card = card_of(Roadmap.objects.whole().get(pk=roadmap.pk))

    shown = show(card, goal="no-such", know=["python", "no-such"])

    assert (shown.goal, shown.know, shown.answer) == ("", ("python",), None)
