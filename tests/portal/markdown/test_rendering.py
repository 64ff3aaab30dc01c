"""What each piece of Markdown becomes."""

import re

import pytest

from portal.markdown import Heading, PanelCall, TextTooLong, minutes, render, text_of


def told(text):
    """The problems of a text, as level and words with the line."""
    return [(problem.level, str(problem)) for problem in render(text).problems]


def test_paragraphs_and_marks():
    rendered = render("One *two* **three** ~~four~~ `five`.\n\n> six\n\n1. seven\n")

    assert rendered.html == (
        "<p>One <em>two</em> <strong>three</strong> <s>four</s> <code>five</code>.</p>\n"
        "<blockquote>\n<p>six</p>\n</blockquote>\n"
        "<ol>\n<li>seven</li>\n</ol>\n"
    )


def test_headings_have_anchors_and_a_contents_list():
    rendered = render("## Pay\n\n### By *level*\n\n## Pay\n\n## Pay 2\n")

    assert rendered.html == (
        '<h2 id="h-pay">Pay</h2>\n'
        '<h3 id="h-by-level">By <em>level</em></h3>\n'
        '<h2 id="h-pay-2">Pay</h2>\n'
        '<h2 id="h-pay-2-2">Pay 2</h2>\n'
    )
    assert rendered.contents == (
        Heading("h-pay", "Pay", (Heading("h-by-level", "By level"),)),
        Heading("h-pay-2", "Pay"),
        Heading("h-pay-2-2", "Pay 2"),
    )
    assert rendered.problems == ()


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("数据 工程", "h-数据-工程"),
        ("Оплата труда", "h-оплата-труда"),
        ("🎉", "h-section"),
        ("a" * 200, "h-" + "a" * 60),
        ("`code` & <b>", "h-code-b"),
        ("constructor", "h-constructor"),
    ],
)
def test_heading_of_any_script_has_an_anchor(title, anchor):
    assert [heading.id for heading in render(f"## {title}").contents] == [anchor]


def test_heading_in_a_callout_is_not_in_the_contents():
    rendered = render("## Outside\n\n::: note\n### Inside\n:::\n")

    assert rendered.contents == (Heading("h-outside", "Outside"),)


def test_heading_levels_that_are_wrong_are_named():
    assert told("# One\n\n#### Four\n\nTwo\n===\n\n##\n") == [
        ("error", "Line 1: Headings start at “##”: the title of the page is the first level."),
        ("error", "Line 3: A level is skipped: h4 follows h2."),
        ("error", "Line 5: Headings start at “##”: the title of the page is the first level."),
        ("error", "Line 8: The heading is empty."),
    ]


def test_first_heading_of_a_page_becomes_a_second():
    assert render("# One").html == '<h2 id="h-one">One</h2>\n'


TABLE = (
    '<div class="table-wrap" role="region" tabindex="0" aria-labelledby="t-1">\n'
    '<table class="data">\n<caption id="t-1">Who <em>does</em> it</caption>\n'
    '<thead>\n<tr>\n<th scope="col">Task</th>\n<th scope="col" class="num">Hours</th>\n</tr>\n</thead>\n'
    '<tbody>\n<tr>\n<th scope="row">Train</th>\n<td class="num">3</td>\n</tr>\n</tbody>\n'
    "</table>\n</div>\n"
)


@pytest.mark.parametrize("gap", ["", "\n"])
def test_table_has_caption_and_headers(gap):
    rendered = render(f"| Task | Hours |\n|---|--:|\n| Train | 3 |\n{gap}Table: Who *does* it\n")

    assert rendered.html == TABLE
    assert rendered.problems == ()


def test_table_without_caption_is_named_by_number_and_warned_about():
    rendered = render("Text\n\n| A | B |\n|---|:-:|\n| 1 | 2 |\n")

    assert 'aria-label="Table 1"' in rendered.html
    assert '<td class="center">2</td>' in rendered.html
    assert [str(problem) for problem in rendered.problems] == [
        "Line 3: The table has no caption: put “Table: what it shows” on a line below it."
    ]


def test_wide_table_labels_its_cells():
    rendered = render("| | B | C | D |\n|-|-|-|-|\n| 1 | 2 | 3 | 4 |\nTable: Wide\n")

    assert '<table class="data data--stack">' in rendered.html
    assert '<thead>\n<tr>\n<td></td>\n<th scope="col">B</th>' in rendered.html
    assert '<th scope="row">1</th>\n<td data-label="B">2</td>' in rendered.html


def test_caption_without_table_is_a_paragraph():
    assert render("Table: alone").html == "<p>Table: alone</p>\n"


def test_table_of_headers_alone_keeps_its_caption():
    rendered = render("| A | B |\n|---|---|\nTable: Empty\n")

    assert '<caption id="t-1">Empty</caption>' in rendered.html
    assert "<tbody>" not in rendered.html


CALLOUT = (
    '<aside class="callout callout--tip" role="note" aria-labelledby="c-1">\n'
    '<p class="callout__title" id="c-1">{}</p>\n<p>Text</p>\n</aside>\n'
)


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("::: tip Ask *first*", "Ask <em>first</em>"),
        (":::tip", "Pro tip"),
        (":::: TIP", "Pro tip"),
        ("::: tip <b>", "&lt;b&gt;"),
    ],
)
def test_callout_has_a_title(opening, title):
    assert render(f"{opening}\nText\n:::\n").html == CALLOUT.format(title)


def test_callouts_hold_each_other_and_code():
    rendered = render("::: note Out\n::: warning In\n```\n:::\n```\n:::\nlast\n:::\n\nafter\n")

    assert rendered.problems == ()
    assert rendered.html.count("<aside") == rendered.html.count("</aside>") == 2
    assert rendered.html.endswith("<p>last</p>\n</aside>\n<p>after</p>\n")
    assert "<code>:::\n</code>" in rendered.html


def test_callouts_that_are_wrong_are_named():
    assert told(":::\n\n::: danger\ntext\n:::\n\n::: tip\ntext\n") == [
        ("error", "Line 1: “:::” closes a callout, but none is open here."),
        ("error", "Line 3: “danger” is no callout. There are: tip, note, warning."),
        ("error", "Line 7: This callout is never closed: put “:::” on a line after it."),
    ]


def test_footnotes_lead_there_and_back():
    rendered = render("One[^a] two[^a] three[^missing]\n\n[^a]: Note *here*\n")

    assert rendered.html == (
        '<p>One<sup class="footnote-ref"><a id="fnref-1" href="#fn-1" role="doc-noteref" '
        'aria-label="Footnote 1">1</a></sup> two<sup class="footnote-ref"><a id="fnref-1-2" '
        'href="#fn-1" role="doc-noteref" aria-label="Footnote 1">1</a></sup> three[^missing]</p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n'
        '<li id="fn-1"><p>Note <em>here</em> <a class="footnote-back" href="#fnref-1" '
        'role="doc-backlink" aria-label="Back to reference 1">↩\ufe0e</a> '
        '<a class="footnote-back" href="#fnref-1-2" role="doc-backlink" '
        'aria-label="Back to reference 1-2">↩\ufe0e</a></p>\n</li>\n</ol>\n</section>\n'
    )


def test_code_is_shown_as_it_is():
    rendered = render('```python title="x"\n<b>{{ open-jobs }}</b>\n```\n\n    four spaces\n')

    assert rendered.html == (
        '<pre tabindex="0"><code class="language-python">&lt;b&gt;{{ open-jobs }}&lt;/b&gt;\n</code></pre>\n'
        '<pre tabindex="0"><code>four spaces\n</code></pre>\n'
    )
    assert rendered.panels == ()


def test_picture_alone_is_a_figure():
    rendered = render('![A *robot*](/media/r.png "Caption")\n\nText ![small](/media/s.png)\n')

    assert rendered.html == (
        '<figure class="figure"><img src="/media/r.png" alt="A robot" loading="lazy" '
        'decoding="async"><figcaption>Caption</figcaption></figure>\n'
        '<p>Text <img src="/media/s.png" alt="small" loading="lazy" decoding="async"></p>\n'
    )


NOT_HERE = "is not on this site: upload it and use its path, /media/…."


def test_pictures_that_are_wrong_are_named():
    text = "Text\n![](/media/a.png)\n![words](https://example.com/a.png)\n"

    assert told(text) == [
        ("error", "Line 2: The picture has no description in words: write it in the brackets."),
        ("error", f"Line 3: The picture “https://example.com/a.png” {NOT_HERE}"),
    ]
    assert "example.com" not in render(text).html


def test_only_links_that_leave_the_site_are_marked(settings):
    settings.SITE_URL = "https://rolebook.example"
    text = (
        "[a](/guides/) [b](#x) [c](https://rolebook.example/jobs/) "
        "[d](https://rolebook.example.evil.test/) https://other.test/ [e](mailto:a@b.test)"
    )

    assert render(text).html == (
        '<p><a href="/guides/">a</a> <a href="#x">b</a> '
        '<a href="https://rolebook.example/jobs/">c</a> '
        '<a href="https://rolebook.example.evil.test/" rel="nofollow noopener">d</a> '
        '<a href="https://other.test/" rel="nofollow noopener">https://other.test/</a> '
        '<a href="mailto:a@b.test">e</a></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://example.org/path_(x), and more", "https://example.org/path_(x)"),
        ("(see https://example.org/path)", "https://example.org/path"),
        ("(see https://example.org/path_(x)).", "https://example.org/path_(x)"),
        ("“http://example.org/?a=1#b.”", "http://example.org/?a=1#b"),
        ("*https://example.org/x_y_z*", "https://example.org/x_y_z"),
        ("_https://example.org_!", "https://example.org"),
        ("| https://example.org/a | b |\n|-|-|\n", "https://example.org/a"),
        ("[words https://example.com/](https://example.org/)", "https://example.org/"),
        ("https://example.org/{{ a-panel }}", "https://example.org/"),
    ],
)
def test_address_in_the_text_is_a_link_without_the_sentence_around_it(text, address):
    assert re.findall(r'href="([^"]*)"', render(text).html) == [address]


@pytest.mark.parametrize(
    "text", ["https://", "https://(((", "xhttps://a.b/", "`https://a.b/`", "//a.b/", "ftp://a.b/"]
)
def test_what_is_no_address_stays_text(text):
    assert "href" not in render(text).html


def test_links_that_are_wrong_are_named_and_left_out():
    text = "[a](javascript:x)\n[b]()\n[](/x/)\n[ ](/y/)\n[c](//host/)\n"

    assert render(text).html == "<p>a\nb\n\n \nc</p>\n"
    assert told(text) == [
        (
            "error",
            "Line 1: The address “javascript:x” is not allowed: links start with https://, mailto: or /.",
        ),
        ("error", "Line 2: The link has no address."),
        ("error", "Line 3: The link has no words to follow."),
        ("error", "Line 4: The link has no words to follow."),
        (
            "error",
            "Line 5: The address “//host/” is not allowed: links start with https://, mailto: or /.",
        ),
    ]


def test_panel_inside_a_link_is_named():
    first, _unknown = told("[a {{ no-such }} b](/x/)")

    assert first == (
        "error",
        "Line 1: A panel brings its own link: it can’t stand inside another.",
    )


def test_panels_leave_gaps_where_they_stand():
    rendered = render(
        'Pay is {{ no-such role=a years="0 to 1" }}.\n\n'
        "{{ no-such roles=a,b }}\n\n"
        "- {{ no-such }}\n\n"
        "| A | B |\n|---|---|\n| x | {{ no-such x=1 }} |\nTable: {{ no-such y=2 }}\n\n"
        "`{{ no-such }}` \\{{ no-such }}\n"
    )

    assert [piece for piece in rendered.html.split("\n") if "<!--" in piece] == [
        '<p>Pay is <!--panel:i no-such {"role":"a","years":"0 to 1"}-->.</p>',
        '<!--panel:b no-such {"roles":"a,b"}-->',
        "<li><!--panel:n no-such {}-->",
        '<caption id="t-1"><!--panel:i no-such {"y":"2"}--></caption>',
        '<td><!--panel:i no-such {"x":"1"}--></td>',
    ]
    assert rendered.panels == (
        PanelCall("no-such", {"role": "a", "years": "0 to 1"}, True, 1),
        PanelCall("no-such", {"roles": "a,b"}, False, 3),
        PanelCall("no-such", {}, False, 5),
        PanelCall("no-such", {"y": "2"}, True, 10),
        PanelCall("no-such", {"x": "1"}, True, 9),
    )


def test_two_panels_in_a_paragraph_of_their_own_are_two_blocks():
    rendered = render("{{ one-x }}\n{{ two-x }}\n")

    assert rendered.html == "<!--panel:b one-x {}-->\n<!--panel:b two-x {}-->\n"


NO_ARGUMENT = (
    "is not an argument. Write name=value; put a value with spaces in quotes; "
    "separate a list by commas alone."
)


def test_directives_that_are_wrong_are_named():
    problems = told("Text\n{{ a-b roles=a, b }} {{ a-b x=1 x=2 }} {{ Bad }} {{ unclosed\n")

    assert problems == [
        ("error", f"Line 2: The panel “a-b” can’t be read. “b” {NO_ARGUMENT}"),
        (
            "error",
            "Line 2: The panel “a-b” can’t be read. The argument “x” is given twice.",
        ),
        ("warning", "Line 2: “{{” starts no panel here and is shown as it is."),
    ]


def test_values_cannot_end_the_comment_they_stand_in():
    rendered = render('{{ a-b x="--><script>alert(1)</script><!--" }}\n')

    assert rendered.html == (
        '<!--panel:b a-b {"x":"-\\u002d\\u003e\\u003cscript\\u003ealert(1)'
        '\\u003c/script\\u003e\\u003c!-\\u002d"}-->\n'
    )


def test_text_alone_has_no_panels_and_no_marks():
    text = (
        "## Title *here*\n\nOne {{ a-b }} two[^1] [three](/x/).\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\nTable: Four\n\n![alt](/media/x.png)\n\n[^1]: Five\n"
    )

    assert text_of(text) == "Title here\nOne two three.\nFour\nA\nB\n1\n2\nFive"


def test_words_are_counted():
    assert render("One two\n\n## Three\n\n- four\n").words == 4


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (337, 1), (338, 2), (2250, 10)])
def test_minutes_are_at_least_one(words, expected):
    assert minutes(words) == expected


def test_text_that_is_too_long_is_refused():
    with pytest.raises(TextTooLong, match="200,001 characters; 200,000 are allowed"):
        render("a" * 200_001)


def test_nesting_has_a_bottom_and_says_so():
    rendered = render(">" * 500 + " deep")

    assert [problem.message for problem in rendered.problems] == [
        "Lists or quotes are nested too deep; what is inside is not shown."
    ]


def test_lone_surrogate_and_nul_become_replacement_characters():
    assert render("a\ud800b\x00c").html == "<p>a?b\ufffdc</p>\n"
