// Written by scripts/vendor-js.mjs.
export { decodeQR } from "qr/decode.js";
