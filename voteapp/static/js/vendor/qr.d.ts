// Written by scripts/vendor-js.mjs.
export { encodeQR, _ALPHANUMERIC, _BYTES, _ECC_BLOCKS, _ECC_LEVELS, _GF256, _WORDS_PER_BLOCK, _formatBits, _maskBits, _popcnt, _versionBits } from "qr";
