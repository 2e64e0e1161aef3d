// The verdict on one file, in the order of docs/report-format.md. GIVEN is put in front when the page is made: the
// schema, the sentences of the rules, the certificates that the inspection office trusts.

const ENVELOPES = ["06092a864886f70d010703", "060b2a864886f70d0109100117"];

/** Whether it is CMS EnvelopedData or AuthEnvelopedData, by its first bytes or its name. */
function isEnvelope(data, name) {
  const start = hexOf(data.subarray(0, 32));
  if (lettersOf(data.subarray(0, 4)) === "%PDF") return false;
  return name.endsWith(".p7m") || (start.startsWith("30") && ENVELOPES.some((oid) => start.includes(oid)));
}

/**
 * What is known of a file. intact: whole, and signed. consistent: its figures follow from its rows. known: its certificate
 * was given to this page. rule: the first that failed; null: none of those that a browser checks.
 */
async function judge(data, name, given) {
  const verdict = { intact: false, consistent: false, known: false, rule: null, detail: null, encrypted: false };
  if (isEnvelope(data, name)) return { ...verdict, encrypted: true };
  try {
    demand(data.length <= LIMITS.file, 1, "larger than the limit");
    const text = lettersOf(data);
    demand(!text.startsWith("%PDF-") || text.includes("/ByteRange"), 6, "not signed");
    const found = scan(data, text);
    verdict.pages = pages(found);
    const {
      signedAt,
      gap: [start, end],
    } = signatureOf(found, text);
    const parts = await parseGap(text.slice(start + 1, end - 1));
    await checkSignature(parts, joined([data.subarray(0, start), data.subarray(end)]));
    const stamp = await checkStamp(parts);
    const attached = await attachmentOf(found);
    const report = unpack(attached);
    const [certificate] = parts.chain;
    Object.assign(verdict, {
      intact: true,
      signedAt,
      stamp,
      signer: attribute(certificate, OID.commonName) ?? "",
      fingerprint: await fingerprintOf(certificate),
      digest: hexOf(await sha256(attached)),
      begin: certificate.begin,
      end: certificate.end,
    });
    readable(report, given.schema);
    verdict.report = report;
    checkMeaning(report);
    await checkTree(report);
    await checkSlipKeys(report);
    checkTrail(report.audit);
    verdict.consistent = true;
    await checkSigner(parts, report, signedAt);
    demand(!report.demo && !report.draft, 31, "a demo or a draft");
    checkStampTime(stamp, signedAt);
    verdict.known = given.trusted.includes(hexOf(certificate.raw)) && !isAuthority(certificate);
  } catch (error) {
    // what nobody foresaw in a stranger's file refuses it, as the death of the process does in the program
    verdict.rule = error instanceof Broken ? error.rule : 1;
    verdict.detail = error instanceof Broken ? error.detail : String(error);
  }
  return verdict;
}
