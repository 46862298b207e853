// A new campaign: its times are first proposed in the time zone that this browser is set to.

import { readZone } from "../ui/dom.js";

const zones = /** @type {HTMLSelectElement} */ (document.querySelector("#times select"));
const own = readZone();
if ([...zones.options].some(({ value }) => value === own)) zones.value = own;
