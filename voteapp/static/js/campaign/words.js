// A tracker in four plain words, for comparing it by eye or reading it out.
//
// docs/formats.md, "Receipt and head". The same words as voteapp/campaign/words.py.

import { fromHex, isHash } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";

const WORDS = (
  "acorn album alley amber anchor apple apron arrow atlas attic badge baker bamboo banjo " +
  "barrel basket beach beaver berry bicycle birch biscuit blanket blossom board bonnet book " +
  "bottle boulder bracket branch bread brick bridge bucket buffalo button cabin cactus camel " +
  "canoe canyon carpet carrot castle cedar chalk cherry chimney cinnamon circle citrus clay " +
  "clover cobalt coconut comet compass copper coral cotton cradle crayon crown crystal cup " +
  "curtain cushion daisy dancer desert diamond dolphin donkey door dragon duck eagle echo " +
  "eggplant elbow elephant ember emerald engine falcon feather fence fiddle field finger flag " +
  "flame flute fork fountain fox frog fruit galaxy garden garlic gate ginger giraffe glacier " +
  "glove goat granite grape grass guitar hammer harbor harvest hazel heron hill honey horizon " +
  "horse island ivory jasmine jelly jewel juniper kettle kitchen kite kiwi ladder lake lamp " +
  "lantern laurel lemon lentil letter lily linen lion lizard lobster magnet mango maple " +
  "marble market meadow melon mirror mitten morning mountain mushroom music needle nest north " +
  "nutmeg oasis ocean olive onion orange orchard otter owl paddle palace panda parrot pasta " +
  "peach peanut pearl pebble pencil pepper piano pickle pigeon pillow pine planet plum pocket " +
  "poem pond poppy potato prairie pumpkin quilt rabbit radish rain raven ribbon river robin " +
  "rocket rope rose saddle saffron salmon sand scarf school shadow shell sky slipper snow " +
  "spoon squirrel star stone storm sugar summer sunset swan table teapot thunder tiger timber " +
  "toast tomato tower train trumpet tulip tunnel turtle umbrella valley velvet village violin " +
  "wagon walnut water whale wheat willow window winter wolf yarn yogurt zebra zipper"
).split(" ");

const COUNT = 4;
// 128 bits, so that nobody can prepare two lists of certificates with the same words.
const AGREED_COUNT = 16;

/** The words of a tracker (base64 without padding); sixteen of a ballot's commitment.
 * @type {(tracker: string, count?: number) => string} */
export function computeWords(tracker, count = COUNT) {
  const bytes = atob(tracker);
  return Array.from({ length: count }, (_, i) => WORDS[bytes.charCodeAt(i)]).join(" ");
}

/** A ballot's commitment (its hash, base64) in sixteen words, for people to compare.
 * @type {(hash: string) => string} */
export function computeCommitmentWords(hash) {
  return computeWords(hash, AGREED_COUNT);
}

/** A hash (hex) in sixteen words, for people to read aloud to each other; throws `hash`.
 * @type {(digest: string) => string} */
export function computeHashWords(digest) {
  if (!isHash(digest)) throw new ProtocolError("hash", "a hash is 64 hex digits");
  return Array.from(fromHex(digest).subarray(0, AGREED_COUNT), (byte) => WORDS[byte]).join(" ");
}
