"use strict";
// Runs before anything else on the page behind a trustee's link (a classic script in the head):
// the link's secret leaves the address bar at once, and is handed over exactly once.
(() => {
  let secret = null;
  const take = () => {
    if (window.location.hash.length < 2) return false;
    secret = window.location.hash.slice(1);
    window.history.replaceState(null, "", window.location.pathname);
    return true;
  };
  take();
  window.addEventListener("hashchange", () => {
    if (take()) window.dispatchEvent(new Event("secret"));
  });
  window.peekSecret = () => secret;
  window.takeSecret = () => {
    const taken = secret;
    secret = null;
    return taken;
  };
})();
