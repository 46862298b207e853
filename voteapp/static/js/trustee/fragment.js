"use strict";
// Runs before anything else on the page behind a trustee's link (a classic script in the head):
// the link's secret leaves the address bar at once, and is handed over exactly once.
(() => {
  let secret = null;
  const take = () => {
    const fragment = window.location.hash.slice(1);
    if (fragment === "") return false;
    secret = fragment;
    window.history.replaceState(null, "", window.location.pathname);
    return true;
  };
  take();
  window.addEventListener("hashchange", () => {
    if (take()) window.location.reload();
  });
  window.takeSecret = () => {
    const taken = secret;
    secret = null;
    return taken;
  };
})();
