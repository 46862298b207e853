// Runs first on the page that says "not found". Some scanners write "%23" for the "#" of an address;
// what belongs after it (a slip's code, a receipt, a link's secret) then stands in the path, where
// the server sees it. It goes back to its place before anything else is asked for: no address with
// it stays in the bar or in the list of pages behind this one, and none is asked for again.
(() => {
  const path = window.location.pathname;
  const found = /%(?:25)*23/i.exec(path);
  if (found === null) return;
  const address = path.slice(0, found.index).replace(/%2f/gi, "/");
  const secret = path.slice(found.index + found[0].length).replace(/[/.]+$/, "");
  // One slash: two would name another host.
  window.location.replace(`${address.replace(/^\/+/, "/")}#${secret}`);
})();
