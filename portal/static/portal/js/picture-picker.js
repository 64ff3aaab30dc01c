/* The "Picture…" button of the Markdown editor: a dialog that lists the pictures of the library, the newest
   first or those with certain words, and writes the one that is chosen at the cursor. */
(() => {
  "use strict";

  const PAUSE = 300; // milliseconds without a change

  const find = async (address, words, signal) => {
    const given = words.trim() === "" ? "" : `?${new URLSearchParams({ q: words.trim() })}`;
    const answer = await fetch(address + given, { signal });
    if (!answer.ok || answer.redirected) {
      throw new TypeError("The desk did not answer.");
    }
    return answer.json();
  };

  const element = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };

  const entryOf = (picture, choose) => {
    const button = element(
      "button",
      { type: "button", className: "picker__picture" },
      // Its words stand beside it.
      element("img", { src: picture.thumbnail, alt: "", width: 72, height: 72, loading: "lazy" }),
      element(
        "span",
        { className: "picker__words" },
        element("strong", { textContent: picture.title }),
        element("span", { textContent: picture.alt }),
        element("span", {
          className: "picker__size",
          textContent: `${picture.name}, ${picture.width}\u00a0×\u00a0${picture.height}`,
        }),
      ),
    );
    button.addEventListener("click", () => choose(picture));
    return element("li", {}, button);
  };

  /* What is said above the list. */
  const told = ({ pictures, more, add }, words) => {
    if (more) {
      return [`The newest ${pictures.length}. Search for others.`];
    }
    if (pictures.length > 0) {
      return [pictures.length === 1 ? "1 picture." : `${pictures.length} pictures.`];
    }
    const none = words.trim() === "" ? "The library is empty." : "No picture has these words.";
    if (!add) {
      return [none];
    }
    const link = { href: add, target: "_blank", rel: "noopener", textContent: "Add a picture" };
    return [`${none} `, element("a", link), ", then search again."];
  };

  const build = (address, insert) => {
    const dialog = element("dialog", { className: "picker" });
    dialog.setAttribute("aria-labelledby", "pictures-heading");
    dialog.innerHTML = `
      <div class="picker__head">
        <h2 id="pictures-heading">Insert a picture</h2>
        <button type="button">Close</button>
      </div>
      <div class="picker__field">
        <label for="pictures-words">Search</label>
        <input id="pictures-words" type="search" maxlength="100" autocomplete="off">
      </div>
      <p class="picker__sum" role="status"></p>
      <ul class="picker__list"></ul>`;
    const words = dialog.querySelector("input");
    const sum = dialog.querySelector("[role=status]");
    const list = dialog.querySelector("ul");
    const choose = (picture) => {
      dialog.close();
      insert(picture);
    };
    let timer = 0;
    let running = null;
    const draw = async () => {
      window.clearTimeout(timer);
      running?.abort();
      running = new AbortController();
      try {
        const found = await find(address, words.value, running.signal);
        sum.replaceChildren(...told(found, words.value));
        list.replaceChildren(...found.pictures.map((picture) => entryOf(picture, choose)));
      } catch (error) {
        if (error.name !== "AbortError") {
          sum.textContent = "The desk does not answer. Try again.";
          list.replaceChildren();
        }
      }
    };
    words.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(draw, PAUSE);
    });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        draw();
      }
    });
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    document.body.append(dialog);
    return () => {
      words.value = "";
      dialog.showModal();
      words.focus();
      draw();
    };
  };

  const setUp = (editor) => {
    const button = editor.querySelector("[data-pictures]");
    let open = null;
    button?.addEventListener("click", () => {
      open ??= build(button.dataset.pictures, (picture) => {
        const detail = { text: picture.directive, block: true };
        editor.dispatchEvent(new CustomEvent("markdown:insert", { detail }));
      });
      open();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-markdown-editor]").forEach(setUp);
  });
})();
