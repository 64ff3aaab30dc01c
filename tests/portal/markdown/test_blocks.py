"""A rendered text as typed blocks: nothing of it is lost, and everything has its kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.markdown import render
from portal.markdown.blocks import Taken, text_of


def taken(text):
    """The blocks, where no panel waits to be filled in."""
    found = Taken(render(text).html)
    for words in found.words:
        found.finish(words, words["html"])
    return found.blocks


def words(text, html=None):
    return {"text": text, "html": text if html is None else html}


def paragraph(html):
    return {"type": "paragraph", "html": f"<p>{html}</p>"}


def test_sections_hold_what_stands_under_their_heading():
    found = taken("Before.\n\n## A *b*\n\nOne.\n\n### C\n\nTwo.\n\n## D & E\n")

    assert found == [
        paragraph("Before."),
        {
            "type": "section",
            "level": 2,
            "id": "h-a-b",
            "title": words("A b", "A <em>b</em>"),
            "blocks": [
                paragraph("One."),
                {
                    "type": "section",
                    "level": 3,
                    "id": "h-c",
                    "title": words("C"),
                    "blocks": [paragraph("Two.")],
                },
            ],
        },
        {
            "type": "section",
            "level": 2,
            "id": "h-d-e",
            "title": words("D & E", "D &amp; E"),
            "blocks": [],
        },
    ]


def test_table_has_its_caption_and_the_headers_of_columns_and_rows():
    found = taken(
        "| Role | Pay | Where |\n|---|---:|:-:|\n| **A** | $1 | x |\n|  | $2 | |\n\n"
        "Table: What `it` pays\n"
    )

    assert found == [
        {
            "type": "table",
            "caption": words("What it pays", "What <code>it</code> pays"),
            "columns": [
                {**words("Role"), "align": "left"},
                {**words("Pay"), "align": "right"},
                {**words("Where"), "align": "center"},
            ],
            "rows": [
                {"header": words("A", "<strong>A</strong>"), "cells": [words("$1"), words("x")]},
                {"header": words(""), "cells": [words("$2"), words("")]},
            ],
        }
    ]


def test_table_without_a_caption_says_so():
    [table] = taken("| Role |\n|---|\n| A |\n")

    assert (table["caption"], table["rows"]) == (None, [{"header": words("A"), "cells": []}])


def test_callout_holds_blocks_of_its_own():
    found = taken("::: warning Take *care*\nWords.\n\n> Quoted.\n:::\n\n::: tip\nMore.\n:::\n")

    assert found == [
        {
            "type": "callout",
            "kind": "warning",
            "title": words("Take care", "Take <em>care</em>"),
            "blocks": [
                paragraph("Words."),
                {"type": "quote", "blocks": [paragraph("Quoted.")]},
            ],
        },
        {
            "type": "callout",
            "kind": "tip",
            "title": words("Pro tip"),
            "blocks": [paragraph("More.")],
        },
    ]


def test_picture_has_a_whole_address():
    found = taken('![A "map" & more](/media/map.png "Where they *are*")\n\n![Plain](/media/b.png)')

    assert found == [
        {
            "type": "picture",
            "src": "http://testserver/media/map.png",
            "alt": 'A "map" & more',
            "caption": words("Where they *are*"),
        },
        {
            "type": "picture",
            "src": "http://testserver/media/b.png",
            "alt": "Plain",
            "caption": None,
        },
    ]


def test_code_is_text():
    found = taken("```python\nif a < b: '&amp;'\n```\n\n    plain\n")

    assert found == [
        {"type": "code", "language": "python", "text": "if a < b: '&amp;'\n"},
        {"type": "code", "language": None, "text": "plain\n"},
    ]


def test_lists_are_numbered_or_not():
    found = taken("3. one\n4. two\n   - inner\n\n***\n\n- *a*\n")

    assert found == [
        {
            "type": "list",
            "ordered": True,
            "start": 3,
            "items": [
                {"html": "one"},
                {"html": "two\n<ul>\n<li>inner</li>\n</ul>"},
            ],
        },
        {"type": "rule"},
        {"type": "list", "ordered": False, "start": None, "items": [{"html": "<em>a</em>"}]},
    ]


def test_footnotes_stand_after_all_sections():
    sections = taken("## A[^x]\n\nSaid.\n\n[^x]: The *note*.\n")

    assert [block["type"] for block in sections] == ["section", "footnotes"]
    assert sections[0]["title"]["text"] == "A"
    [note] = sections[1]["notes"]
    assert (note["number"], note["id"]) == (1, "fn-1")
    assert note["html"].startswith("<p>The <em>note</em>.")


def texts(blocks):
    """All words in their order."""
    for block in blocks:
        if isinstance(block, dict):
            if "html" in block:
                yield text_of(block["html"])
            elif block.get("type") == "code":
                yield block["text"]
            else:
                yield from texts(block.values())
        elif isinstance(block, list):
            yield from texts(block)


PIECES = st.sampled_from(
    [
        "## Heading",
        "#### Deep",
        "Words *and* `code` <b>",
        "> Quote\n> ## In it",
        "- item\n\n  more\n\n  > deep",
        "1. one\n2. two",
        "| a | b |\n|---|:-:|\n| c | |\n\nTable: d",
        "::: note T\n\n::: tip\ninner\n:::\n\n- x\n\n:::",
        "::: warning never closed",
        "```js\n<p>a</p> </section>\n```",
        '![pic](/media/a.png "b")',
        '![pic](/media/a.png) [a](/b "<p>c</p>")',
        "---",
        "A note[^1].\n\n[^1]: Said.",
        "</section></div>",
        "<!--panel:b x {}-->",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=8).map("\n\n".join))
def test_no_word_of_a_text_is_lost(text):
    html = render(text).html

    found = "".join("".join(texts(taken(text))).split())

    assert found == "".join(text_of(html).split())


@pytest.mark.parametrize("text", ["", "\n"])
def test_nothing_is_no_block(text):
    assert taken(text) == []
