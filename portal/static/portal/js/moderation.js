// The queue by keyboard: j and k move, a and r open a decision. It is taken only by its button.
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  document.querySelector("[data-queue-keys]").hidden = false;
  const entries = [...queue.querySelectorAll("[data-queue-entry]")];

  const current = () => entries.findIndex((entry) => entry.contains(document.activeElement));

  const go = (to) => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, to))];
    entry.focus();
    entry.scrollIntoView({ block: "start" });
  };

  const open = (which) => {
    const entry = entries[Math.max(0, current())];
    const decision = entry.querySelector(`[data-queue-${which}]`);
    if (!decision) return;
    decision.open = true;
    const first = which === "approve" ? "button" : "select, input[type=radio], textarea";
    decision.querySelector(first).focus();
  };

  const keys = {
    j: () => go(current() + 1),
    k: () => go(current() - 1),
    a: () => open("approve"),
    r: () => open("return"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // The text of a chosen reason, to be changed; what somebody typed is never replaced.
  queue.parentElement.addEventListener("change", (event) => {
    const select = event.target.closest("[data-queue-template]");
    if (!select) return;
    const field = document.getElementById(select.dataset.queueTemplate);
    const texts = [...select.options].map((option) => option.dataset.text || "");
    if (!field.value || texts.includes(field.value)) {
      field.value = select.selectedOptions[0].dataset.text || "";
    }
  });
})();
