from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from guides.models import GuideContent
from portal.publishing.alignment import Budget, align
from portal.publishing.diff import Change, compare, values_of
from portal.publishing.words import Piece, by_lines, marked
from tests.factories.guides import AuthorFactory, DraftGuideFactory, TopicFactory
from tests.factories.pictures import PictureFactory
from tests.factories.taxonomy import RoleFactory

LONGEST = 120_000


def between(**changed: tuple[Any, Any]) -> list[Change]:
    """What differs between two contents that are equal but for these fields."""
    names = [field.name for field in GuideContent._meta.local_fields]
    same: dict[str, Any] = dict.fromkeys(names) | {"roles": []}
    before = same | {name: pair[0] for name, pair in changed.items()}
    after = same | {name: pair[1] for name, pair in changed.items()}
    return compare(GuideContent, before, after)


def html_of(change: Change) -> str:
    return "".join(block.html for block in change.blocks)


@given(
    st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30)
)
def test_runs_hold_both_sequences_whole(old: list[str], new: list[str]) -> None:
    runs = align(old, new, Budget())

    assert [part for run in runs for part in old[run.old]] == old
    assert [part for run in runs for part in new[run.new]] == new
    assert all(old[run.old] == new[run.new] for run in runs if run.same)
    assert all(one.same != other.same for one, other in pairwise(runs))


@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
def test_marked_pieces_hold_both_texts_whole(old: str, new: str) -> None:
    pieces = marked(old, new, Budget())

    assert "".join(piece.text for piece in pieces if piece.mark != "new") == old
    assert "".join(piece.text for piece in pieces if piece.mark != "gone") == new


def test_words_that_changed_are_marked() -> None:
    pieces = marked("It pays well in all of Berlin.", "It pays less in all of Berlin.", Budget())

    assert pieces == (
        Piece("same", "It pays "),
        Piece("gone", "well"),
        Piece("new", "less"),
        Piece("same", " in all of Berlin."),
    )


def test_neighboring_changed_words_are_one_change() -> None:
    pieces = marked("We pay very well here, always.", "We pay too little here, always.", Budget())

    assert pieces[1:3] == (Piece("gone", "very well"), Piece("new", "too little"))


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    pieces = marked("Nothing like the other.", "Whatever else the day brings us.", Budget())

    assert [piece.mark for piece in pieces] == ["gone", "new"]


def test_long_text_is_folded_but_for_the_lines_beside_a_change() -> None:
    lines = [f"Line {n}." for n in range(20)]
    changed = [*lines[:10], "Line ten.", *lines[11:]]

    blocks = by_lines("\n".join(lines), "\n".join(changed), Budget())

    assert [(block.folded, block.lines) for block in blocks] == [
        (True, 8),
        (False, 2),
        (False, 1),
        (False, 2),
        (True, 7),
    ]
    assert blocks[2].html == "Line <del>10</del><ins>ten</ins>."


def test_empty_line_that_came_or_went_is_seen() -> None:
    came, went = by_lines("a\nb", "a\n\nb", Budget()), by_lines("a\n\nb", "a\nb", Budget())

    assert [came[1].html, went[1].html] == ["<ins>¶</ins>", "<del>¶</del>"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 60_000, "b\n" * 60_000),
        ("a\nb\n" * 30_000, "b\na\n" * 30_000),
        ("a\nb\nc\n" * 20_000, "c\nb\na\n" * 20_000),
        ("a b " * 30_000, "b a c " * 20_000),
        ("x" * LONGEST, "y" * LONGEST),
        (".," * 60_000, ",;." * 40_000),
        ('{{ a b="' * 15_000, '{{ a "{{ a x' * 10_000),
    ],
    ids=["lines", "swapped", "turned", "words", "one-word", "marks", "panels"],
)
def test_hostile_text_costs_no_more_than_the_budget(old: str, new: str) -> None:
    budget = Budget()

    by_lines(old, new, budget)

    assert budget.steps > -LONGEST
    assert [change.name for change in between(body=(old, new))] == ["body"]


def test_fields_are_labeled_and_in_the_order_of_the_content() -> None:
    found = between(
        review_by=(None, date(2026, 12, 1)), tldr=("It pays.", ""), title=("Old pay", "New pay")
    )

    assert [(change.label, html_of(change)) for change in found] == [
        ("Title", "<del>Old</del><ins>New</ins> pay"),
        ("In short", "<del>It pays.</del>"),
        ("Review by", "<ins>2026-12-01</ins>"),
    ]


def test_line_ends_of_another_kind_are_no_change() -> None:
    assert between(body=("One\r\nTwo", "One\nTwo")) == []


def test_what_an_author_wrote_is_escaped() -> None:
    [change] = between(title=("Pay", "Pay <script>alert(1)</script>"))

    assert "<script>" not in html_of(change)
    assert "&lt;" in html_of(change)


def test_panels_are_named_that_came_went_or_are_asked_otherwise() -> None:
    old = "Pays {{ salary-figure role=ml-engineer year=2025 }}.\n\n{{ poll name=who }}\n\n{{ skills }}"
    new = "Pays {{ salary-figure role=ai-engineer year=2025 }}.\n\n{{ skills }}\n\n{{ roadmap }}"

    [change] = between(body=(old, new))

    assert change.notes == (
        "Panel salary-figure: role=ml-engineer changed to role=ai-engineer.",
        "Panel roadmap added: no argument.",
        "Panel poll removed: name=who.",
    )


@pytest.mark.django_db
def test_things_and_pictures_are_shown_by_name() -> None:
    pay, start = TopicFactory(), TopicFactory(slug="start")
    ai, ml, ds = (RoleFactory(slug=f"{slug}-engineer") for slug in ("ai", "ml", "ds"))

    found = between(
        topic=(pay, start), roles=([ai, ml], [ml, ds]), cover=(None, PictureFactory(title="A desk"))
    )

    assert [(change.label, html_of(change)) for change in found] == [
        ("Topic", "<del>Pay</del><ins>Start</ins>"),
        ("Roles", f"<del>{ai}</del>, <ins>{ds}</ins>, {ml}"),
        ("Cover", "<ins>A desk</ins>"),
    ]


@pytest.mark.django_db
def test_row_and_its_revision_hold_the_same() -> None:
    guide = DraftGuideFactory(author=AuthorFactory())
    row, revision = (values_of(thing, GuideContent) for thing in (guide, guide.revisions.get()))

    assert compare(GuideContent, row, revision) == []


def test_changes_are_drawn() -> None:
    changes = between(body=("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\ne\ng"), title=("Old", "New"))

    html = render_to_string("admin/publishing/changes.html", {"changes": changes})

    assert html.count("<h3") == 2
    assert "<summary>3 unchanged lines</summary>" in html
    assert "<del>f</del><ins>g</ins>" in html
