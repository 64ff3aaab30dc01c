"""Nothing an author writes becomes code, and nothing takes long."""

import itertools
import re
import sys
import time
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.markdown import TextTooLong, render

ALLOWED_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a aside blockquote br caption code del div em figcaption figure h2 h3 h4 h5 h6 hr img li "
        "ol p pre s section strong sup table tbody td th thead tr ul",
    )
)


class Reader(HTMLParser):
    """Reads HTML as a browser would and keeps what could run or load something."""

    def __init__(self):
        super().__init__()
        self.dangers = []
        self.comments = []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED_TAGS:
            self.dangers.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcset", "formaction", "xlink:href"):
                self.dangers.append(name)
            if name in ("href", "src") and not _harmless(value or ""):
                self.dangers.append(f"{name}={value}")
            if name == "id" and not (value or "").startswith(("h-", "t-", "c-", "fn-", "fnref-")):
                self.dangers.append(f"id={value}")

    def handle_comment(self, data):
        self.comments.append(data)


def _harmless(address):
    lower = address.lower()
    return lower.startswith(("http://", "https://", "mailto:", "#", "?")) or (
        not lower.startswith(("//", "/\\", "\\")) and ":" not in lower.split("/")[0]
    )


def dangers(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.dangers


ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript%3Aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "ftp://example.com/x",
    "blob:https://example.com/x",
    "//evil.test/x",
    "/\\evil.test/x",
    "\\\\evil.test/x",
    "https:evil.test",
    "http://user:pass@evil.test/",
    'https://example.com/"onmouseover="alert(1)',
    "https://example.com/'onmouseover='alert(1)",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "jar:https://x!/y",
    "tel:+1",
    "ws://x/",
]
SHAPES = [
    "[x]({})",
    "[x](<{}>)",
    "<{}>",
    "![x]({})",
    "[x][r]\n\n[r]: {}",
    "![x][r]\n\n[r]: <{}>",
    "{}",
    "| a |\n|---|\n| [x]({}) |",
    '[x](/ok "{}")',
    '![x](/ok.png "{}")',
    "![{}](/ok.png)",
    "::: tip {}\n[x]({})\n:::",
    "[^1]\n\n[^1]: [x]({})",
    '{{{{ a-b x="{}" }}}}',
    "## {}",
    "``` {}\nx\n```",
]
RAW = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<base href='//evil.test/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "</p></div><script>alert(1)</script>",
    "<a name='n' id='location'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<x onclick=alert(1)>x</x>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=`x` onerror=`alert(1)`>",
    "<img\x00src=x onerror=alert(1)>",
    "<p style='x:expression(alert(1))'>",
    "<textarea><script>alert(1)</script>",
    "<title></title><script>alert(1)</script>",
]
PAYLOADS = RAW + [
    shape.format(address, address) for shape, address in itertools.product(SHAPES, ADDRESSES)
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_payload_stays_text(text):
    html = render(text).html

    assert dangers(html) == []


FORGERIES = [
    "<!--panel:b open-jobs {}-->",
    "![<!--panel:b open-jobs {}-->](/x.png)",
    '![x](/x.png "<!--panel:b open-jobs {}-->")',
    '[x](/x "<!--panel:b open-jobs {}-->")',
    "[x](</x<!--panel:b open-jobs {}-->>)",
    "`<!--panel:b open-jobs {}-->`",
    "``` <!--panel:b\nopen-jobs\n```",
    "&lt;!--panel:b open-jobs {}--&gt;",
    "&#60;!--panel:b open-jobs {}--&#62;",
    "::: tip <!--panel:b open-jobs {}-->\n:::",
    "## <!--panel:b open-jobs {}-->",
    "| <!--panel:b open-jobs {}--> | b | c | d |\n|-|-|-|-|\n| 1 | 2 | 3 | 4 |",
    "https://example.com/<!--panel:b open-jobs {}-->",
    "0123456789abcdef0123456789abcdef-0-",
]


@pytest.mark.parametrize("text", FORGERIES)
def test_author_cannot_write_a_gap(text):
    rendered = render(f"{text}\n\n{{{{ real-one }}}}\n")

    assert "<!--" in rendered.html
    assert rendered.html.count("<!--") == 1
    assert "<!--panel:b real-one {}-->" in rendered.html


ALPHABET = st.sampled_from(
    [
        *(
            "<",
            ">",
            '"',
            "'",
            "&",
            "[",
            "]",
            "(",
            ")",
            "!",
            "{{",
            "}}",
            "|",
            "-",
            "#",
            "*",
            "_",
            "`",
        ),
        *(":::", "\n", "\n\n", " ", "    ", "\\", "~~~", "> ", "![", "1. ", "::: tip\n"),
        *("javascript:", "script", "onerror=", "//", "https://a.b", "a", "é", "\x00", "\ud800"),
        *("Table: ", "[^1]", "[^1]: ", "a-b", "x=", "<!--", "-->", "panel:b"),
        "| a | b |\n|---|---|\n",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ALPHABET, max_size=60).map("".join) | st.text(max_size=200))
def test_whatever_is_written_renders_harmlessly(text):
    rendered = render(text)

    reader = Reader()
    reader.feed(rendered.html)
    reader.close()
    assert reader.dangers == []
    assert len(reader.comments) == len(rendered.panels)
    assert all(comment.startswith("panel:") for comment in reader.comments)


FLOODS = [
    "[", "![", "[[", "](", "[](", ">", "*", "**a ", "*_", "_a_ ", "{{", "{{ a", "{{a “", '{{a "', "{{ a }}",
    "`", "[`", "- ", "1. ", "|", "a|b\n-|-\n", "::: tip\n", ":::\n", "# \n", "a\n=\n", "[^1]: ", "[^1]",
    "[a]: b\n", "&", "<", "<!--", "\\", "~", "https://", "https://a.b ", "a@b.c ", "//", "\n", " - a\n",
]  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_work_grows_no_faster_than_the_text(flood):
    """Calls are counted rather than seconds: five times the text, not twenty-five times the work."""
    short, long = (_calls(flood, length) for length in (1_000, 5_000))

    assert long < 8 * short


def _calls(flood, length):
    text = (flood * length)[:length]
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        render(text)
    finally:
        sys.setprofile(before)
    return count


SLOW_ADDRESSES = [
    *(
        "http://a.b/(",
        "http://a.b/[",
        "http://a.b/{",
        "http://a.b/?(",
        "http://a.b/)",
        "http://a.b/.",
    ),
    *(
        "http://",
        "https://a",
        "http:",
        "://a",
        "http://a.b/\\(",
        "http://é",
        "[http://a.b/",
        "http://a_",
    ),
]


@pytest.mark.parametrize("flood", SLOW_ADDRESSES)
def test_seconds_grow_no_faster_than_the_text(flood):
    """A pattern's own work is no call: four times the text would take sixteen times as long."""
    render("warm")

    short, long = (_seconds(flood, length) for length in (5_000, 20_000))

    assert long < 10 * short + 0.1


def _seconds(flood, length):
    """The least of three: a busy machine only ever adds."""
    text = (flood * length)[:length]

    def once():
        started = time.process_time()
        render(text)
        return time.process_time() - started

    return min(once() for _ in range(3))


def test_a_megabyte_is_refused():
    with pytest.raises(TextTooLong, match="1,000,000 characters; 200,000 are allowed"):
        render("[" * 1_000_000)
