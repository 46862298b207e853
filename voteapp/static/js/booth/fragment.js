// Runs before anything else on the booth's page (a classic script in the head): the token leaves
// the address bar at once, and is handed over exactly once.
(() => {
  let token = null;
  const take = () => {
    const fragment = window.location.hash.slice(1);
    if (fragment === "") return false;
    token = fragment;
    window.history.replaceState(window.history.state, "", window.location.pathname);
    return true;
  };
  take();
  window.addEventListener("hashchange", () => {
    if (take()) window.dispatchEvent(new Event("slip"));
  });
  window.peekSlip = () => token;
  window.takeSlip = () => {
    const taken = token;
    token = null;
    return taken;
  };
})();
