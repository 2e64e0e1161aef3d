// The signature's own bytes: read, built anew, and compared byte for byte (rules 8 and 9): as app/report/cms.py.

const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

/** A DER value at a position: {tag, raw, body, end}; definite, shortest lengths only. */
function derAt(data, at, rule = 9) {
  demand(at + 2 <= data.length && (data[at] & 0x1f) !== 0x1f, rule, "not DER");
  let length = data[at + 1];
  let begin = at + 2;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    demand(octets >= 1 && octets <= 3 && begin + octets <= data.length, rule, "a length that is not DER");
    length = 0;
    for (let place = 0; place < octets; place += 1) length = length * 256 + data[begin + place];
    demand(length >= [0x80, 0x100, 0x10000][octets - 1], rule, "a length that is not DER");
    begin += octets;
  }
  const end = begin + length;
  demand(end <= data.length, rule, "a length that is not DER");
  return { tag: data[at], raw: data.subarray(at, end), body: data.subarray(begin, end), end };
}

function children(node, rule = 9) {
  const found = [];
  for (let at = 0; at < node.body.length;) {
    const child = derAt(node.body, at, rule);
    found.push(child);
    at = child.end;
  }
  return found;
}

/** DER of a value. parts: bytes. */
function der(tag, ...parts) {
  const body = joined(parts);
  const size = body.length;
  const length =
    size < 0x80
      ? [size]
      : size < 0x100
        ? [0x81, size]
        : size < 0x10000
          ? [0x82, size >> 8, size & 0xff]
          : [0x83, size >> 16, (size >> 8) & 0xff, size & 0xff];
  return joined([Uint8Array.from([tag, ...length]), body]);
}

function byBytes(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1)
    if (one[at] !== other[at]) return one[at] - other[at];
  return one.length - other.length;
}
const setOf = (tag, values) => der(tag, ...values.sort(byBytes));

const OID = {
  data: bytesOf("06092a864886f70d010701"),
  signedData: bytesOf("06092a864886f70d010702"),
  contentType: bytesOf("06092a864886f70d010903"),
  messageDigest: bytesOf("06092a864886f70d010904"),
  signingCertificate: bytesOf("060b2a864886f70d010910022f"),
  ecKey: "06072a8648ce3d0201",
  rsaKey: "06092a864886f70d010101",
  commonName: "0603550403",
  serialNumber: "0603550405",
  basicConstraints: "0603551d13",
  keyUsage: "0603551d0f",
};
const SHA256 = bytesOf("300d06096086480165030402010500");
const ECDSA = bytesOf("300a06082a8648ce3d040302");
const RSA = bytesOf("300d06092a864886f70d01010b0500");
const PSS = bytesOf(
  "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120",
);
const PSS_OID = "06092a864886f70d01010a";
const VERSION_1 = bytesOf("020101");
const CURVES = {
  "06082a8648ce3d030107": {
    name: "P-256",
    size: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  "06052b81040022": {
    name: "P-384",
    size: 48,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

function readCertificate(raw) {
  const whole = derAt(raw, 0);
  demand(whole.tag === 0x30 && whole.end === raw.length, 9, "no certificate");
  const [tbs, algorithm, value] = children(whole);
  demand(
    tbs?.tag === 0x30 && algorithm?.tag === 0x30 && value?.tag === 0x03 && value.body[0] === 0,
    9,
    "no certificate",
  );
  const parts = children(tbs);
  const version = parts[0]?.tag === 0xa0 ? children(parts.shift())[0]?.body[0] : 0;
  const [serial, , issuer, validity, subject, key, ...more] = parts;
  demand(
    serial?.tag === 0x02 && [issuer, validity, subject, key].every((one) => one?.tag === 0x30),
    9,
    "no certificate",
  );
  const [begin, end] = children(validity).map(timeOf);
  const extensions = more.find((one) => one.tag === 0xa3);
  return {
    raw,
    tbs: tbs.raw,
    algorithm,
    value: value.body.subarray(1),
    version,
    serial: serial.raw,
    issuer: issuer.raw,
    subject: subject.raw,
    names: subject,
    key,
    begin,
    end,
    extensions: extensions ? children(children(extensions)[0]) : [],
  };
}

function timeOf(node) {
  const text = lettersOf(node.body);
  demand(/^([0-9]{2})?[0-9]{12}Z$/.test(text) && (node.tag === 0x17 || node.tag === 0x18), 9, "no time");
  const digits = text.slice(0, -1);
  const at = instant(node.tag === 0x18 ? digits : (Number(digits.slice(0, 2)) < 50 ? "20" : "19") + digits);
  demand(at !== null, 9, "no time");
  return at;
}

/** An attribute of the subject as text: an attacker may have written it. */
function attribute(certificate, oid) {
  for (const set of children(certificate.names)) {
    for (const pair of children(set)) {
      const [type, value] = children(pair);
      if (hexOf(type.raw) === oid) return stringOf(value);
    }
  }
  return null;
}

function stringOf(value) {
  if (value.tag === 0x1e) return new TextDecoder("utf-16be").decode(value.body);
  return value.tag === 0x0c ? new TextDecoder().decode(value.body) : lettersOf(value.body);
}

/** What a gap's hex digits hold: {chain, digest, signature, pss, stamp}; refused unless these are its only possible bytes. */
async function parseGap(text) {
  demand(/^[0-9A-F]+$/.test(text) && text.length % 2 === 0, 8, "not capital hex digits of even number");
  demand(text.length <= 2 * LIMITS.cms, 8, "a gap too long");
  const data = bytesOf(text);
  demand(data.length >= 4 && data[0] === 0x30 && (data[1] === 0x81 || data[1] === 0x82), 8, "not DER");
  const whole = derAt(data, 0, 8);
  demand(
    data.subarray(whole.end).every((byte) => byte === 0),
    8,
    "something in the padding",
  );
  const parts = readParts(whole);
  parts.certificate = await sha256(parts.chain[0].raw);
  demand(same(built(parts), whole.raw), 9, "another encoding than the canonical one");
  parts.key = keyOf(parts.chain[0]);
  parts.value = signatureForm(parts);
  return parts;
}

/** The meaningful parts, taken without judging the form: `built` does that. */
function readParts(whole) {
  const [type, content] = children(whole);
  demand(type && same(type.raw, OID.signedData) && content?.tag === 0xa0, 9, "not signed data");
  const data = children(children(content)[0] ?? { body: [] });
  const infos = data.length ? data[data.length - 1] : undefined;
  demand(infos?.tag === 0x31 && data.length >= 4 && children(infos).length === 1, 9, "not one signer");
  const info = children(children(infos)[0]);
  const [, sid, , attributes, algorithm, signature] = info;
  demand(info.length >= 6 && attributes.tag === 0xa0 && signature.tag === 0x04, 9, "not a CMS signature");
  const [issuer, serial] = children(sid);
  const digests = children(attributes)
    .map((one) => children(one))
    .filter(([one]) => one && same(one.raw, OID.messageDigest));
  const digest = digests.length === 1 && digests[0][1] ? children(digests[0][1])[0] : undefined;
  demand(issuer && serial && digest?.tag === 0x04 && digest.body.length === 32, 9, "no digest or no signature");
  const bag = data.find((one) => one.tag === 0xa0);
  demand(bag, 9, "no certificate, or too many");
  const chain = pathOf(
    children(bag).map((one) => readCertificate(one.raw)),
    issuer.raw,
    serial.raw,
  );
  const pss = hexOf(children(algorithm)[0]?.raw ?? []) === PSS_OID;
  return { chain, digest: digest.body, signature: signature.body, pss, stamp: stampIn(info) };
}

/** Signer's certificate, its issuer, and so on: all of the bag, each needed. */
function pathOf(bag, issuer, serial) {
  demand(bag.length >= 1 && bag.length <= LIMITS.certificates, 9, "no certificate, or too many");
  const path = bag.filter((one) => same(one.issuer, issuer) && same(one.serial, serial));
  const different = new Set(bag.map((one) => hexOf(one.raw)));
  demand(path.length === 1 && different.size === bag.length, 9, "the signer's certificate is not there once");
  while (path.length < bag.length) {
    const last = path[path.length - 1];
    const above = bag.filter((one) => !path.includes(one) && same(one.subject, last.issuer));
    demand(above.length === 1, 9, "a certificate that is on no path");
    path.push(above[0]);
  }
  return path;
}

/** Content type, message digest and signing-certificate-v2. */
function attributesOf(parts) {
  const attributed = (oid, value) => der(0x30, oid, der(0x31, value));
  return [
    attributed(OID.contentType, OID.data),
    attributed(OID.messageDigest, der(0x04, parts.digest)),
    attributed(OID.signingCertificate, der(0x30, der(0x30, der(0x30, der(0x04, parts.certificate))))),
  ];
}

function built(parts) {
  const [signer] = parts.chain;
  const algorithm = isElliptic(signer) ? ECDSA : parts.pss ? PSS : RSA;
  const attributes = setOf(0xa0, attributesOf(parts));
  const info = der(
    0x30,
    VERSION_1,
    der(0x30, signer.issuer, signer.serial),
    SHA256,
    attributes,
    algorithm,
    der(0x04, parts.signature),
    ...(parts.stamp ? [der(0xa1, der(0x30, STAMP.token, der(0x31, parts.stamp)))] : []),
  );
  const certificates = setOf(
    0xa0,
    parts.chain.map((one) => one.raw),
  );
  const data = der(0x30, VERSION_1, der(0x31, SHA256), der(0x30, OID.data), certificates, der(0x31, info));
  return der(0x30, OID.signedData, der(0xa0, data));
}
