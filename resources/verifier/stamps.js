// The one time stamp that a signature may carry (rules 9 and 15): as app/report/timestamps.py.

const STAMP = {
  token: bytesOf("060b2a864886f70d010910020e"),
  info: bytesOf("060b2a864886f70d0109100104"),
  certificateId: "060b2a864886f70d010910020c",
  protection: "06092a864886f70d010934",
  extendedKeyUsage: "0603551d25",
  timeStamping: bytesOf("06082b06010505070308"),
};
const VERSION_3 = bytesOf("020103");
const SHA1 = "SHA-1";
/** By the last byte of the digest's identifier: [name, last byte of ECDSA's and RSA's, length]. */
const DIGESTS = { "01": ["SHA-256", "02", 0x20], "02": ["SHA-384", "03", 0x30], "03": ["SHA-512", "04", 0x40] };
const DIGEST_OID = "06096086480165030402";
const A_DAY = 86400000;

/** [name, its algorithm as DER with NULL, last byte] of a digest's identifier. */
function digestOf(oid) {
  const last = oid.startsWith(DIGEST_OID) ? oid.slice(-2) : "";
  demand(oid.length === DIGEST_OID.length + 2 && DIGESTS[last], 9, "a time stamp by another digest");
  return { name: DIGESTS[last][0], algorithm: bytesOf(`300d${oid}0500`), last };
}

/** The value of the one unsigned attribute, where there is one: what else is there shows in the comparison. */
function stampIn(info) {
  const unsigned = info[6];
  if (!unsigned) return null;
  const attributes = children(unsigned);
  demand(unsigned.tag === 0xa1 && attributes.length === 1, 9, "not a CMS signature");
  const [oid, values] = children(attributes[0]);
  demand(oid && same(oid.raw, STAMP.token) && values?.tag === 0x31, 9, "not a CMS signature");
  const tokens = children(values);
  demand(tokens.length === 1, 9, "not a CMS signature");
  return tokens[0].raw;
}

function stampParts(token) {
  const [kind, wrapped] = children(derAt(token, 0));
  demand(kind && same(kind.raw, OID.signedData) && wrapped?.tag === 0xa0, 9, "a time stamp of another kind");
  const data = children(children(wrapped)[0]);
  const [, , said] = data;
  const infos = data[data.length - 1];
  demand(infos.tag === 0x31 && children(infos).length === 1, 9, "a time stamp of another kind");
  const [, , digest, attributes, algorithm, signature] = children(children(infos)[0]);
  const [type, content] = children(said);
  demand(same(type.raw, STAMP.info) && attributes.tag === 0xa0, 9, "a time stamp of another kind");
  const bag = data.find((one) => one.tag === 0xa0);
  return {
    info: children(content)[0].body,
    attributes: attributes.body,
    digest: digestOf(oidOf(children(digest)[0])),
    pss: oidOf(children(algorithm)[0]) === PSS_OID,
    signature: signature.body,
    bag: children(bag).map((one) => one.raw),
  };
}

/** The signed attributes by identifier, each there once and with one value. */
function stampAttributes(body) {
  const found = new Map();
  for (const one of children({ body })) {
    const [oid, values] = children(one);
    const all = children(values);
    demand(!found.has(oidOf(oid)) && all.length === 1, 9, "an attribute of a time stamp given twice");
    found.set(oidOf(oid), all[0]);
  }
  return found;
}

/** The one certificate that the authority's signed attributes bind, by its digest. */
async function stampCertificate(parts, attributes) {
  const newer = attributes.get(hexOf(OID.signingCertificate));
  const bound = newer ?? attributes.get(STAMP.certificateId);
  demand(bound, 9, "a time stamp that names no certificate");
  const id = children(children(children(bound)[0])[0]);
  const named = newer && id[0].tag === 0x30 ? digestOf(oidOf(children(id[0])[0])).name : newer ? "SHA-256" : SHA1;
  const wanted = (id[0].tag === 0x30 ? id[1] : id[0]).body;
  for (const raw of parts.bag) {
    const digest = new Uint8Array(await crypto.subtle.digest(named, raw));
    if (same(digest, wanted)) return readCertificate(raw);
  }
  throw new Broken(9, "a time stamp without its authority's certificate");
}

function stampAlgorithm(parts, key) {
  const [, last, length] = DIGESTS[parts.digest.last];
  if (key.curve) return bytesOf(`300a06082a8648ce3d0403${last}`);
  if (!parts.pss) return bytesOf(`300d06092a864886f70d0101${{ "02": "0b", "03": "0c", "04": "0d" }[last]}0500`);
  const digest = hexOf(parts.digest.algorithm);
  const salt = `a2030201${length.toString(16)}`;
  return bytesOf(`304106092a864886f70d01010a3034a00f${digest}a11c301a06092a864886f70d010108${digest}${salt}`);
}

function stampBuilt(parts, certificate, key) {
  const { digest } = parts;
  const who = der(0x30, certificate.issuer, certificate.serial);
  const attributes = der(0xa0, parts.attributes);
  const signed = [stampAlgorithm(parts, key), der(0x04, parts.signature)];
  const info = der(0x30, VERSION_1, who, digest.algorithm, attributes, ...signed);
  const said = der(0x30, STAMP.info, der(0xa0, der(0x04, parts.info)));
  const bag = der(0xa0, certificate.raw);
  const data = der(0x30, VERSION_3, der(0x31, digest.algorithm), said, bag, der(0x31, info));
  return der(0x30, OID.signedData, der(0xa0, data));
}

/** The instant that a statement gives to the SHA-256 of this signature's value. */
async function stampedAt(info, signature) {
  const [version, , imprint, , time] = children(derAt(info, 0));
  const [algorithm, digest] = children(imprint);
  const about = oidOf(children(algorithm)[0]) === `${DIGEST_OID}01` && same(digest.body, await sha256(signature));
  demand(same(version.raw, VERSION_1) && about, 9, "a time stamp of another signature");
  const written = /^([0-9]{14})(\.[0-9]+)?Z$/.exec(lettersOf(time.body));
  const at = time.tag === 0x18 && written ? instant(written[1]) : null;
  demand(at !== null, 9, "a time stamp without its time");
  return at;
}

/** {at, name} of a signature's time stamp, null without one. Refused unless it holds, and these are its only bytes. */
async function checkStamp({ stamp, signature }) {
  if (!stamp) return null;
  try {
    return await readStamp(stamp, signature);
  } catch (error) {
    throw error instanceof Broken ? error : new Broken(9, "a time stamp that can't be read");
  }
}

async function readStamp(token, signature) {
  const parts = stampParts(token);
  const attributes = stampAttributes(parts.attributes);
  const certificate = await stampCertificate(parts, attributes);
  const key = keyOf(certificate);
  demand(same(stampBuilt(parts, certificate, key), token), 9, "a time stamp in another encoding than the canonical one");
  const uses = extension(certificate, STAMP.extendedKeyUsage);
  const only = uses?.critical && same(uses.value.body, STAMP.timeStamping);
  demand(only, 9, "a time stamp by a certificate that is for something else");
  const type = attributes.get(hexOf(OID.contentType));
  const said = attributes.get(hexOf(OID.messageDigest));
  const digest = new Uint8Array(await crypto.subtle.digest(parts.digest.name, parts.info));
  demand(type && same(type.raw, STAMP.info), 9, "a time stamp that signs something else");
  demand(said && same(said.body, digest), 9, "a time stamp of another statement");
  const protectedBy = attributes.get(STAMP.protection);
  const kept = !protectedBy || digestOf(oidOf(children(children(protectedBy)[0])[0])).last === parts.digest.last;
  demand(kept, 9, "a time stamp by another digest");
  const value = stampValue(parts.signature, key);
  const message = der(0x31, parts.attributes);
  const holds =
    value && (await verifies(key, value, message, { pss: parts.pss, hash: parts.digest.name, salt: digest.length }));
  demand(holds, 9, "a time stamp that its authority did not sign");
  const at = await stampedAt(parts.info, signature);
  const valid = certificate.begin <= at && at <= certificate.end;
  demand(valid, 9, "a time stamp outside its certificate's validity");
  return { at, name: attribute(certificate, OID.commonName) ?? "" };
}

/** The authority's signature as WebCrypto takes it, in its one form; null for another one. */
function stampValue(signature, key) {
  if (!key.curve) return signature.length === Math.floor(key.size / 8) ? signature : null;
  const value = ellipticSignature(signature, key.curve);
  return value !== null && value.s * 2n <= key.curve.order ? value.raw : null;
}

/** The office's clock, when it signed, and the authority's were not a day apart (rule 15). */
function checkStampTime(stamp, signedAt) {
  demand(!stamp || Math.abs(stamp.at - signedAt) <= A_DAY, 15, "a time stamp of another day");
}
