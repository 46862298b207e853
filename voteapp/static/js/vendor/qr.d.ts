// Written by scripts/vendor-js.mjs.
export { default, default as encodeQR } from "qr";
