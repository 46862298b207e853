// Written by scripts/vendor-js.mjs.
export { default, default as decodeQR } from "qr/decode.js";
