// The shared vectors of a key ceremony: every message of three trustees, of whom two can decrypt.
// Each trustee draws from a stream of its own: seed, certificate, polynomial, voutput.

import { checkCertificates, createCertificate } from "../../../voteapp/static/js/protocol/keys/certificates.js";
import { encodeJsonText } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { computeThresholdParameters, createVoutput } from "../../../voteapp/static/js/protocol/keys/pedersen.js";
import * as pki from "../../../voteapp/static/js/protocol/keys/pki.js";
import { createPolynomial } from "../../../voteapp/static/js/protocol/keys/polynomials.js";
import { computeVinputs, openVinput } from "../../../voteapp/static/js/protocol/keys/shares.js";
import { createStream } from "../stream.mjs";

const group = getGroup("Ed25519");

/** One ceremony; messages as on the wire. */
export async function ceremonyVectors() {
  const threshold = 2;
  const trustees = [1, 2, 3].map((index) => {
    const seed = `voteapp vectors: ceremony, trustee ${index}`;
    const stream = createStream(seed);
    return { seed, stream, secret: pki.createSeed(stream) };
  });
  const certs = trustees.map(({ secret, stream }, i) =>
    createCertificate(group, secret, { size: trustees.length, threshold, index: i + 1, randomBytes: stream }),
  );
  const certificates = checkCertificates(group, certs, threshold);
  const polynomials = [];
  for (const { secret, stream } of trustees) {
    polynomials.push(await createPolynomial(group, secret, certificates, stream));
  }
  const vinputs = computeVinputs(polynomials);
  const voutputs = [];
  const shares = [];
  for (const [i, { secret, stream }] of trustees.entries()) {
    const opened = await openVinput(group, secret, certificates, vinputs[i]);
    shares.push(group.encodeScalar(opened.share));
    voutputs.push(await createVoutput(group, secret, certificates, opened, stream));
  }
  const parameters = computeThresholdParameters(certificates, polynomials, voutputs);
  return [
    {
      threshold,
      trustees: trustees.map(({ seed, secret }, i) => ({
        seed,
        pki_seed: secret,
        certificate: encodeJsonText(certs[i]),
        polynomial: encodeJsonText(polynomials[i]),
        vinput: encodeJsonText(vinputs[i]),
        share: shares[i],
        voutput: encodeJsonText(voutputs[i]),
      })),
      threshold_parameters: encodeJsonText(parameters),
    },
  ];
}
