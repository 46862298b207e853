// Says what to do where a page's program does not start: the browser is too old for it, or a part of
// it did not arrive. A classic script in the words of 2009, for it has to run where nothing else does.
//
// The page's program removes the panel "stuck" when it shows something of its own. The texts are in
// templates/macros/programs.html. What came in the address's fragment is kept for another try.
(function () {
  "use strict";
  var SLOW_MS = 30000;
  var panel = document.getElementById("stuck");

  function find(name) {
    return panel.querySelectorAll("." + name);
  }

  function isWaiting() {
    return document.getElementById("stuck") === panel;
  }

  /** What the fragment held: the first script of the page took it out of the address bar. */
  function readFragment() {
    var peek = window[panel.getAttribute("data-peek")];
    var taken = typeof peek === "function" ? peek() : null;
    return taken || window.location.hash.replace(/^#/, "");
  }

  function setHidden(elements, hidden) {
    for (var i = 0; i < elements.length; i += 1) {
      if (hidden) elements[i].setAttribute("hidden", "");
      else elements[i].removeAttribute("hidden");
    }
  }

  /** A slip's code as it is typed, where it can be one. */
  function showCode(fragment) {
    var place = find("stuck-code")[0];
    var plain = fragment.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
    if (place && plain.length === 30) place.textContent = plain.match(/.{5}/g).join("-");
  }

  function show(slow) {
    if (!isWaiting()) return;
    if (!slow) showCode(readFragment());
    setHidden(find("stuck-slow"), !slow);
    setHidden(find("stuck-broken"), slow);
    setHidden(document.querySelectorAll(".loading"), !slow);
    panel.hidden = false;
  }

  function tryAgain() {
    var fragment = readFragment();
    if (fragment !== "") window.history.replaceState(null, "", window.location.pathname + "#" + fragment);
    window.location.reload();
  }

  function onError(event) {
    var target = event.target;
    // Of what can be missing on a page only a script is the program.
    if (target === window || (target && target.tagName === "SCRIPT")) show(false);
  }

  function onLoaded() {
    if (!("noModule" in document.createElement("script"))) show(false);
  }

  if (panel === null) return;
  find("stuck-again")[0].addEventListener("click", tryAgain);
  window.addEventListener("error", onError, true);
  window.addEventListener("unhandledrejection", onError);
  document.addEventListener("DOMContentLoaded", onLoaded);
  window.setTimeout(function () {
    if (panel.hidden) show(true);
  }, SLOW_MS);
})();
