// What the classic scripts in a page's head hand over to its modules, each exactly once; `peek`
// shows the same to public/watchdog.js, and leaves it where it is.

interface Window {
  /** booth/fragment.js: the campaign, which it has asked for already. */
  takeBooth(): Promise<Response> | null;
  /** booth/fragment.js: the slip's code from the address. */
  takeSlip(): string | null;
  peekSlip(): string | null;
  /** A receipt from the check page's address, once: static/js/check/fragment.js. */
  takeReceipt(): string | null;
  peekReceipt(): string | null;
  /** trustee/access/fragment.js: the link's secret from the address. */
  takeSecret(): string | null;
  peekSecret(): string | null;
}
