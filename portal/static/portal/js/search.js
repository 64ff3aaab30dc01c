// A list with facets: a choice changes the list in place. The number found is said, the keyboard stays where it
// was, and what was folded out stays so. Without this script the form's button does the same.
(() => {
  const wide = matchMedia("(width >= 60rem)");
  const facets = () => document.querySelector("[data-search] .facets");
  let isOpen = false;

  // Pages store nothing: htmx noted the address for a history of its own, which is switched off.
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch { /* no storage, nothing noted */ }

  // Where the facets stand beside the list they are open, for programs that help to read too.
  const fold = () => { facets().open = wide.matches || isOpen; };

  // The address of a list holds what was chosen and nothing else.
  document.addEventListener("htmx:configRequest", (event) => {
    const { formData, elt } = event.detail;
    if (!elt.matches("[data-search] form")) return;
    for (const [name, value] of [...formData.entries()]) {
      if (value.trim() === "") formData.delete(name);
    }
    const paysCount = formData.has("pay_min") || formData.get("sort") === "pay";
    if (!paysCount || formData.get("currency") === "USD") formData.delete("currency");
  });

  document.addEventListener("htmx:beforeSwap", () => { isOpen = facets()?.open ?? false; });

  document.addEventListener("htmx:afterSettle", (event) => {
    const listing = document.querySelector("[data-search]");
    if (!listing) return;
    fold();
    const count = listing.querySelector("[data-count]");
    const note = listing.querySelector("[data-note]");
    document.getElementById("search-said").textContent = [count, note].filter(Boolean).map((part) => part.textContent.trim()).join(". ");
    // A link that was followed is gone, or stands for something else now: go on from the list.
    if (event.detail.requestConfig?.elt?.matches("a") || document.activeElement === document.body) {
      count.focus({ preventScroll: true });
      count.scrollIntoView({ block: "nearest" });
    }
  });

  // When the answer can't be shown in place, the browser goes there, and shows what is wrong.
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      location.assign(event.detail.pathInfo?.finalRequestPath ?? location.href);
    });
  }

  wide.addEventListener("change", fold);
  isOpen = facets()?.open ?? false;
  if (facets()) fold();
})();
