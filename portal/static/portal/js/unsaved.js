/* Keeps what is typed on the server while somebody writes, and warns who leaves with text that it hasn't got. */
(() => {
  "use strict";

  const PAUSE = 2_000; // milliseconds after a key
  const LONGEST = 10_000; // and while somebody goes on typing
  const AGAIN = 10_000; // after a failure

  const setUp = (state) => {
    const form = state.closest("form");
    const seen = form.elements._seen;
    let changes = 0; // made here
    let sent = 0; // of these, what the server has
    let timer = 0;
    let since = 0;
    let running = null;
    let isLeaving = false;
    let isRefused = false;

    const say = (text, isTrouble = false) => {
      state.textContent = text;
      state.classList.toggle("kept-state--trouble", isTrouble);
      if (isTrouble) {
        state.setAttribute("role", "alert");
      } else {
        state.removeAttribute("role");
      }
    };
    const typed = () => {
      const data = new FormData(form);
      [...data].forEach(([name, value]) => value instanceof File && data.delete(name));
      return data;
    };
    const hasFile = () =>
      [...form.querySelectorAll("[type=file]")].some((box) => box.files.length > 0);

    const send = async () => {
      const now = changes;
      since = 0;
      running?.abort();
      running = new AbortController();
      try {
        const options = { method: "POST", body: typed(), signal: running.signal };
        const answer = await fetch(state.dataset.unsaved, options);
        if (answer.redirected) {
          say("You are signed out: this text is not kept. Sign in again in another tab.", true);
          later(AGAIN);
        } else if (answer.ok) {
          const kept = await answer.json();
          seen.value = kept.version;
          sent = now;
          const files = form.querySelector("[type=file]") ? " Files are kept only when you save." : "";
          say(`Unsaved text kept at ${kept.at} (UTC).${files}`);
        } else {
          const isKnown = answer.headers.get("Content-Type")?.startsWith("application/json");
          isRefused = answer.status === 409;
          say(isKnown ? (await answer.json()).message : "This text could not be kept.", true);
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          say("No connection: this text is not kept yet.", true);
          later(AGAIN);
        }
      }
    };
    const later = (pause = PAUSE) => {
      window.clearTimeout(timer);
      since ||= Date.now();
      if (!isRefused) {
        timer = window.setTimeout(send, Math.max(0, Math.min(pause, since + LONGEST - Date.now())));
      }
    };
    const differs = () => {
      changes += 1;
      later();
    };
    // The admin's own scripts tell of changes, while the page is drawn too, where nothing changed.
    const text = () => {
      const data = typed();
      data.delete(seen.name);
      return new URLSearchParams(data).toString();
    };
    let known = text();
    const changed = () => {
      const now = text();
      if (now !== known) {
        known = now;
        differs();
      }
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    window.django?.jQuery(form).on("change", changed);
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget !== "_blank") {
        isLeaving = true;
        window.clearTimeout(timer);
        running?.abort();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (!isLeaving && (changes > sent || hasFile())) {
        event.preventDefault();
      }
    });
    // Back by the browser's own button: the page goes on as it was.
    window.addEventListener("pageshow", () => {
      isLeaving = false;
    });
    if ("refused" in state.dataset) {
      differs();
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-unsaved]").forEach(setUp);
  });
})();
