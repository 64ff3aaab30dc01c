"""Texts that would run code if anything let them: a thousand and more, always in the same order."""

import itertools
import random
from typing import Final

from tests.portal.markdown.test_hostile import ADDRESSES, RAW, SHAPES

CALL: Final = "hit()"
BREAKS: Final = (
    *("", '">', "'>", "</title>", "</textarea></script>", "-->", "]]>", "</style>"),
    *("</h1></p>", "</td></table>", "</option></select>", "`", "\\"),
)
VECTORS: Final = (
    "<script>{call}</script>",
    "<ScRiPt{gap}x>{call}</sCrIpT >",
    "<img{gap}src=x{gap}onerror={call}>",
    "<img{gap}src=x{gap}onerror='{call}'{gap}",
    "<svg{gap}onload={call}>",
    "<svg><script>{call}</script></svg>",
    "<svg><animate{gap}onbegin={call}{gap}attributeName=x{gap}dur=1s>",
    "<body{gap}onload={call}>",
    "<iframe{gap}src=javascript:parent.{call}></iframe>",
    "<iframe{gap}srcdoc='<script>parent.{call}</script>'></iframe>",
    "<details{gap}open{gap}ontoggle={call}>x</details>",
    "<input{gap}autofocus{gap}onfocus={call}>",
    "<video{gap}src=x{gap}onerror={call}></video>",
    "<audio{gap}src=x{gap}onerror={call}></audio>",
    "<video><source{gap}src=x{gap}onerror={call}></video>",
    "<object{gap}data=javascript:parent.{call}></object>",
    "<math><mtext><table><mglyph><style><img{gap}src=x{gap}onerror={call}>",
    "<noscript><p{gap}title='</noscript><img src=x onerror={call}>'>",
    "<x{gap}onanimationstart={call}{gap}style='animation:a'>",
    "&lt;script&gt;{call}&lt;/script&gt;",
    "&#60;img src=x onerror={call}&#62;",
    "\\u003cscript\\u003e{call}\\u003c/script\\u003e",
    "{{{{ constructor.constructor('{call}')() }}}}",
    "javascript:{call}",
)
GAPS: Final = (" ", "/", "\t", "\n", "\x0c")


def payloads() -> list[str]:
    """Distinct, shuffled once and for all, so that any number from the beginning is a fair mixture."""
    made = [
        opening + vector.format(gap=gap, call=CALL)
        for opening, vector, gap in itertools.product(BREAKS, VECTORS, GAPS)
    ]
    made += [
        shape.replace("{}", address).replace("{{{{", "{{").replace("}}}}", "}}")
        for shape in SHAPES
        for address in ADDRESSES
    ]
    made += RAW
    usable = [
        text.replace("alert(1)", CALL) for text in made if not set(text) & {"\0", "\x01", "\x0c"}
    ]
    distinct = list(dict.fromkeys(usable))
    random.Random(2026).shuffle(distinct)
    return distinct
