// What the classic scripts in a page's head hand over to its modules, each exactly once.

interface Window {
  /** booth/fragment.js: the campaign, which it has asked for already. */
  takeBooth(): Promise<Response> | null;
  /** booth/fragment.js: the slip's code from the address. */
  takeSlip(): string | null;
  /** A receipt from the check page's address, once: static/js/check/fragment.js. */
  takeReceipt(): string | null;
  /** trustee/access/fragment.js: the link's secret from the address. */
  takeSecret(): string | null;
}
