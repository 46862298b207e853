// Runs before anything else on the booth's page (a classic script in the head): the token leaves
// the address bar at once, and is handed over exactly once. On slow networks every round trip
// counts, so the campaign is asked for here, while the modules are still on their way.
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
  const address = window.location.pathname.replace(/\/b\/([^/]+)\/?$/, "/api/campaigns/$1");
  let asked = fetch(address, { credentials: "omit", cache: "no-store", redirect: "error" });
  asked.catch(() => {}); // Whoever takes it sees the failure.
  window.takeBooth = () => {
    const taken = asked;
    asked = null;
    return taken;
  };
  window.peekSlip = () => token;
  window.takeSlip = () => {
    const taken = token;
    token = null;
    return taken;
  };
})();
