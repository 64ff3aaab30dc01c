/* Makes a Markdown text area comfortable: toolbar, keys, a live preview, a count of words. */
(() => {
  "use strict";

  const WRAPS = {
    bold: ["**", "**", "bold text"],
    italic: ["*", "*", "words"],
    code: ["`", "`", "code"],
    link: ["[", "](https://)", "link text"],
  };
  const BLOCKS = {
    heading: "## Heading",
    list: "- First point\n- Second point",
    table: "| Role | Figure |\n| --- | --- |\n| AI engineer | |\n\nTable: What the table shows",
    callout: "::: tip A short title\nWhat the reader should know.\n:::",
    footnote: "[^1]\n\n[^1]: The source or the remark.",
  };
  const KEYS = { b: "bold", i: "italic", k: "link" };

  const insert = (area, text, from, to) => {
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    if (from !== undefined) {
      area.setSelectionRange(from, to);
    }
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const apply = (area, what) => {
    const start = area.selectionStart;
    if (WRAPS[what]) {
      const [before, after, sample] = WRAPS[what];
      const chosen = area.value.slice(start, area.selectionEnd) || sample;
      const from = start + before.length;
      insert(area, before + chosen + after, from, from + chosen.length);
      return;
    }
    const head = area.value.slice(0, start);
    const gap = head === "" || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
    insert(area, what === "footnote" ? BLOCKS[what] : `${gap}${BLOCKS[what]}\n\n`);
  };

  const setUp = (editor) => {
    const area = editor.querySelector("textarea");
    const frame = editor.querySelector("iframe");
    const toggle = editor.querySelector("[data-toggle-preview]");
    const count = editor.querySelector("[data-count]");
    let timer = 0;
    let request = 0;

    const countWords = () => {
      const words = (area.value.match(/\S+/g) || []).length;
      count.textContent = `${words.toLocaleString("en-US")} words`;
    };
    const draw = async () => {
      const mine = ++request;
      const response = await fetch(editor.dataset.preview, {
        method: "POST",
        body: new FormData(area.form),
        credentials: "same-origin",
      });
      const page = await response.text();
      if (mine !== request) {
        return;
      }
      const top = frame.contentWindow ? frame.contentWindow.scrollY : 0;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
      frame.srcdoc = page;
    };
    const later = () => {
      countWords();
      window.clearTimeout(timer);
      if (!frame.hidden) {
        timer = window.setTimeout(draw, 600);
      }
    };

    editor.querySelector("[role=toolbar]").hidden = false;
    toggle.hidden = false;
    countWords();
    area.addEventListener("input", later);
    area.form.addEventListener("change", later);
    area.addEventListener("keydown", (event) => {
      const what = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
      if (what) {
        event.preventDefault();
        apply(area, what);
      }
    });
    editor.querySelectorAll("[data-insert]").forEach((button) => {
      button.addEventListener("click", () => apply(area, button.dataset.insert));
    });
    toggle.addEventListener("click", () => {
      frame.hidden = !frame.hidden;
      editor.classList.toggle("markdown-editor--split", !frame.hidden);
      toggle.setAttribute("aria-pressed", String(!frame.hidden));
      toggle.textContent = frame.hidden ? "Show preview beside the text" : "Hide preview";
      if (!frame.hidden) {
        draw();
      }
    });
  };

  // The admin puts the scripts of a form in the head, before there is a form.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-markdown-editor]").forEach(setUp);
  });
})();
