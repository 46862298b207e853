"use strict";
// Moves the one-time secret from the address into the form and out of the address bar.
(() => {
  const move = () => {
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById("secret"));
    const secret = window.location.hash.slice(1);
    if (!field || !/^[A-Za-z0-9_-]{8,}$/.test(secret)) return;
    field.value = secret;
    window.history.replaceState(null, "", window.location.pathname);
  };
  window.addEventListener("hashchange", move);
  move();
})();
