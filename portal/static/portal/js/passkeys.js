/* Shows what needs a passkey where the browser knows them, and says why one could not be used. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) {
      return;
    }
    document.querySelectorAll("[data-passkey]").forEach(function (element) {
      element.hidden = false;
    });
  });

  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    var said = document.querySelector("[data-passkey-problem]");
    if (!said) {
      said = document.createElement("p");
      said.className = "field__error";
      said.setAttribute("role", "alert");
      said.setAttribute("data-passkey-problem", "");
      document.querySelector("#content form").after(said);
    }
    said.textContent = "";
    window.setTimeout(function () {
      said.textContent = "The passkey could not be used. Try again, or choose another way.";
    });
  });
})();
