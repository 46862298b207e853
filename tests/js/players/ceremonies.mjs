// Key ceremonies for tests, and how to lie in them.

import assert from "node:assert/strict";
import { checkCertificates, createCertificate } from "../../../voteapp/static/js/protocol/keys/certificates.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { checkVoutput, createVoutput } from "../../../voteapp/static/js/protocol/keys/pedersen.js";
import { checkPolynomial, createPolynomial } from "../../../voteapp/static/js/protocol/keys/polynomials.js";
import { computeVinputs, openVinput } from "../../../voteapp/static/js/protocol/keys/shares.js";
import * as channels from "../../../voteapp/static/js/protocol/keys/channels.js";
import * as pki from "../../../voteapp/static/js/protocol/keys/pki.js";
import { createStream } from "../stream.mjs";

const group = getGroup("Ed25519");

/** All trustees of one honest run: what each holds, what each published. */
export async function holdCeremony(size, threshold, seed = "ceremony") {
  const randomBytes = createStream(`${seed}${size}${threshold}`);
  const seeds = Array.from({ length: size }, () => pki.createSeed(randomBytes));
  const certs = seeds.map((secret, i) =>
    createCertificate(group, secret, { size, threshold, index: i + 1, randomBytes }),
  );
  const certificates = checkCertificates(group, certs, threshold);
  const polynomials = [];
  for (const secret of seeds) {
    polynomials.push(await createPolynomial(group, secret, certificates, randomBytes));
  }
  const vinputs = computeVinputs(polynomials);
  const open = (number, vinput = vinputs[number - 1]) => openVinput(group, seeds[number - 1], certificates, vinput);
  const rows = polynomials.map((polynomial, i) => checkPolynomial(group, certificates, i + 1, polynomial));
  const shares = [];
  const voutputs = [];
  for (const [i, secret] of seeds.entries()) {
    const opened = await open(i + 1);
    assert.equal(opened.number, i + 1);
    shares.push(opened.share);
    voutputs.push(await createVoutput(group, secret, certificates, opened, randomBytes));
  }
  voutputs.forEach((voutput, i) => checkVoutput(group, certificates, rows, i + 1, voutput));
  return { randomBytes, seeds, certificates, polynomials, vinputs, rows, shares, voutputs, open };
}

/** A message of trustee `liar` to trustee `victim`, properly sealed. */
export function lieTo(run, liar, victim, body) {
  const { signing } = pki.computePrivateKeys(group, run.seeds[liar - 1]);
  const { encryption } = run.certificates.keys[victim - 1];
  return channels.sendMessage(group, signing, encryption, body, createStream("lie"));
}
