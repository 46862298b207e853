"""A tracker in four plain words, for comparing it by eye or reading it out.

docs/formats.md, "Receipt and head". The words stand for the first four bytes of the ballot's
SHA-256; they name a ballot well enough for a person who looks for one, and prove nothing.
"""

from __future__ import annotations

import base64
import binascii
import re

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import is_hex

_LIST = (
    "acorn album alley amber anchor apple apron arrow atlas attic badge baker bamboo banjo "
    "barrel basket beach beaver berry bicycle birch biscuit blanket blossom board bonnet book "
    "bottle boulder bracket branch bread brick bridge bucket buffalo button cabin cactus camel "
    "canoe canyon carpet carrot castle cedar chalk cherry chimney cinnamon circle citrus clay "
    "clover cobalt coconut comet compass copper coral cotton cradle crayon crown crystal cup "
    "curtain cushion daisy dancer desert diamond dolphin donkey door dragon duck eagle echo "
    "eggplant elbow elephant ember emerald engine falcon feather fence fiddle field finger flag "
    "flame flute fork fountain fox frog fruit galaxy garden garlic gate ginger giraffe glacier "
    "glove goat granite grape grass guitar hammer harbor harvest hazel heron hill honey horizon "
    "horse island ivory jasmine jelly jewel juniper kettle kitchen kite kiwi ladder lake lamp "
    "lantern laurel lemon lentil letter lily linen lion lizard lobster magnet mango maple "
    "marble market meadow melon mirror mitten morning mountain mushroom music needle nest north "
    "nutmeg oasis ocean olive onion orange orchard otter owl paddle palace panda parrot pasta "
    "peach peanut pearl pebble pencil pepper piano pickle pigeon pillow pine planet plum pocket "
    "poem pond poppy potato prairie pumpkin quilt rabbit radish rain raven ribbon river robin "
    "rocket rope rose saddle saffron salmon sand scarf school shadow shell sky slipper snow "
    "spoon squirrel star stone storm sugar summer sunset swan table teapot thunder tiger timber "
    "toast tomato tower train trumpet tulip tunnel turtle umbrella valley velvet village violin "
    "wagon walnut water whale wheat willow window winter wolf yarn yogurt zebra zipper"
)

WORDS = _LIST.split()
"""256 words that differ within their first four letters; the browser has the same list."""

_STARTS = {word[:4]: number for number, word in enumerate(WORDS)}

COUNT = 4
AGREED_COUNT = 16
"""Words for what people compare with each other before they trust it: 128 bits, so that nobody
can prepare two lists of certificates with the same words."""


def compute_words(tracker: str, count: int = COUNT) -> str:
    """The words of a tracker (base64 without padding); raises ProtocolError ``tracker``."""
    try:
        digest = base64.b64decode(tracker + "=", validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != 32:
        raise ProtocolError("tracker", "a tracker is 43 characters of base64")
    return " ".join(WORDS[byte] for byte in digest[:count])


def compute_commitment_words(digest: str) -> str:
    """A ballot's commitment (its hash, base64) in sixteen words; raises ProtocolError
    ``tracker``."""
    return compute_words(digest, AGREED_COUNT)


def read_words(text: str) -> str | None:
    """The first eight hex digits of a ballot's hash, from its four words; None where these are
    no four words. Capitals and what stands between words do not matter, and of each word its
    first four letters are enough."""
    typed = [word[:4] for word in re.split(r"[\W\d_]+", text.lower()) if word]
    if len(typed) != COUNT or any(word not in _STARTS for word in typed):
        return None
    return bytes(_STARTS[word] for word in typed).hex()


def compute_hash_words(digest: str) -> str:
    """A hash (hex) in sixteen words, to read aloud; raises ProtocolError ``hash``."""
    if not is_hex(digest, 32):
        raise ProtocolError("hash", "a hash is 64 hex digits")
    return " ".join(WORDS[byte] for byte in bytes.fromhex(digest)[:AGREED_COUNT])
