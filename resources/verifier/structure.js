// The signature's dictionary and the attachment (rules 6, 7, 17, 18): as app/report/structure.py.

const SIGNATURE_KEYS = ["Type", "Filter", "SubFilter", "Contents", "ByteRange", "M", "Reference"];
const SPOKEN_KEYS = new Set([...SIGNATURE_KEYS, "Name", "Reason", "Location", "ContactInfo"]);
const FIELD_KEYS = new Set(["Type", "Subtype", "FT", "T", "F", "Rect", "P", "V", "AP"]);
const RANGE = /\/ByteRange ?\[ ?0 ([1-9][0-9]{0,9}) ([1-9][0-9]{0,9}) ([1-9][0-9]{0,9}) ?\]/g;

/** The time that it says (milliseconds), and its gap, brackets included. */
function signatureOf(found, text) {
  const signs = (one) => ["Sig", "DocTimeStamp"].some((kind) => isName(one.get("Type"), kind));
  const signatures = [...found.objects].filter(([, one]) => signs(entries(one)));
  const inner = [...found.objects.values()].flatMap((one) => [...dictionaries(one)]);
  demand(signatures.length === 1 && inner.filter(signs).length === 1, 6, "not exactly one signature");
  demand(inner.filter((one) => one.has("FT")).length === 1, 6, "a field other than the signature's");
  demand(inner.filter((one) => one.has("ByteRange")).length === 1, 7, "a second range");
  const number = signatures[0][0];
  const value = entries(signatures[0][1]);
  demand(
    isName(value.get("Type"), "Sig") && isName(value.get("SubFilter"), "ETSI.CAdES.detached"),
    6,
    "a signature of another kind",
  );
  demand(
    SIGNATURE_KEYS.every((key) => value.has(key)) && within(value.keys(), SPOKEN_KEYS),
    6,
    "a signature with other keys",
  );
  const written = value.get("M");
  demand(written instanceof Text && /^D:[0-9]{14}Z$/.test(written.bytes), 6, "a signature without its time in UTC");
  oneField(found, number);
  certifies(found, value, number);
  const gap = gapOf(found, value, text);
  const signedAt = instant(written.bytes.slice(2, 16));
  demand(signedAt !== null, 6, "no such time");
  return { signedAt, gap };
}

/** Milliseconds of YYYYMMDDHHMMSS in UTC; null for a time that is none. */
function instant(digits) {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)$/.exec(digits).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const again = new Date(at).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  return again === digits ? at : null;
}

function oneField(found, signature) {
  const form = entries(found.get(found.root.get("AcroForm")));
  const fields = found.get(form.get("Fields"));
  const one = Array.isArray(fields) && fields.length === 1 && within(form.keys(), new Set(["Fields", "SigFlags"]));
  demand(one, 6, "not exactly one field");
  const field = entries(found.get(fields[0]));
  const itself = isName(field.get("FT"), "Sig") && isRef(field.get("V"), signature);
  demand(itself && form.get("SigFlags") === 3, 6, "a field other than the signature's");
  demand(within(field.keys(), FIELD_KEYS), 6, "a field with other keys");
}

function certifies(found, value, number) {
  const permissions = entries(found.get(found.root.get("Perms")));
  demand(
    sameKeys(permissions, ["DocMDP"]) && isRef(permissions.get("DocMDP"), number),
    6,
    "permissions other than DocMDP",
  );
  const reference = value.get("Reference");
  demand(Array.isArray(reference) && reference.length === 1, 6, "not exactly one reference");
  const only = entries(reference[0]);
  const transform = entries(only.get("TransformParams"));
  const keys = within(only.keys(), new Set(["Type", "TransformMethod", "TransformParams"]));
  demand(isName(only.get("TransformMethod"), "DocMDP") && keys, 6, "a transform other than DocMDP");
  demand(
    transform.get("P") === 1 && within(transform.keys(), new Set(["Type", "P", "V"])),
    6,
    "changes would be allowed",
  );
}

function gapOf(found, value, text) {
  demand(found.gaps.length === 1 && value.get("Contents") instanceof Text, 7, "not exactly one gap");
  const [start, end] = found.gaps[0];
  const written = [...text.matchAll(RANGE)];
  const numbers = written.length === 1 ? written[0].slice(1, 4).map(Number) : [];
  const said = value.get("ByteRange");
  const right = [0, start, end, text.length - end];
  const told = Array.isArray(said) && said.length === 4 && said.every((number, place) => number === right[place]);
  demand(
    told && numbers.every((number, place) => number === right[place + 1]) && numbers.length === 3,
    7,
    "the range leaves out something else than the gap",
  );
  demand(text[start] === "<" && text[end - 1] === ">", 7, "the gap is no hex string");
  return [start, end];
}

// the attachment

const FILES = ["RF", "EP", "URI", "FS", "FFilter", "FDecodeParms"];

/** The bytes of report.json, the only file inside. */
async function attachmentOf(found) {
  const inflated = await inflateAll(found);
  const nameTree = entries(found.get(found.root.get("Names")));
  const leaf = entries(found.get(nameTree.get("EmbeddedFiles")));
  demand(
    sameKeys(nameTree, ["EmbeddedFiles"]) && sameKeys(leaf, ["Names"]),
    17,
    "a name tree with more than the one file",
  );
  const leaves = found.get(leaf.get("Names"));
  const one = Array.isArray(leaves) && leaves.length === 2 && isText(leaves[0], "report.json");
  demand(one, 17, "not exactly one file in the name tree");
  const associated = found.get(found.root.get("AF"));
  const same =
    leaves[1] instanceof Ref &&
    Array.isArray(associated) &&
    associated.length === 1 &&
    isRef(associated[0], leaves[1].number);
  demand(same, 17, "the associated file is another one");
  const specification = entries(found.get(leaves[1]));
  demand(
    sameKeys(specification, ["Type", "F", "UF", "EF", "AFRelationship"]),
    17,
    "a file specification with other keys",
  );
  const named = isText(specification.get("F"), "report.json") && isText(specification.get("UF"), "report.json");
  demand(named && isName(specification.get("AFRelationship"), "Data"), 17, "a file of another name or relation");
  const embedded = entries(specification.get("EF"));
  const stream = embedded.get("F");
  const single =
    within(embedded.keys(), new Set(["F", "UF"])) &&
    stream instanceof Ref &&
    (!embedded.has("UF") || isRef(embedded.get("UF"), stream.number));
  demand(single, 17, "two embedded files in one specification");
  onlyThisFile(found);
  return jsonFile(found.get(stream), inflated);
}

function* dictionaries(value) {
  if (value instanceof Stream) yield* dictionaries(value.dict);
  else if (Array.isArray(value)) for (const item of value) yield* dictionaries(item);
  else if (isDict(value)) {
    yield value;
    for (const item of value.values()) yield* dictionaries(item);
  }
}

function onlyThisFile(found) {
  let specifications = 0;
  let files = 0;
  for (const value of found.objects.values()) {
    for (const inner of dictionaries(value)) {
      const elsewhere = isName(inner.get("Subtype"), "FileAttachment") || FILES.some((key) => inner.has(key));
      demand(!elsewhere, 17, "a way to another file");
      specifications += inner.has("EF") ? 1 : 0;
      files += isName(inner.get("Type"), "EmbeddedFile") ? 1 : 0;
    }
  }
  demand(specifications === 1 && files === 1, 17, "more than one embedded file");
}

function jsonFile(stream, inflated) {
  const head = entries(stream);
  const json =
    stream instanceof Stream &&
    isName(head.get("Type"), "EmbeddedFile") &&
    isName(head.get("Subtype"), "application/json");
  demand(json, 17, "not an embedded JSON file");
  const content = inflated.get(stream);
  // a CheckSum is MD5, which a browser does not count; no Didar writes one
  const facts = entries(head.get("Params"));
  demand(sameKeys(facts, ["Size"]) && facts.get("Size") === content.length, 17, "a size that is not so");
  return content;
}

/** Each stream inflates, and all together stay within the limit (rule 18). */
async function inflateAll(found) {
  const inflated = new Map();
  let total = 0;
  for (const value of found.objects.values()) {
    if (!(value instanceof Stream)) continue;
    demand(
      !["F", "FFilter", "FDecodeParms"].some((key) => value.dict.has(key)),
      18,
      "a stream that lies in another file",
    );
    const content = await inflate(value);
    inflated.set(value, content);
    total += content.length;
    demand(total <= LIMITS.streams, 18, "more inflated bytes than the limit");
  }
  return inflated;
}

async function inflate(stream) {
  const { dict, data } = stream;
  if (!dict.has("Filter") || dict.get("Filter") === null) return data;
  demand(
    isName(dict.get("Filter"), "FlateDecode") && !dict.has("DecodeParms"),
    18,
    "a filter other than one FlateDecode",
  );
  const most = Math.min(LIMITS.stream, Math.max(MIB, LIMITS.ratio * data.length));
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) break;
      parts.push(value);
    }
  } catch {
    throw new Broken(18, "a stream that does not inflate");
  }
  if (size > most) {
    reader.cancel().catch(() => undefined);
    throw new Broken(18, "a stream that inflates beyond the limit");
  }
  const content = joined(parts);
  // not every engine says so when something lies behind the packed bytes: their checksum is then not the last
  demand(
    data.length >= 6 &&
      adler32(content) === new DataView(data.buffer, data.byteOffset + data.length - 4, 4).getUint32(0),
    18,
    "a stream that is cut, or has something behind it",
  );
  return content;
}

function adler32(data) {
  let low = 1;
  let high = 0;
  for (let at = 0; at < data.length; at += 3800) {
    const end = Math.min(at + 3800, data.length);
    for (let place = at; place < end; place += 1) {
      low += data[place];
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
