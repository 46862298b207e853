// Written by scripts/vendor-js.mjs.
export { ed25519 } from "@noble/curves/ed25519.js";
export { ScalarMultiplier } from "@noble/curves/abstract/curve.js";
export { sha256, sha512 } from "@noble/hashes/sha2.js";
