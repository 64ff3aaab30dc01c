// Tells once that this page was really looked at: not while it is only prepared, or lies in a tab behind.
// The address to tell stands beside this script's own; nothing is kept in the browser.
(() => {
  const { seen } = document.currentScript.dataset;
  let isTold = false;
  const tell = () => {
    if (isTold || document.prerendering || document.visibilityState !== "visible") return;
    isTold = true;
    navigator.sendBeacon(seen, new URLSearchParams());
  };
  document.addEventListener("prerenderingchange", tell);
  document.addEventListener("visibilitychange", tell);
  tell();
})();
