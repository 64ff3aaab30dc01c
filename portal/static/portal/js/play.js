// Things to play with: an answer that comes in place is shown and said, as a new page would be.
// Each stands in an element with data-play; its answer's heading has data-play-answer, and where the answer
// has an address of its own, the element names it in data-play-address. Without an answer, as when one starts
// again, its title (play__title) is gone to.
(() => {
  // Pages store nothing: htmx noted the address for a history of its own, which is switched off.
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch { /* no storage, nothing noted */ }

  document.addEventListener("htmx:afterSwap", (event) => {
    const play = event.detail.elt.closest("[data-play]") ?? document.querySelector(`[data-play="${event.detail.elt.dataset?.play}"]`);
    keepAddress(play?.dataset.playAddress);
    const answer = play?.querySelector("[data-play-answer]") ?? play?.querySelector(".play__title");
    if (!answer) return;
    answer.tabIndex = -1;
    answer.focus({ preventScroll: true });
    const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
    answer.scrollIntoView({ block: "start", behavior: smooth ? "smooth" : "instant" });
  });

  // On its own page the address becomes that of the answer, to be kept and shared.
  function keepAddress(address) {
    if (address && new URL(address, location.href).pathname === location.pathname) {
      history.replaceState(history.state, "", address);
    }
  }

  // When the answer can't be fetched in place, the browser goes there, and shows what is wrong.
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      const form = event.detail.elt.closest("form");
      if (form) HTMLFormElement.prototype.submit.call(form);
    });
  }
})();

// An address to share gets a button that copies it; without a script it is selected and copied by hand.
(() => {
  const words = { before: "Copy", after: "Copied", instead: "Press Ctrl+C" };

  const addButton = (box) => {
    const input = box.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = words.before;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
        button.textContent = words.after;
      } catch {
        button.textContent = words.instead;
      }
      said.textContent = button.textContent;
      setTimeout(() => { button.textContent = words.before; said.textContent = ""; }, 4000);
    });
    box.append(button, said);
    box.dataset.copy = "ready";
  };

  const addButtons = () => document.querySelectorAll('[data-copy=""]').forEach(addButton);
  document.addEventListener("htmx:afterSwap", addButtons);
  addButtons();
})();
