/* Makes a Markdown text area comfortable: a toolbar that arrow keys walk through, keys, and ways to write.

   Other scripts write at the cursor by an event: editor.dispatchEvent(new CustomEvent("markdown:insert",
   { detail: { text, block } })). */
(() => {
  "use strict";

  const WRAPS = {
    bold: ["**", "**", "bold text"],
    italic: ["*", "*", "words"],
    code: ["`", "`", "code"],
    link: ["[", "](https://)", "link text"],
  };
  const BLOCKS = {
    table: "| Role | Figure |\n| --- | --- |\n| AI engineer | |\n\nTable: What the table shows",
    callout: "::: tip A short title\nWhat the reader should know.\n:::",
  };
  // What becomes of each chosen line, and what stands there without any.
  const LINES = {
    heading: [(line) => `${line.startsWith("##") ? "#" : "## "}${line}`, "Heading"],
    list: [(line) => `- ${line}`, "First point"],
    numbers: [(line, at) => `${at + 1}. ${line}`, "First step"],
    quote: [(line) => `> ${line}`, "What was said"],
    indent: [(line) => `  ${line}`, ""],
    outdent: [(line) => line.replace(/^ {1,2}/, ""), ""],
  };
  const KEYS = { b: "bold", i: "italic", k: "link" };

  const write = (area, text) => {
    area.focus();
    // The old command is the one way that leaves "undo" whole.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const wrap = (area, [before, after, sample]) => {
    const start = area.selectionStart;
    const chosen = area.value.slice(start, area.selectionEnd) || sample;
    write(area, before + chosen + after);
    area.setSelectionRange(start + before.length, start + before.length + chosen.length);
  };

  const block = (area, text) => {
    const head = area.value.slice(0, area.selectionStart);
    const tail = area.value.slice(area.selectionEnd);
    const above = head === "" || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
    const below = tail.startsWith("\n\n") ? "" : tail.startsWith("\n") ? "\n" : "\n\n";
    write(area, above + text + below);
  };

  const changeLines = (area, [change, sample]) => {
    const { value, selectionStart, selectionEnd } = area;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const found = value.indexOf("\n", selectionEnd);
    const end = found < 0 ? value.length : found;
    const lines = (value.slice(start, end) || sample).split("\n").map(change);
    area.setSelectionRange(start, end);
    write(area, lines.join("\n"));
    area.setSelectionRange(start, start + lines.join("\n").length);
  };

  const footnote = (area) => {
    const numbers = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
    const next = Math.max(0, ...numbers) + 1;
    write(area, `[^${next}]`);
    area.setSelectionRange(area.value.length, area.value.length);
    const gap = area.value.endsWith("\n\n") ? "" : area.value.endsWith("\n") ? "\n" : "\n\n";
    write(area, `${gap}[^${next}]: The source or the remark.`);
  };

  const apply = (area, what) => {
    if (WRAPS[what]) {
      wrap(area, WRAPS[what]);
    } else if (LINES[what]) {
      changeLines(area, LINES[what]);
    } else if (what === "footnote") {
      footnote(area);
    } else {
      block(area, BLOCKS[what]);
    }
  };

  /* One stop for the Tab key; arrows, Home and End walk along. */
  const walk = (toolbar) => {
    const buttons = [...toolbar.querySelectorAll("button")];
    const stop = (at) => buttons.forEach((button, index) => {
      button.tabIndex = index === at ? 0 : -1;
    });
    stop(0);
    toolbar.addEventListener("focusin", (event) => stop(buttons.indexOf(event.target)));
    toolbar.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const last = buttons.length - 1;
      const next = {
        ArrowRight: at === last ? 0 : at + 1,
        ArrowLeft: at === 0 ? last : at - 1,
        Home: 0,
        End: last,
      }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        buttons[next].focus();
      }
    });
  };

  const setUp = (editor) => {
    const area = editor.querySelector("textarea");
    const toolbar = editor.querySelector("[role=toolbar]");
    toolbar.hidden = false;
    walk(toolbar);
    area.addEventListener("keydown", (event) => {
      const isOurs = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const what = isOurs && KEYS[event.key.toLowerCase()];
      if (what) {
        event.preventDefault();
        apply(area, what);
      }
    });
    toolbar.querySelectorAll("[data-insert]").forEach((button) => {
      button.addEventListener("click", () => apply(area, button.dataset.insert));
    });
    editor.addEventListener("markdown:insert", (event) => {
      const { text, block: isBlock } = event.detail;
      if (isBlock) {
        block(area, text);
      } else {
        write(area, text);
      }
    });
  };

  // The admin puts the scripts of a form in the head, before there is a form.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-markdown-editor]").forEach(setUp);
  });
})();
