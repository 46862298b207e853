"use strict";
// Runs before anything else on the page behind a trustee's link (a classic script in the head):
// the link's secret leaves the address bar at once, and is handed over exactly once.
(() => {
  let secret = null;
  if (window.location.hash.length > 1) {
    secret = window.location.hash.slice(1);
    window.history.replaceState(null, "", window.location.pathname);
  }
  // Another link, opened in this tab: the page begins anew, and takes it.
  window.addEventListener("hashchange", () => {
    if (window.location.hash.length > 1) window.location.reload();
  });
  window.takeSecret = () => {
    const taken = secret;
    secret = null;
    return taken;
  };
})();
