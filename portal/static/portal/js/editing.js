/* Beside the text: what stands against publishing, and the preview, both drawn anew while one writes. */
(() => {
  "use strict";

  const PAUSE = 700; // milliseconds without a key

  /* What is on the screen; a chosen file is left out, as it goes with a save only. */
  const typed = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (value instanceof File) {
        data.delete(name);
      }
    }
    return data;
  };

  /* Asks one thing at a time; an answer that was overtaken is dropped. */
  const asker = (form, address, take) => {
    let running = null;
    return async (more = {}) => {
      running?.abort();
      const mine = (running = new AbortController());
      const data = typed(form);
      Object.entries(more).forEach(([name, value]) => data.set(name, value));
      try {
        const answer = await fetch(address, { method: "POST", body: data, signal: mine.signal });
        const text = await answer.text();
        if (answer.ok && !answer.redirected && mine === running) {
          take(text);
        }
      } catch (error) {
        if (error.name !== "AbortError" && !(error instanceof TypeError)) {
          throw error; // no network: the next key asks again
        }
      }
    };
  };

  /* Height of the text above a line, in a box that wraps as the text area does. */
  const heightAbove = (area, text) => {
    const style = getComputedStyle(area);
    const box = document.createElement("div");
    ["font", "letterSpacing", "paddingInline", "tabSize", "lineHeight"].forEach((name) => {
      box.style[name] = style[name];
    });
    Object.assign(box.style, {
      position: "absolute",
      visibility: "hidden",
      whiteSpace: "pre-wrap",
      overflowWrap: "break-word",
      boxSizing: "border-box",
      width: `${area.clientWidth}px`,
    });
    box.textContent = `${text}.`;
    document.body.append(box);
    const height = box.offsetHeight;
    box.remove();
    return height;
  };

  const goTo = (form, name, line) => {
    const field = form.elements[name] ?? form.elements[`${name}_0`];
    if (!field) {
      return;
    }
    field.closest("details")?.setAttribute("open", "");
    if (field.tagName === "TEXTAREA" && line > 0) {
      const lines = field.value.split("\n");
      const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      field.focus({ preventScroll: true });
      field.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
      const above = heightAbove(field, field.value.slice(0, start));
      field.scrollTop = Math.max(0, above - field.clientHeight / 3);
      field.scrollIntoView({ block: "nearest" });
      return;
    }
    // The admin hides some choices behind a box of its own.
    const shown = field.matches?.(".select2-hidden-accessible")
      ? field.nextElementSibling.querySelector("[role=combobox], input")
      : field;
    shown.focus();
  };

  const showChecks = (side, form) => {
    const place = side.querySelector("[data-checks]");
    const told = side.querySelector("[data-checks-told]");
    place.addEventListener("click", (event) => {
      const link = event.target.closest("[data-field]");
      if (link) {
        event.preventDefault();
        goTo(form, link.dataset.field, Number(link.dataset.line));
      }
    });
    return asker(form, side.dataset.check, (html) => {
      const at = place.contains(document.activeElement)
        ? [...place.querySelectorAll("a")].indexOf(document.activeElement)
        : -1;
      place.innerHTML = html;
      place.querySelectorAll("a")[at]?.focus();
      const sum = place.querySelector(".checks__sum").textContent;
      if (told.textContent !== sum) {
        told.textContent = sum;
      }
    });
  };

  const showPreview = (side, form) => {
    const section = side.querySelector("[data-beside]");
    const stage = side.querySelector("[data-stage]");
    const frame = stage.querySelector("iframe");
    const buttons = [...section.querySelectorAll("[data-width]")];
    let width = 0;

    /* The page is as wide as on the device; what is too wide for the place here is drawn smaller. */
    const fit = () => {
      const scale = Math.min(1, stage.clientWidth / (width || 1));
      frame.style.width = `${width}px`;
      frame.style.height = `${stage.clientHeight / scale}px`;
      frame.style.transform = scale < 1 ? `scale(${scale})` : "none";
    };
    const ask = asker(form, side.dataset.preview, (page) => {
      const top = frame.contentWindow?.scrollY ?? 0;
      frame.addEventListener(
        "load",
        () => frame.contentWindow.scrollTo({ top, behavior: "instant" }),
        { once: true },
      );
      frame.srcdoc = page;
    });
    const draw = () => (width ? ask({ _beside: "1" }) : null);

    section.hidden = false;
    buttons.forEach((button) => {
      button.addEventListener("click", () => {
        const wasHidden = !width;
        width = Number(button.dataset.width);
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        stage.hidden = !width;
        side.parentElement.classList.toggle("editing--previewing", width > 0);
        if (width) {
          fit();
          if (wasHidden) {
            draw();
          }
        }
      });
    });
    new ResizeObserver(() => width && fit()).observe(stage);
    return draw;
  };

  /* Whoever goes on writing in a field wants their own text of it, not the other's. */
  const keepMine = (form) => {
    form.addEventListener("input", (event) => {
      const choice = form.elements[`_choose_${event.target.name}`];
      if (choice) {
        choice.value = "mine";
      }
    });
  };

  const setUp = (side) => {
    const form = side.closest("form");
    keepMine(form);
    const check = showChecks(side, form);
    const draw = showPreview(side, form);
    let timer = 0;
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        check();
        draw();
      }, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    // The admin's own choices tell jQuery alone.
    window.django?.jQuery(form).on("change", later);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-editing]").forEach(setUp);
  });
})();
