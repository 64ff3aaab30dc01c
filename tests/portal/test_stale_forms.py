"""Two people have one form of the desk open: who saves second is told what the first one saved."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.admin.forms import CompanyForm
from jobs.models import Company
from salaries.models import Benchmark, FigureChange
from tests.contracts.attack import filled_in
from tests.factories.accounts import StaffFactory
from tests.factories.jobs import CompanyFactory
from tests.factories.roadmaps import StepFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory
from tests.portal.two_people import (
    CASES,
    WITHOUT_HISTORY,
    Case,
    ada,
    address_of,
    at_desk,
    grace,
    opened,
    problems,
    typed,
    values,
)
from tests.salaries.test_actions import at_once

pytestmark = pytest.mark.django_db

# Of those without a history two stand for all.
FEW = (*CASES.values(), WITHOUT_HISTORY["topic"], WITHOUT_HISTORY["goal"])


@pytest.fixture(params=[*CASES.values(), *WITHOUT_HISTORY.values()], ids=[*CASES, *WITHOUT_HISTORY])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def test_second_save_is_told_who_saved_what_and_writes_nothing(case: Case) -> None:
    row = case.make()
    address, mine, theirs = address_of(row), grace(), ada()
    form = opened(mine, address)
    before = values(row, case.second[0])
    theirs.post(address, typed(opened(theirs, address), case.first))

    answer = mine.post(address, typed(form, case.second))

    [said] = problems(answer)
    if case.told:
        when = row.history.first().history_date
        first = f"Ada saved this on {when:%Y-%m-%d at %H:%M} UTC, after you opened it:"
    else:
        when = LogEntry.objects.get().action_time
        first = f"This has changed since you opened it; Ada saved it last, on {when:%Y-%m-%d at %H:%M} UTC."
    assert said.startswith(first)
    assert case.told in said
    assert said in answer.content.decode()
    assert values(row, case.first[0], case.second[0]) == [case.first[1], *before]


def test_refused_form_keeps_what_was_typed_and_can_be_saved_then(case: Case) -> None:
    row = case.make()
    address, mine, theirs = address_of(row), grace(), ada()
    form = opened(mine, address)
    theirs.post(address, typed(opened(theirs, address), case.first))

    answer = mine.post(address, typed(form, case.second))
    again = filled_in(answer.content.decode())
    saved = mine.post(address, typed(again, case.first))

    assert again[case.second[0]] == [case.second[1]]
    assert saved.status_code == 302
    assert values(row, case.first[0], case.second[0]) == [case.first[1], case.second[1]]


def test_refused_form_is_refused_again_where_the_row_moves_again(case: Case) -> None:
    row = case.make()
    address, mine, theirs = address_of(row), grace(), ada()
    back = [] if case.told else [(case.first[0], values(row, case.first[0])[0])]
    form = opened(mine, address)
    theirs.post(address, typed(opened(theirs, address), case.first))
    again = filled_in(mine.post(address, typed(form, case.second)).content.decode())
    theirs.post(
        address, typed(opened(theirs, address), *back)
    )  # a history knows of it all the same

    answer = mine.post(address, again)

    assert len(problems(answer)) == 1
    assert values(row, case.second[0]) != [case.second[1]]


def test_form_that_saw_the_row_as_it_is_saves_it_twice(case: Case) -> None:
    row = case.make()
    address, mine = address_of(row), grace()

    answers = [
        mine.post(address, typed(opened(mine, address), change))
        for change in (case.first, case.second)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert values(row, case.first[0], case.second[0]) == [case.first[1], case.second[1]]
    told = " ".join(entry.get_change_message() for entry in LogEntry.objects.all())
    assert "seen" not in told.lower()


@pytest.mark.parametrize("seen", ["", "x", "9" * 40, "/" + "9" * 40, "<b>"])
@pytest.mark.parametrize("case", FEW)
def test_state_that_nobody_can_have_seen_is_refused(case: Case, seen: str) -> None:
    row = case.make()
    address, mine = address_of(row), grace()
    before = values(row, case.second[0])

    answer = mine.post(address, typed(opened(mine, address), case.second, ("seen", seen)))

    assert len(problems(answer)) == 1
    assert "<b>" not in problems(answer)[0]
    assert values(row, case.second[0]) == before


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_former_state_is_restored_over_the_row_of_today(case: Case) -> None:
    row = case.make()
    mine = grace()
    first = row.history.latest()
    before = values(row, case.first[0])
    mine.post(address_of(row), typed(opened(mine, address_of(row)), case.first))
    former = address_of(row, "simple_history", first.pk)
    form = opened(mine, former)
    stale = opened(mine, former)

    saved = mine.post(former, form)
    refused = mine.post(former, stale)

    assert (saved.status_code, values(row, case.first[0])) == (302, before)
    assert len(problems(refused)) == 1


def test_change_by_other_means_than_the_desk_is_noticed() -> None:
    row = CompanyFactory()
    address, mine = address_of(row), grace()
    form = opened(mine, address)
    Company.objects.filter(pk=row.pk).update(about="Written by its people.")

    answer = mine.post(address, typed(form, ("name", "Acme")))

    [said] = problems(answer)
    assert said.startswith("This has changed since you opened it. What you typed stands below")
    assert values(row, "about") == ["Written by its people."]


def test_swap_that_left_no_entry_in_the_history_is_noticed() -> None:
    row = PublishedBenchmarkFactory()
    address, mine = address_of(row), grace()
    form = opened(mine, address)
    Benchmark.objects.filter(pk=row.pk).update(low=111_000, updated_at=timezone.now())

    answer = mine.post(address, typed(form, ("high", "160000")))

    [said] = problems(answer)
    assert said.startswith("This has changed since you opened it: “low” is “111000.00” now.")


def test_changelog_tells_no_change_that_nobody_made() -> None:
    row = PublishedBenchmarkFactory()
    address, mine, theirs = address_of(row), grace(), ada()
    form = opened(mine, address)
    theirs.post(address, typed(opened(theirs, address), ("low", "110000"), ("reason", "Corrected")))

    mine.post(address, typed(form, ("high", "160000"), ("reason", "Corrected too")))

    assert [change.reason for change in FigureChange.objects.all()] == ["Corrected"]


def test_new_things_and_those_who_only_look_are_asked_for_nothing() -> None:
    row = PublishedBenchmarkFactory()
    editor = at_desk(StaffFactory(groups=("editor",)))

    added = grace().get(reverse("admin:salaries_benchmark_add")).content.decode()
    looked_at = editor.get(address_of(row)).content.decode()

    assert ('name="seen"' in added, "field-seen" in looked_at) == (False, False)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where writers run side by side")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", FEW)
def test_of_many_saves_at_once_one_goes_through(case: Case) -> None:
    row = case.make()
    address, mine = address_of(row), grace()
    form = typed(opened(mine, address), case.second)

    def save() -> int:
        client = Client()
        client.cookies = mine.cookies
        return client.post(address, form).status_code

    assert sorted(at_once(4, save)) == [200, 200, 200, 302]


@pytest.mark.parametrize(
    ("key", "name"), [("goal", "steps"), ("simulation", "roles")], ids=["goal", "simulation"]
)
def test_choice_of_several_is_not_saved_over(key: str, name: str) -> None:
    row = WITHOUT_HISTORY[key].make()
    chosen = getattr(row, name)
    more = StepFactory(roadmap=row.roadmap) if key == "goal" else RoleFactory(slug="another")
    address, mine, theirs = address_of(row), grace(), ada()
    form = opened(mine, address)
    before = form.get(name, [])
    theirs.post(address, opened(theirs, address) | {name: [*before, str(more.pk)]})

    answer = mine.post(address, form)

    assert len(problems(answer)) == 1
    assert {str(each.pk) for each in chosen.all()} == {*before, str(more.pk)}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_row_that_was_deleted_is_restored_from_its_history(case: Case) -> None:
    row = case.make()
    mine = grace()
    former = address_of(row, "simple_history", row.history.latest().pk)
    before = values(row, case.first[0])
    type(row).objects.filter(pk=row.pk).delete()

    saved = mine.post(former, opened(mine, former))

    assert (saved.status_code, values(row, case.first[0])) == (302, before)


def test_row_that_was_deleted_while_a_form_was_sent_does_not_come_back() -> None:
    row = CompanyFactory()
    loaded = Company.objects.get(pk=row.pk)
    row.delete()
    form = CompanyForm({"name": "Acme", "slug": "acme"}, instance=loaded)

    [said] = form.non_field_errors()

    assert str(said).startswith(
        "Somebody deleted this after you opened it, so it can’t be saved any"
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where writers run side by side")
@pytest.mark.django_db(transaction=True)
def test_goal_and_step_of_one_roadmap_wait_for_each_other_in_one_order() -> None:
    """Both are held, and a goal points to its steps: that must not wait for who holds one and the roadmap."""
    mine, goal = grace(), WITHOUT_HISTORY["goal"].make()
    steps = [StepFactory(roadmap=goal.roadmap) for _ in range(3)]
    forms = [
        (address_of(step), typed(opened(mine, address_of(step)), ("weeks", "9"))) for step in steps
    ]
    every = {"steps": [str(step.pk) for step in steps]}
    forms.append((address_of(goal), opened(mine, address_of(goal)) | every))

    def save() -> int:
        client = Client()
        client.cookies = mine.cookies
        address, form = forms.pop()
        return client.post(address, form).status_code

    assert at_once(4, save) == [302] * 4
    assert goal.steps.count() == 3
