// Runs before anything else on the check page (a classic script in the head): the receipt leaves the
// address bar at once, and is handed over.
(() => {
  let receipt = null;
  const take = () => {
    const fragment = window.location.hash.slice(1);
    if (!fragment.startsWith("1.")) return false;
    receipt = fragment;
    window.history.replaceState(window.history.state, "", window.location.pathname);
    return true;
  };
  take();
  window.addEventListener("hashchange", () => {
    if (take()) window.dispatchEvent(new Event("receipt"));
  });
  window.peekReceipt = () => receipt;
  window.takeReceipt = () => {
    const taken = receipt;
    receipt = null;
    return taken;
  };
})();
