"""Roadmaps on the desk, and the actions behind it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from guides.models import Goal, Roadmap, Step, StepPrerequisite
from guides.widgets.roadmap.actions import save_goal, save_step, set_prerequisites
from tests.contracts.attack import filled_in
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.roadmaps import (
    GoalFactory,
    HiddenRoadmapFactory,
    RoadmapFactory,
    StepFactory,
)
from tests.factories.taxonomy import SkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in("editor")


@pytest.fixture
def author() -> Client:
    return signed_in("author")


def signed_in(group: str) -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=(group,)))
    return client


def three(roadmap: Roadmap) -> tuple[Step, ...]:
    return tuple(StepFactory(roadmap=roadmap, title=title) for title in "ABC")


def page_of(row: Any) -> str:
    return reverse(f"admin:guides_{row._meta.model_name}_change", args=[row.pk])


def save(client: Client, address: str, **given: Any) -> Any:
    """The form as a browser would send it, with some of it changed."""
    data = filled_in(client.get(address).content.decode()) | given
    return client.post(address, data)


def needs_of(step: Step) -> list[str]:
    return [link.needs.title for link in step.prerequisite_links.all()]


def errors(answer: Any) -> list[str]:
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    found = [error for formset in formsets for error in formset.non_form_errors()]
    fields = answer.context["adminform"].form.errors.values()
    return found + [error for errors in fields for error in errors]


# Circles


def test_circle_is_refused_in_the_form_and_named(editor: Client) -> None:
    a, b, c = three(RoadmapFactory())
    set_prerequisites(step=a, needs=[b])
    set_prerequisites(step=b, needs=[c])

    answer = save(editor, page_of(c), **{"prerequisite_links-0-needs": a.pk})

    assert errors(answer) == ["This would go round in a circle: C → A → B → C."]
    assert needs_of(c) == []


def test_prerequisites_are_changed_and_taken_away_in_the_form(editor: Client) -> None:
    a, b, c = three(RoadmapFactory())
    set_prerequisites(step=a, needs=[b])

    save(editor, page_of(a), **{"prerequisite_links-0-needs": c.pk})
    changed = needs_of(a)
    save(editor, page_of(a), **{"prerequisite_links-0-DELETE": "on"})

    assert (changed, needs_of(a)) == (["C"], [])


def test_circle_that_the_same_save_opens_is_no_circle(editor: Client) -> None:
    a, b, _ = three(RoadmapFactory())
    set_prerequisites(step=a, needs=[b])
    save(editor, page_of(a), **{"prerequisite_links-0-DELETE": "on"})

    save(editor, page_of(b), **{"prerequisite_links-0-needs": a.pk})

    assert (needs_of(a), needs_of(b)) == ([], ["A"])


def test_action_refuses_a_circle_and_keeps_what_was_there() -> None:
    a, b, c = three(RoadmapFactory())
    set_prerequisites(step=a, needs=[b])
    set_prerequisites(step=b, needs=[c])

    with pytest.raises(ValidationError, match="C → A → B → C"):
        set_prerequisites(step=c, needs=[a])
    with pytest.raises(ValidationError, match="A → A"):
        set_prerequisites(step=a, needs=[b, a])

    assert [needs_of(step) for step in (a, b, c)] == [["B"], ["C"], []]


def test_step_of_another_roadmap_is_refused() -> None:
    mine, foreign = StepFactory(), StepFactory(title="Foreign")
    goal = GoalFactory(roadmap=mine.roadmap)

    with pytest.raises(ValidationError, match="“Foreign” belongs to another roadmap"):
        set_prerequisites(step=mine, needs=[foreign])
    with pytest.raises(ValidationError, match="“Foreign” belongs to another roadmap"):
        save_goal(goal=goal, steps=[mine, foreign])

    assert (needs_of(mine), list(goal.steps.all())) == ([], [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="races are proved where writers run side by side"
)
def test_of_those_who_close_a_circle_from_all_sides_one_fails() -> None:
    steps = three(RoadmapFactory())
    barrier = Barrier(3)

    def close(place: int) -> str:
        try:
            barrier.wait(timeout=10)
            set_prerequisites(step=steps[place], needs=[steps[place - 1]])
        except ValidationError:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        found = Counter(pool.map(close, range(3)))

    assert found == {"done": 2, "refused": 1}
    assert StepPrerequisite.objects.count() == 2


# What may be saved


def test_roadmap_goes_public_only_with_a_goal_that_has_a_step(editor: Client) -> None:
    roadmap = HiddenRoadmapFactory()
    goal = GoalFactory(roadmap=roadmap)
    refused = save(editor, page_of(roadmap), is_public="on")
    goal.steps.add(StepFactory(roadmap=roadmap))

    save(editor, page_of(roadmap), is_public="on")

    assert errors(refused) == ["Add a goal with at least one step first."]
    assert Roadmap.objects.public().get() == roadmap


def test_author_works_on_what_is_not_public_yet(author: Client) -> None:
    hidden, public = (
        StepFactory(roadmap=HiddenRoadmapFactory()),
        StepFactory(roadmap=RoadmapFactory()),
    )
    addresses = [page_of(row) for row in (hidden.roadmap, hidden)]
    for address in addresses:
        save(author, address, title="Changed")
    save(author, page_of(hidden.roadmap), is_public="on")

    hidden.refresh_from_db()
    assert (hidden.title, hidden.roadmap.title) == ("Changed", "Changed")
    assert not hidden.roadmap.is_public
    for row in (public.roadmap, public):
        assert author.get(page_of(row)).status_code == 200
        assert author.post(page_of(row), {"title": "Changed"}).status_code == 403
    choices = author.get(reverse("admin:guides_step_add")).context["adminform"].form
    assert list(choices.fields["roadmap"].queryset) == [hidden.roadmap]


def test_address_of_a_public_roadmap_stays(editor: Client) -> None:
    step = StepFactory(roadmap=RoadmapFactory(slug="career"))
    GoalFactory(roadmap=step.roadmap, steps=[step])

    save(editor, page_of(step.roadmap), slug="other", title="Renamed")

    assert Roadmap.objects.values_list("slug", "title").get() == ("career", "Renamed")


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("http://docs.example.org/", False),
        ("https://docs.example.org/a", True),
        ("ftp://docs.example.org/", False),
    ],
)
def test_resource_has_a_safe_address(editor: Client, address: str, is_taken: bool) -> None:
    step = StepFactory()

    answer = save(editor, page_of(step), resource_url=address)

    step.refresh_from_db()
    assert (step.resource_url == address) == is_taken
    if not is_taken:
        assert errors(answer) == ["Give a full address that starts with https://."]


def test_roadmap_holds_no_more_steps_than_an_address_takes(editor: Client) -> None:
    roadmap = RoadmapFactory()
    for _ in range(40):
        StepFactory(roadmap=roadmap)
    data = {
        "roadmap": roadmap.pk,
        "skill": SkillFactory().pk,
        "title": "One more",
        "why": "To see.",
        "weeks": 1,
        "order": 1,
        "resource_title": "The manual",
        "resource_url": "https://docs.example.org/",
        "proof": "A file.",
    }

    answer = save(editor, reverse("admin:guides_step_add"), **data)

    assert errors(answer) == ["A roadmap holds at most 40 steps."]


def test_goal_is_saved_with_its_steps(editor: Client) -> None:
    roadmap = RoadmapFactory()
    a, b, _ = three(roadmap)
    goal = GoalFactory(roadmap=roadmap, steps=[a])

    save(editor, page_of(goal), steps=[b.pk], name="Renamed")

    assert Goal.objects.get().name == "Renamed"
    assert list(goal.steps.all()) == [b]


def test_step_is_added_with_what_it_builds_on(editor: Client) -> None:
    base = StepFactory()
    data = {
        "roadmap": base.roadmap.pk,
        "skill": SkillFactory().pk,
        "title": "Next",
        "why": "To go on.",
        "weeks": 1,
        "order": 1,
        "resource_title": "The manual",
        "resource_url": "https://docs.example.org/",
        "proof": "A file.",
        "prerequisite_links-0-needs": base.pk,
    }

    save(editor, reverse("admin:guides_step_add"), **data)

    assert needs_of(Step.objects.get(title="Next")) == [base.title]


# What the desk shows


def test_list_tells_steps_weeks_and_what_to_mend(editor: Client) -> None:
    roadmap = RoadmapFactory(title="Career")
    a, b, _ = three(roadmap)
    set_prerequisites(step=b, needs=[a])
    GoalFactory(roadmap=roadmap, name="Builder", steps=[b])
    GoalFactory(roadmap=roadmap, name="Empty")

    html = editor.get(reverse("admin:guides_roadmap_changelist")).content.decode()

    assert '<td class="field-step_count">3</td>' in html
    assert "Builder: 4; Empty: 0" in html
    assert "No goal needs “C”.<br>“Empty” has no steps." in html


@pytest.mark.parametrize("model", ["roadmap", "goal", "step"])
def test_lists_cost_no_more_for_more_rows(
    editor: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        roadmap = RoadmapFactory()
        a, b, _c = three(roadmap)
        set_prerequisites(step=b, needs=[a])
        GoalFactory(roadmap=roadmap, steps=[b])

    with django_assert_max_num_queries(16):
        editor.get(reverse(f"admin:guides_{model}_changelist"))


def test_preview_shows_what_readers_do_not_see_yet(author: Client, client: Client) -> None:
    roadmap = HiddenRoadmapFactory(title="Soon")
    GoalFactory(roadmap=roadmap, slug="builder", steps=[StepFactory(roadmap=roadmap)])
    address = reverse("admin:guides_roadmap_preview", args=[roadmap.pk])

    html = author.get(f"{address}?goal=builder").content.decode()

    assert "readers don’t see this" in html
    assert f'action="{address}#' in html
    assert "data-play-answer" in html
    assert "to keep or to share" not in html
    assert client.get(roadmap.get_absolute_url()).status_code == 404


def test_saving_what_belongs_to_a_roadmap_moves_its_day(time_machine: Any) -> None:
    step = StepFactory()
    before = step.roadmap.updated_at
    seen = []
    for change in (
        lambda: save_step(step=step),
        lambda: set_prerequisites(step=step, needs=[]),
        lambda: save_goal(goal=Goal(roadmap=step.roadmap, slug="x", name="X"), steps=[]),
    ):
        change()
        seen.append(Roadmap.objects.get().updated_at)

    assert sorted({before, *seen}) == [before, *seen]


def test_what_is_chosen_is_not_deleted_beside_the_box() -> None:
    roadmap = RoadmapFactory()
    first, second, _ = three(roadmap)
    set_prerequisites(step=second, needs=[first])
    client = Client()
    client.force_login(SuperuserFactory())

    html = client.get(page_of(second)).content.decode()

    kinds = {kind: html.count(f"{kind}-related") for kind in ("change", "add", "delete")}
    assert kinds["change"] > 1
    assert kinds["add"] > 1
    assert kinds["delete"] == 0
