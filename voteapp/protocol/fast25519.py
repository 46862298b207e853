"""lib25519, when the machine has it: variable-time arithmetic for public data only.

The library is found by the system's loader (Debian package ``lib25519-1``). Everything works
without it, some two times slower. Never hand it a secret: its running time depends on its input.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

ORDER = 2**252 + 27742317777372353535851937790883648493
_ZERO = bytes(32)
# Scalars are reduced by the library, so that q·P = 0 would prove nothing: (q-1)·P is asked for.
_ORDER_LESS_ONE = (ORDER - 1).to_bytes(64, "little")


class Fast25519:
    """Double multiplications on edwards25519; elements are 32 little-endian bytes."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._mgnp = library.lib25519_mGnP_ed25519
        self._mgnp.argtypes = [ctypes.c_char_p] * 4
        self._mgnp.restype = None
        self._multiscalar = library.lib25519_multiscalar_ed25519
        self._multiscalar.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_longlong]
        self._multiscalar.restype = None

    def is_valid(self, element: bytes) -> bool:
        """Canonical, on the curve, in the prime-order subgroup, not neutral."""
        if len(element) != 32 or element == b"\x01" + bytes(31):
            return False
        out = ctypes.create_string_buffer(33)
        # 0·G - (q-1)·P is P exactly when q·P is neutral; the output is canonical.
        self._mgnp(out, _ZERO, _ORDER_LESS_ONE, element)
        return out.raw == element + b"\x01"

    def commit(self, response: int, base: bytes, challenge: int) -> bytes:
        """``g^response · base^challenge`` for an element that was checked."""
        out = ctypes.create_string_buffer(33)
        self._mgnp(
            out,
            (response % ORDER).to_bytes(32, "little"),
            (-challenge % ORDER).to_bytes(64, "little"),
            base,
        )
        return out.raw[:32]

    def commit_pair(self, first: bytes, response: int, second: bytes, challenge: int) -> bytes:
        """``first^response · second^challenge`` for elements that were checked."""
        out = ctypes.create_string_buffer(33)
        scalars = (response % ORDER).to_bytes(32, "little") + (challenge % ORDER).to_bytes(
            32, "little"
        )
        self._multiscalar(out, scalars, first + second, 2)
        return out.raw[:32]


def load() -> Fast25519 | None:
    """The library, or None where the machine has none."""
    with suppress(OSError):
        # Some builds of lib25519 leave their random source to whoever loads them.
        ctypes.CDLL("librandombytes.so.1", mode=ctypes.RTLD_GLOBAL)
    try:
        return Fast25519(ctypes.CDLL("lib25519.so.1"))
    except (OSError, AttributeError):
        return None
