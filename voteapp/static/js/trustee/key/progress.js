// A bar for work on a key's file, which shows itself with the first report.

import { t } from "../../i18n.js";
import { progressBar } from "../../ui/dom.js";

/** {element, report(done, total)}. */
export function fileProgress() {
  const { element, update } = progressBar(t("Progress"));
  element.hidden = true;
  const report = (done, total) => {
    element.hidden = false;
    const percent = Math.floor((10 * done) / total) * 10;
    update(done, total, t("Working on the file: {percent} %", { percent }));
  };
  return { element, report };
}
