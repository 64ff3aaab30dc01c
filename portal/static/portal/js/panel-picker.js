/* The "Panel…" button of the Markdown editor: a dialog that lists the panels, asks for the arguments of one,
   tries it out on the server as one chooses, and writes it at the cursor. */
(() => {
  "use strict";

  const PAUSE = 300; // milliseconds without a change

  /* Only what says something goes into the address. */
  const addressOf = (form) => {
    const given = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
    return `${form.getAttribute("action")}?${new URLSearchParams(given)}`;
  };

  const tryOut = async (form, signal) => {
    const answer = await fetch(addressOf(form), { signal });
    if (!answer.ok || answer.redirected) {
      throw new TypeError("The desk did not answer.");
    }
    return answer.json();
  };

  const show = (form, tried) => {
    const told = form.querySelector("[data-pick-told]");
    const frame = form.querySelector("iframe");
    form.querySelector("[data-pick-directive]").textContent = tried.directive;
    told.replaceChildren(...tried.problems.map((problem) => {
      const line = document.createElement("p");
      line.textContent = problem;
      return line;
    }));
    frame.hidden = tried.page === "";
    frame.srcdoc = tried.page;
  };

  const setUpForm = (form, insert, back) => {
    let timer = 0;
    let running = null;
    const draw = async () => {
      running?.abort();
      running = new AbortController();
      try {
        show(form, await tryOut(form, running.signal));
      } catch (error) {
        if (error.name !== "AbortError") {
          show(form, { directive: "", page: "", problems: ["The desk does not answer. Try again."] });
        }
      }
    };
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(draw, PAUSE);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      window.clearTimeout(timer);
      const tried = await tryOut(form);
      if (tried.problems.length === 0) {
        insert(tried);
        return;
      }
      show(form, tried);
      const empty = [...form.elements].find((box) => box.required && box.value === "");
      (empty ?? form.querySelector("select, input"))?.focus();
    });
    form.querySelector("[data-pick-back]").addEventListener("click", back);
    return draw;
  };

  const build = (html, insert) => {
    const dialog = document.createElement("dialog");
    dialog.className = "picker";
    dialog.setAttribute("aria-labelledby", "picker-heading");
    dialog.innerHTML = `
      <div class="picker__head">
        <h2 id="picker-heading">Insert a panel</h2>
        <button type="button" data-pick-close>Close</button>
      </div>`;
    const inside = document.createElement("div");
    inside.innerHTML = html;
    dialog.append(inside);
    const list = dialog.querySelector("[data-pick-list]");
    const forms = [...dialog.querySelectorAll("[data-pick-form]")];
    let last = null;
    const toList = () => {
      list.hidden = false;
      forms.forEach((form) => {
        form.hidden = true;
      });
      (last ?? list.querySelector("button"))?.focus();
    };
    const draws = new Map(forms.map((form) => [
      form.dataset.pickForm,
      setUpForm(form, (tried) => {
        dialog.close();
        insert(tried);
      }, toList),
    ]));
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-pick-panel]");
      if (!button) {
        return;
      }
      last = button;
      list.hidden = true;
      const form = forms.find((one) => one.dataset.pickForm === button.dataset.pickPanel);
      form.hidden = false;
      (form.querySelector("select, input") ?? form.querySelector("h3")).focus();
      draws.get(button.dataset.pickPanel)();
    });
    dialog.querySelector("[data-pick-close]").addEventListener("click", () => dialog.close());
    document.body.append(dialog);
    return { dialog, toList };
  };

  const setUp = (editor) => {
    const button = editor.querySelector("[data-pick]");
    let built = null;
    button?.addEventListener("click", async () => {
      if (!built) {
        const answer = await fetch(button.dataset.pick);
        if (!answer.ok || answer.redirected) {
          window.open(button.dataset.list, "_blank", "noopener");
          return;
        }
        built = build(await answer.text(), (tried) => {
          const detail = { text: tried.directive, block: tried.block };
          editor.dispatchEvent(new CustomEvent("markdown:insert", { detail }));
        });
      }
      built.dialog.showModal();
      built.toList();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-markdown-editor]").forEach(setUp);
  });
})();
