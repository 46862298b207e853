// A browser that is new at a door waits after wrong tries: count down, then let the button be pressed.

import { t } from "../i18n.js";
import { h } from "../ui/dom.js";

const row = document.getElementById("wait");
const button = row.querySelector("button");
const line = h("p", { role: "status" });
let left = Number(row.dataset.seconds);

function tick() {
  button.disabled = left > 0;
  line.textContent = left > 0 ? t("{seconds} seconds to wait.", { seconds: left }) : t("You can press again now.");
  if (left > 0) setTimeout(tick, 1000);
  left -= 1;
}

row.after(line);
tick();
