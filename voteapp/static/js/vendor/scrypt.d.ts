// Written by scripts/vendor-js.mjs.
export { scrypt, scryptAsync } from "@noble/hashes/scrypt.js";
