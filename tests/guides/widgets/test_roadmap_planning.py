"""The order of steps, and what is left out of it: no database."""

from collections.abc import Collection, Mapping
from random import Random

import pytest

from guides.widgets.roadmap.planning import Plan, circle_in, in_order, make_plan


def ranked(needs: Mapping[str, Collection[str]]) -> dict[str, tuple[int, str]]:
    return {key: (100, key) for key in needs}


def plan(
    needs: Mapping[str, Collection[str]], wanted: Collection[str], known: Collection[str] = ()
) -> Plan[str]:
    return make_plan(needs, wanted=wanted, known=known, rank=ranked(needs))


# To serve a model one needs a container and a model; both need Python.
NEEDS = {
    "container": ["python"],
    "model": ["python", "numbers"],
    "numbers": [],
    "python": [],
    "serve": ["container", "model"],
    "unasked": ["python"],
}


def test_all_that_a_goal_builds_on_comes_before_it() -> None:
    assert plan(NEEDS, ["serve"]).order == ("numbers", "python", "container", "model", "serve")


def test_low_numbers_stand_first_as_far_as_prerequisites_allow() -> None:
    rank = {**ranked(NEEDS), "serve": (1, "serve"), "python": (2, "python"), "model": (3, "model")}

    order = make_plan(NEEDS, wanted=["serve"], known=[], rank=rank).order

    assert order == ("python", "container", "numbers", "model", "serve")


def test_what_is_known_is_left_out_with_what_only_it_needs() -> None:
    assert plan(NEEDS, ["serve"], ["model"]) == Plan(
        order=("python", "container", "serve"), known=("model",), spared=("numbers",)
    )


def test_what_another_step_needs_stays_though_a_known_one_needs_it_too() -> None:
    assert "python" in plan(NEEDS, ["serve"], ["model"]).order


def test_what_the_goal_asks_for_itself_stays_though_something_known_builds_on_it() -> None:
    assert plan(NEEDS, ["model", "numbers"], ["model"]).order == ("numbers",)


def test_nothing_is_left_for_who_knows_the_last_step() -> None:
    found = plan(NEEDS, ["serve"], ["serve"])

    assert found == Plan(
        order=(), known=("serve",), spared=("container", "model", "numbers", "python")
    )


def test_what_is_known_and_makes_no_difference_is_not_named() -> None:
    assert plan(NEEDS, ["container"], ["numbers", "no-such"]).known == ()


def test_circle_is_told_from_its_smallest_each_building_on_the_next() -> None:
    needs = {"a": [], "b": ["c"], "c": ["d"], "d": ["b"]}

    assert circle_in(needs, ranked(needs)) == ["b", "c", "d"]
    assert circle_in(NEEDS, ranked(NEEDS)) == []


def test_step_that_builds_on_itself_is_a_circle() -> None:
    assert circle_in({"a": ["a"]}, {"a": 1}) == ["a"]


def test_circle_that_came_about_somehow_is_cut() -> None:
    needs = {"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]}

    assert in_order(needs, ranked(needs)) == ["d", "b", "a", "c"]
    assert plan(needs, ["a"], ["b"]) == Plan(order=("a",), known=("b",), spared=("c",))


KEYS = "abcdefgh"


def some(random: Random) -> set[str]:
    return {key for key in KEYS if random.random() < 0.25}


@pytest.mark.parametrize("seed", range(200))
def test_every_question_has_one_whole_answer(seed: int) -> None:
    random = Random(seed)
    needs = {key: some(random) for key in KEYS}
    wanted, known = some(random), some(random)

    found = plan(needs, wanted, known)

    shuffled = {key: sorted(needs[key], reverse=True) for key in reversed(KEYS)}
    assert plan(shuffled, sorted(wanted, reverse=True), list(known)) == found
    assert len(set(found.order)) == len(found.order)
    assert not set(found.order) & known
    assert wanted - known <= set(found.order)
    for key in found.order:  # nothing that is left lacks a foundation
        assert needs[key] - known - {key} <= set(found.order)
    if not circle_in({key: needs[key] for key in found.order}, ranked(needs)):
        for place, key in enumerate(found.order):
            assert needs[key] - known <= set(found.order[:place])
