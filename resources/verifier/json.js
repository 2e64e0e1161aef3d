// report.json: its one form and its schema (rules 19 to 21): as app/report/canonical.py and schema.py.

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const encoded = (text) => new TextEncoder().encode(text);
const lengthOf = (text) => (text.length <= LIMITS.jsonString ? text.length : [...text].length);

function byLetters(one, other) {
  const [first, second] = [[...one], [...other]];
  for (let at = 0; at < Math.min(first.length, second.length); at += 1) {
    if (first[at] !== second[at]) return first[at].codePointAt(0) - second[at].codePointAt(0);
  }
  return first.length - second.length;
}

/** JSON with sorted keys and no spaces: two equal values give equal texts. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort(byLetters);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** The value of canonical bytes, within the limits. */
function unpack(data) {
  demand(data.length <= LIMITS.json, 19, "more bytes than a report has");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Broken(19, "not UTF-8");
  }
  demand(!text.startsWith("\ufeff") && !text.includes("\u0000"), 19, "a byte-order mark or a NUL");
  const value = new Json(text).whole();
  demand(value !== null && typeof value === "object" && !Array.isArray(value), 19, "not an object");
  checkValue(value);
  demand(canonical(value) === text, 20, "not the canonical form");
  return value;
}

/** A reader of JSON that takes no key twice, no number but a whole one, and no more depth than a report has. */
class Json {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  whole() {
    const value = this.value(0);
    this.space();
    demand(this.at === this.text.length, 19, "not JSON");
    return value;
  }

  space() {
    while (" \t\r\n".includes(this.text[this.at] ?? "x")) this.at += 1;
  }

  next(letter) {
    this.space();
    if (this.text[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }

  value(depth) {
    this.space();
    if (this.next("{")) return this.object(depth + 1);
    if (this.next("[")) return this.list(depth + 1);
    if (this.text[this.at] === '"') return this.string();
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const number = matched(/-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y, this.text, this.at);
    demand(number, 19, "not JSON, or a number that is not whole");
    this.at += number[0].length;
    const small = number[0].length <= 17 && Math.abs(Number(number[0])) < 2 ** 53;
    demand(small, 19, "a number out of bounds");
    return Number(number[0]);
  }

  object(depth) {
    demand(depth <= LIMITS.jsonDepth, 19, "nested too deeply");
    const entries = Object.create(null);
    let keys = 0;
    if (this.next("}")) return entries;
    do {
      this.space();
      const key = this.string();
      demand(this.next(":"), 19, "not JSON");
      demand(!(key in entries), 19, "a key given twice");
      entries[key] = this.value(depth);
      keys += 1;
    } while (this.next(","));
    demand(keys <= LIMITS.jsonKeys, 19, "an object with too many keys");
    demand(this.next("}"), 19, "not JSON");
    return entries;
  }

  list(depth) {
    demand(depth <= LIMITS.jsonDepth, 19, "nested too deeply");
    const items = [];
    if (this.next("]")) return items;
    do items.push(this.value(depth));
    while (this.next(","));
    demand(this.next("]"), 19, "not JSON");
    return items;
  }

  string() {
    const begin = this.at;
    demand(this.text[begin] === '"', 19, "not JSON");
    let end = begin + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    try {
      this.at = end + 1;
      return JSON.parse(this.text.slice(begin, end + 1));
    } catch {
      throw new Broken(19, "not JSON");
    }
  }
}

function checkValue(value) {
  if (typeof value === "string") checkText(value);
  else if (Array.isArray(value)) {
    demand(value.length <= LIMITS.jsonArray, 19, "a list too long");
    value.forEach(checkValue);
  } else if (value !== null && typeof value === "object") {
    for (const key of Object.keys(value)) {
      checkText(key);
      checkValue(value[key]);
    }
  }
}

function checkText(text) {
  demand(lengthOf(text) <= LIMITS.jsonString, 19, "a string too long");
  demand(!LONE.test(text), 19, "a lone surrogate");
  demand(text.normalize("NFC") === text, 20, "a string that is not NFC");
  demand(!CONTROL.test(text), 20, "a control character");
}

/** A known format, and exactly the keys and kinds of values of its schema. */
function readable(report, schema) {
  const written = /^didar-report\/([1-9][0-9]{0,3})$/.exec(typeof report.format === "string" ? report.format : "");
  demand(!written || Number(written[1]) === 1, 21, "a newer format");
  demand(fits(report, schema, schema.definitions), 19, "not as the schema says");
}

const patterns = new Map();

function fitsPattern(text, pattern) {
  if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, "u"));
  return patterns.get(pattern).test(text);
}

/** JSON Schema, draft 7, as far as the report's needs it. */
function fits(value, schema, definitions) {
  if (schema.$ref) return fits(value, definitions[schema.$ref.split("/").pop()], definitions);
  if (schema.oneOf) return schema.oneOf.filter((one) => fits(value, one, definitions)).length === 1;
  const kind =
    value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  if (schema.type && ![schema.type].flat().includes(kind)) return false;
  if ("const" in schema && value !== schema.const) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (kind === "string") {
    const long = [...value].length;
    return (
      long >= (schema.minLength ?? 0) &&
      long <= (schema.maxLength ?? Infinity) &&
      (!schema.pattern || fitsPattern(value, schema.pattern))
    );
  }
  if (kind === "integer") return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (kind === "array") {
    const many = value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity);
    return many && (!schema.items || value.every((item) => fits(item, schema.items, definitions)));
  }
  if (kind !== "object") return true;
  const known = schema.properties ?? {};
  if (!(schema.required ?? []).every((key) => key in value)) return false;
  return Object.keys(value).every((key) =>
    Object.hasOwn(known, key) ? fits(value[key], known[key], definitions) : schema.additionalProperties !== false,
  );
}
