"""Two people change rows on one page of the desk: rows that changed, came or went meanwhile are not lost."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from tests.factories.accounts import SuperuserFactory
from tests.factories.roadmaps import HiddenRoadmapFactory, StepFactory
from tests.factories.taxonomy import RoleSynonymFactory
from tests.portal.rows_of_two import CASES, Case, Two
from tests.portal.two_people import ada, address_of, at_desk, grace, opened, problems, typed
from tests.salaries.test_actions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[*CASES.values()], ids=[*CASES])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def test_other_rows_of_one_page_are_not_saved_over_each_other(case: Case) -> None:
    two = Two(case)
    one, other = two.keys
    two.save(two.change, one, case.first)

    said, again = two.send(two.change(two.form, other, case.second))
    stored = two.stored()
    told, _ = two.send(two.change(again, one, case.first))

    named = getattr(two.row, case.rows).get(pk=one)
    assert "Ada" in said
    assert f": {case.kind} “{named}” is another now. What you typed stands below" in said
    assert stored == {**two.before, one: case.first}
    assert again[two.part(again, other)] == [case.second]
    assert (told, two.stored()) == ("", {one: case.first, other: case.second})


def test_row_that_was_deleted_stands_there_as_a_new_one_where_it_was_changed(case: Case) -> None:
    two = Two(case)
    one, other = two.keys
    two.save(two.delete, one)

    said, again = two.send(two.change(two.form, one, case.second))
    stored = two.stored()
    told, _ = two.send(again)

    assert f"1 {case.kind} was deleted (what you changed of it stands below as new)" in said
    assert stored == {other: two.before[other]}
    assert again[f"{case.rows}-1-{case.field}"] == [case.second]
    assert told == ""
    assert sorted(two.stored().values()) == sorted([case.second, two.before[other]])
    assert two.stored()[other] == two.before[other]


def test_row_that_was_deleted_stays_away_where_nobody_touched_it(case: Case) -> None:
    two = Two(case)
    one, other = two.keys
    two.save(two.delete, one)

    said, again = two.send(two.change(two.form, other, case.second))
    told, _ = two.send(again)

    assert f"1 {case.kind} was deleted" in said
    assert again[f"{case.rows}-INITIAL_FORMS"] == ["1"]
    assert (told, two.stored()) == ("", {other: case.second})


def test_row_that_changed_is_not_deleted_unseen(case: Case) -> None:
    two = Two(case)
    one, other = two.keys
    two.save(two.change, one, case.first)

    said, again = two.send(two.delete(two.form, one))
    stored = two.stored()
    told, _ = two.send(again)

    assert "is another now" in said
    assert stored == {**two.before, one: case.first}
    assert (told, two.stored()) == ("", {other: two.before[other]})


def test_row_that_both_delete_is_gone(case: Case) -> None:
    two = Two(case)
    one, other = two.keys
    two.save(two.delete, one)

    said, again = two.send(two.delete(two.form, one))
    told, _ = two.send(again)

    assert "was deleted" in said
    assert (told, two.stored()) == ("", {other: two.before[other]})


def test_row_that_came_meanwhile_is_told_and_stays() -> None:
    two = Two(CASES["title of a role"])
    RoleSynonymFactory(role=two.row, title="Model maker")

    said, again = two.send(two.change(two.form, two.keys[0], "Grace’s"))
    told, _ = two.send(again)

    assert said.startswith(
        "This has changed since you opened it: role synonym “Model maker” is new."
    )
    assert told == ""
    assert sorted(two.stored().values()) == ["Grace’s", "Model builder", "Model maker"]


def test_many_rows_that_changed_are_not_all_named() -> None:
    two = Two(CASES["title of a role"])
    for number in range(7):
        RoleSynonymFactory(role=two.row, title=f"Title {number}")

    said, _ = two.send(two.form)

    assert said.count("“Title ") == 5
    assert "“Title 4” is new; 2 more are new or other ones now. What you typed" in said


def test_page_with_its_rows_as_they_are_is_saved_twice(case: Case) -> None:
    two = Two(case)
    one, other = two.keys

    two.save(two.change, one, case.first)
    two.save(two.delete, other)

    assert two.stored() == {one: case.first}


def test_prerequisites_of_a_step_are_not_saved_over() -> None:
    roadmap = HiddenRoadmapFactory()
    first, second, third = (StepFactory(roadmap=roadmap) for _ in range(3))
    step = StepFactory(roadmap=roadmap, needs=[first])
    address, mine, theirs = address_of(step), grace(), ada()
    form, name = opened(mine, address), "prerequisite_links-1-needs"
    theirs.post(address, typed(opened(theirs, address), (name, str(second.pk))))

    answer = mine.post(address, typed(form, (name, str(third.pk))))

    [said] = problems(answer)
    assert f"Ada saved it last, on {LogEntry.objects.get().action_time:%Y-%m-%d}" in said
    assert f": prerequisite “{step} builds on {second}” is new. What you typed" in said
    assert {link.needs for link in step.prerequisite_links.all()} == {first, second}


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 12])
def test_numbers_of_rows_that_make_no_sense_break_nothing(value: str) -> None:
    two = Two(CASES["title of a role"])
    two.save(two.delete, two.keys[0])

    answer = two.grace.post(two.address, typed(two.form, ("synonyms-INITIAL_FORMS", value)))

    assert answer.status_code == 200
    assert two.stored() == {two.keys[1]: two.before[two.keys[1]]}


def test_row_of_another_page_does_not_come_in_as_one_that_was_deleted() -> None:
    two = Two(CASES["title of a role"])
    foreign = RoleSynonymFactory(title="Else")
    form = typed(two.form, (two.part(two.form, two.keys[0], "id"), str(foreign.pk)))

    answer = two.grace.post(two.address, form)

    assert answer.status_code == 200
    assert two.stored() == two.before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where writers run side by side")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_of_many_saves_of_a_row_at_once_one_goes_through(case: Case) -> None:
    row = case.make()
    address, mine = address_of(row), at_desk(SuperuserFactory())
    form = opened(mine, address)
    forms = [
        typed(form, (f"{case.rows}-{number % 2}-{case.field}", case.second)) for number in range(4)
    ]

    def save() -> int:
        client = Client()
        client.cookies = mine.cookies
        return client.post(address, forms.pop()).status_code

    assert sorted(at_once(4, save)) == [200, 200, 200, 302]
