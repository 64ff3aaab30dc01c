// Chooses the browser's own time zone where nobody has chosen one. The list works without.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const choose = () => {
    for (const select of document.querySelectorAll("form:not([data-chosen]) select[name='zone']")) {
      const found = [...select.options].find((option) => option.value === zone);
      if (found && select.value === "UTC") select.value = zone;
      select.form.dataset.chosen = "";
    }
  };
  document.addEventListener("htmx:afterSettle", choose);
  choose();
})();
