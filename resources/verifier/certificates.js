// Keys, what a signature must look like, and whose it is (rules 10, 11, 13 to 15): as app/report/certificates.py, who.py.

const oidOf = (node) => hexOf(node?.raw ?? []);
const isElliptic = (certificate) => oidOf(children(children(certificate.key)[0])[0]) === OID.ecKey;

/** P-256, P-384 or RSA from 2048 bits; refused otherwise (rule 10). */
function keyOf(certificate) {
  const [algorithm, bits] = children(certificate.key, 10);
  const [type, parameter] = children(algorithm, 10);
  if (oidOf(type) === OID.ecKey) {
    const curve = CURVES[oidOf(parameter)];
    demand(
      curve && bits?.body.length === 2 * curve.size + 2 && bits.body[1] === 0x04,
      10,
      "a key of another kind or too short",
    );
    return { curve, spki: certificate.key.raw };
  }
  demand(oidOf(type) === OID.rsaKey && bits?.tag === 0x03, 10, "a key of another kind or too short");
  const [modulus] = children(derAt(bits.body, 1, 10), 10);
  const digits = hexOf(modulus.body).replace(/^0+/, "");
  const size = digits.length * 4 - Math.clz32(parseInt(digits[0] ?? "0", 16)) + 28;
  demand(size >= 2048 && size <= 8192, 10, "a key of another kind or too short");
  return { size, spki: certificate.key.raw };
}

/** The signature as WebCrypto takes it: for ECDSA r and s, of fixed size, with the smaller s (rule 10). */
function signatureForm({ key, signature, pss }) {
  if (!key.curve) {
    demand(signature.length === Math.floor(key.size / 8), 10, "an RSA signature of another length");
    return signature;
  }
  const value = ellipticSignature(signature, key.curve);
  demand(
    !pss && value !== null && value.s * 2n <= key.curve.order,
    10,
    "no ECDSA signature, or the larger of the two values of s",
  );
  return value.raw;
}

/** {raw, s} of an ECDSA signature in DER; null for another form. */
function ellipticSignature(signature, { size, order }) {
  try {
    const whole = derAt(signature, 0);
    const numbers = children(whole);
    const plain = whole.tag === 0x30 && whole.end === signature.length && numbers.length === 2;
    const least = ({ tag, body }) =>
      tag === 0x02 && body.length > 0 && body[0] < 0x80 && !(body.length > 1 && body[0] === 0 && body[1] < 0x80);
    if (!plain || !numbers.every(least)) return null;
    const [r, s] = numbers.map(({ body }) => BigInt(`0x${hexOf(body)}`));
    if (r < 1n || s < 1n || r >= order || s >= order) return null;
    return { s, raw: bytesOf([r, s].map((number) => number.toString(16).padStart(2 * size, "0")).join("")) };
  } catch (error) {
    if (error instanceof Broken) return null;
    throw error;
  }
}

/** Whether the key made this signature. value: as `signatureForm` gives it. */
async function verifies(key, value, message, { pss = false, hash = "SHA-256", salt = 32 } = {}) {
  const form = key.curve
    ? { name: "ECDSA", namedCurve: key.curve.name }
    : { name: pss ? "RSA-PSS" : "RSASSA-PKCS1-v1_5", hash };
  let imported;
  try {
    imported = await crypto.subtle.importKey("spki", key.spki, form, false, ["verify"]);
  } catch {
    throw new Broken(10, "a key that can't be read");
  }
  const way = key.curve ? { name: "ECDSA", hash } : { name: form.name, saltLength: salt };
  return crypto.subtle.verify(way, imported, value, message);
}

/** The digest of what is signed, and the signature on the attributes (rule 11). */
async function checkSignature(parts, signed) {
  demand(same(await sha256(signed), parts.digest), 11, "the digest of the signed bytes is another");
  const holds = await verifies(parts.key, parts.value, setOf(0x31, attributesOf(parts)), { pss: parts.pss });
  demand(holds, 11, "the signature does not hold");
}

const fingerprintOf = async (certificate) => hexOf(await sha256(certificate.key.raw));

// whose it is (rules 13 to 15)

function extension(certificate, oid) {
  const found = certificate.extensions.map((one) => children(one)).filter((parts) => oidOf(parts[0]) === oid);
  demand(found.length <= 1, 14, "extensions that can't be read");
  if (!found.length) return null;
  const [parts] = found;
  return {
    critical: parts[1].tag === 0x01 && parts[1].body[0] === 0xff,
    value: derAt(parts[parts.length - 1].body, 0, 14),
  };
}

function isAuthority(certificate) {
  const basic = extension(certificate, OID.basicConstraints);
  const first = basic ? children(basic.value)[0] : null;
  return first?.tag === 0x01 && first.body[0] === 0xff;
}

const usageOf = (value) => (value.tag === 0x03 ? hexOf(value.body.subarray(1)) : "");

async function checkSigner(parts, report, signedAt) {
  const [certificate] = parts.chain;
  const { signer } = report;
  demand(
    signer !== null && signer.fingerprint === (await fingerprintOf(certificate)),
    13,
    "the data name another key than the one that signed",
  );
  const code = attribute(certificate, OID.serialNumber);
  const own = same(certificate.issuer, certificate.subject) && code !== null;
  demand(
    (signer.kind === "own") === own && signer.name === attribute(certificate, OID.commonName),
    13,
    "the data say another name or kind of certificate",
  );
  if (own) {
    demand(code === report.agency.code, 13, "the certificate is another agency's");
    demand(parts.chain.length === 1, 14, "other certificates beside an own one");
    await checkOwn(certificate, parts.key);
  } else {
    const usage = extension(certificate, OID.keyUsage);
    demand(
      !usage || (parseInt(usageOf(usage.value).slice(0, 2) || "0", 16) & 0xc0) !== 0,
      14,
      "keyUsage does not allow signatures",
    );
  }
  demand(certificate.begin <= signedAt && signedAt <= certificate.end, 15, "signed outside the certificate's validity");
  const tehran = new Date(signedAt + 3.5 * 3600000).toISOString().slice(0, 10);
  demand(tehran > quarterDays(report.quarter)[1], 15, "signed before the quarter's end");
}

const OWN_ALGORITHMS = {
  "06082a8648ce3d040302": "SHA-256",
  "06082a8648ce3d040303": "SHA-384",
  "06082a8648ce3d040304": "SHA-512",
  "06092a864886f70d01010b": "SHA-256",
  "06092a864886f70d01010c": "SHA-384",
  "06092a864886f70d01010d": "SHA-512",
};
const TEN_YEARS = 3653 * 86400000;

/** An office's own certificate is exactly of the kind that Didar makes (rule 14). */
async function checkOwn(certificate, key) {
  const basic = extension(certificate, OID.basicConstraints);
  const usage = extension(certificate, OID.keyUsage);
  demand(certificate.version === 2, 14, "not v3");
  demand(basic?.critical && !isAuthority(certificate), 14, "CA:FALSE is not there, or not critical");
  demand(
    usage?.critical && /^c00?0?$/.test(usageOf(usage.value)),
    14,
    "keyUsage is not exactly digitalSignature and nonRepudiation, critical",
  );
  const known = new Set([OID.basicConstraints, OID.keyUsage]);
  for (const one of certificate.extensions) {
    const [oid, critical] = children(one);
    demand(critical.tag !== 0x01 || known.has(oidOf(oid)), 14, "an unknown critical extension");
  }
  demand(certificate.end - certificate.begin <= TEN_YEARS, 14, "valid for more than ten years");
  const hash = OWN_ALGORITHMS[oidOf(children(certificate.algorithm)[0])];
  const value = key.curve ? ellipticSignature(certificate.value, key.curve)?.raw : certificate.value;
  demand(
    hash && value && (await verifies(key, value, certificate.tbs, { hash })),
    14,
    "its own signature does not hold",
  );
}
