"""axe, which reads each colour once: else a third of its time goes to reading the same few again."""

from typing import Final

from axe_playwright_python.base import AXE_SCRIPT

# Every text asks for the colours of all that lies beneath it; each comes as a string.
REMEMBER: Final = """
(() => {
    const colour = axe.commons.color.Color.prototype;
    const { parseString } = colour;
    const known = new Map();
    colour.parseString = function (text) {
        if (!known.has(text)) {
            parseString.call(this, text);  // what is no colour throws, and is not kept
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        [this.r, this.g, this.b, this.alpha] = known.get(text);
        return this;
    };
})();
"""
AXE: Final = f"{AXE_SCRIPT};{REMEMBER}"
