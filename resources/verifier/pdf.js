// Every byte of the file accounted for, without recovery (rules 2 to 5): as app/report/parse.py and scan.py.

const MIB = 1024 * 1024;
const LIMITS = {
  file: 64 * MIB,
  pages: 5000,
  objects: 60000,
  nesting: 32,
  values: 1_500_000,
  stream: 64 * MIB,
  streams: 256 * MIB,
  ratio: 200,
  json: 32 * MIB,
  jsonDepth: 12,
  jsonString: 20000,
  jsonArray: 200000,
  jsonKeys: 200,
  cms: 64 * 1024,
  certificates: 6,
};

/** A file that fails a rule of docs/report-format.md. detail: for developers, never a value out of the file. */
class Broken extends Error {
  constructor(rule, detail) {
    super(`rule ${rule}: ${detail}`);
    this.rule = rule;
    this.detail = detail;
  }
}

function demand(holds, rule, detail) {
  if (!holds) throw new Broken(rule, detail);
}

class Name {
  constructor(text) {
    this.text = text;
  }
}
class Ref {
  constructor(number) {
    this.number = number;
  }
}
class Real {
  constructor(written) {
    this.written = written;
  }
}
/** A PDF string: a letter for each byte. */
class Text {
  constructor(bytes) {
    this.bytes = bytes;
  }
}
class Stream {
  constructor(dict, data) {
    this.dict = dict;
    this.data = data;
  }
}

const isName = (value, text) => value instanceof Name && value.text === text;
const isText = (value, bytes) => value instanceof Text && value.bytes === bytes;
const isRef = (value, number) => value instanceof Ref && value.number === number;
const isDict = (value) => value instanceof Map;
const within = (keys, allowed) => [...keys].every((key) => allowed.has(key));
const sameKeys = (dict, keys) => dict.size === keys.length && keys.every((key) => dict.has(key));

/** The bytes as a text, a letter for each: regular expressions can then be held against them. */
function lettersOf(data) {
  const parts = [];
  for (let at = 0; at < data.length; at += 0x8000) parts.push(String.fromCharCode(...data.subarray(at, at + 0x8000)));
  return parts.join("");
}

function matched(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

// \s would take the byte A0 for white space
const REF = /(0|[1-9][0-9]{0,8}) 0 R(?![^ \t\n\r\f\v/<>[\]()])/y;
const REAL = /-?[0-9]{1,10}\.[0-9]{1,10}/y;
const INTEGER = /-?[0-9]{1,15}/y;
const JSON_NAME = /\/application#2Fjson(?![^ \t\n\r\f\v/<>[\]()])/y;
const NAME = /\/([!"$&'*-.0-;=?-Z\\^-z|~]{1,127})/y;
const WORD = /(true|false|null)(?![^ \t\n\r\f\v/<>[\]()])/y;
const ENDS_NUMBER = " \t\n\r\f\v/<>[]()";
const ESCAPES = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "(": "(", ")": ")", "\\": "\\" };

/** Reads one value at a position; `gaps` gathers where strings that are the value of /Contents lie. */
class Parser {
  constructor(text) {
    this.text = text;
    this.gaps = [];
    this.values = 0;
  }

  skip(at) {
    while (" \t\r\n".includes(this.text[at] ?? "x")) at += 1;
    return at;
  }

  /** [the value that begins at `at` after white space, the position behind it] */
  value(at, depth = 0) {
    demand(depth <= LIMITS.nesting, 4, "nested too deeply");
    this.values += 1;
    demand(this.values <= LIMITS.values, 4, "too many values");
    at = this.skip(at);
    const { text } = this;
    const first = text[at] ?? "";
    if (first === "-" || (first >= "0" && first <= "9")) return this.number(at);
    if (first === "/") return this.name(at);
    if (text.startsWith("<<", at)) return this.dict(at + 2, depth);
    if (first === "<") return this.hex(at + 1);
    if (first === "(") return this.string(at + 1);
    if (first === "[") return this.list(at + 1, depth);
    const word = matched(WORD, text, at);
    demand(word, 4, `no PDF value at ${at}`);
    return [{ true: true, false: false, null: null }[word[1]], at + word[0].length];
  }

  number(at) {
    const { text } = this;
    const ref = matched(REF, text, at);
    if (ref) return [new Ref(Number(ref[1])), at + ref[0].length];
    const real = matched(REAL, text, at);
    const found = real ?? matched(INTEGER, text, at);
    demand(found, 4, `no PDF value at ${at}`);
    const end = at + found[0].length;
    demand(end === text.length || ENDS_NUMBER.includes(text[end]), 4, `a number that does not end at ${end}`);
    return [real ? new Real(found[0]) : Number(found[0]), end];
  }

  name(at) {
    const json = matched(JSON_NAME, this.text, at);
    if (json) return [new Name("application/json"), at + json[0].length];
    const found = matched(NAME, this.text, at);
    demand(found, 4, `no PDF value at ${at}`);
    demand(this.text[at + found[0].length] !== "#", 4, "an escaped name");
    return [new Name(found[1]), at + found[0].length];
  }

  hex(at) {
    const end = this.text.indexOf(">", at);
    demand(end >= 0 && (end - at) % 2 === 0, 4, "a hex string that is none");
    const letters = [];
    for (let place = at; place < end; place += 2) {
      const pair = this.text.slice(place, place + 2);
      demand(/^[0-9A-Fa-f]{2}$/.test(pair), 4, "a hex string that is none");
      letters.push(String.fromCharCode(parseInt(pair, 16)));
    }
    return [new Text(letters.join("")), end + 1];
  }

  string(at) {
    const letters = [];
    for (;;) {
      const letter = this.text[at];
      demand(letter !== undefined && letter >= " " && letter !== "(", 4, "a string that is none");
      if (letter === ")") return [new Text(letters.join("")), at + 1];
      if (letter !== "\\") {
        letters.push(letter);
        at += 1;
        continue;
      }
      const octal = this.text.slice(at + 1, at + 4);
      if (/^[0-3][0-7]{2}$/.test(octal)) {
        letters.push(String.fromCharCode(parseInt(octal, 8)));
        at += 4;
      } else {
        demand(Object.hasOwn(ESCAPES, this.text[at + 1] ?? ""), 4, "a string that is none");
        letters.push(ESCAPES[this.text[at + 1]]);
        at += 2;
      }
    }
  }

  list(at, depth) {
    const items = [];
    for (;;) {
      at = this.skip(at);
      if (this.text[at] === "]") return [items, at + 1];
      let item;
      [item, at] = this.value(at, depth + 1);
      items.push(item);
    }
  }

  dict(at, depth) {
    const entries = new Map();
    for (;;) {
      at = this.skip(at);
      if (this.text.startsWith(">>", at)) return [entries, at + 2];
      let key, value;
      [key, at] = this.value(at, depth + 1);
      demand(key instanceof Name, 4, "a key that is no name");
      demand(!entries.has(key.text), 4, "a key given twice");
      const start = this.skip(at);
      [value, at] = this.value(start, depth + 1);
      entries.set(key.text, value);
      if (key.text === "Contents" && value instanceof Text) this.gaps.push([start, at]);
    }
  }
}

const NOTHING = new Map();

function entries(value) {
  if (value instanceof Stream) return value.dict;
  return isDict(value) ? value : NOTHING;
}

class Scanned {
  constructor() {
    this.objects = new Map();
    this.trailer = NOTHING;
    this.gaps = [];
  }

  /** The value itself, or the object that it refers to. */
  get(value) {
    return value instanceof Ref ? this.objects.get(value.number) : value;
  }

  get root() {
    return entries(this.get(this.trailer.get("Root")));
  }
}

const HEADER = /%PDF-(?:1\.7|2\.0)\n(?:%[\x80-\xff]{4,8}\n)?/y;
const OBJECT = /([1-9][0-9]{0,5}) 0 obj(?![^ \t\n\r\f\v/<>[\]()])/y;
const STREAM = /[ \r\n]*stream\r?\n/y;
const END_STREAM = /\r?\n?endstream/y;
const END = /[ \r\n]*endobj[ \r\n]+/y;
const XREF = /xref\n0 ([1-9][0-9]{0,5})\n/y;
const ENTRY = /([0-9]{10}) 00000 n(?: \n| \r|\r\n)/y;
const FREE = /0000000000 65535 f(?: \n| \r|\r\n)/y;
const TAIL = /[ \r\n]*startxref\n([1-9][0-9]{0,9})\n%%EOF\n/y;

function scan(data, text) {
  const header = matched(HEADER, text, 0);
  demand(header, 2, "no PDF header");
  demand(text.endsWith("%%EOF\n"), 2, "the last bytes are not %%EOF");
  const parser = new Parser(text);
  const found = new Scanned();
  const starts = new Map();
  let at = header[0].length;
  let head;
  while ((head = matched(OBJECT, text, at)) !== null) {
    const number = Number(head[1]);
    demand(!starts.has(number), 4, "an object number given twice");
    demand(starts.size < LIMITS.objects, 4, "too many objects");
    starts.set(number, at);
    let value;
    [value, at] = indirect(parser, data, at + head[0].length);
    found.objects.set(number, value);
  }
  const xref = at;
  at = crossReferences(text, at, starts);
  let trailer;
  [trailer, at] = parser.value(at);
  found.trailer = entries(trailer);
  found.gaps = parser.gaps;
  const tail = matched(TAIL, text, at);
  demand(tail, 4, "no end behind the trailer");
  demand(Number(tail[1]) === xref, 4, "startxref points elsewhere");
  for (const said of strings([found.trailer, ...found.objects.values()])) {
    demand(!said.includes("startxref") && !said.includes("%%EOF"), 2, "a second end, in a string");
  }
  oneRevision(found);
  demand(reachable(found) === found.objects.size, 5, "an object that nothing refers to");
  const end = at + tail[0].length;
  demand(
    end === text.length || !text.includes("/DocTimeStamp", end),
    30,
    "an archive's copy, which only the program reads",
  );
  demand(end === text.length, text.includes("startxref", end) ? 3 : 2, "something behind the end");
  return found;
}

function indirect(parser, data, at) {
  const { text } = parser;
  let value;
  [value, at] = parser.value(at);
  const stream = isDict(value) ? matched(STREAM, text, at) : null;
  if (stream) {
    const begin = at + stream[0].length;
    const length = value.get("Length");
    value.delete("Length");
    demand(
      Number.isInteger(length) && length >= 0 && length <= text.length - begin,
      4,
      "a stream without a length of its own",
    );
    value = new Stream(value, data.subarray(begin, begin + length));
    const ends = matched(END_STREAM, text, begin + length);
    demand(ends, 4, "a stream longer or shorter than it says");
    at = begin + length + ends[0].length;
  }
  const end = matched(END, text, at);
  demand(end, 4, `no endobj at ${at}`);
  return [value, at + end[0].length];
}

/** All strings outside streams. */
function* strings(value) {
  if (value instanceof Text) yield value.bytes;
  else if (Array.isArray(value)) for (const item of value) yield* strings(item);
  else if (isDict(value)) for (const item of value.values()) yield* strings(item);
  else if (value instanceof Stream) yield* strings(value.dict);
}

/** The one table: an entry for each object, in order, and the free head. Gives the trailer's position. */
function crossReferences(text, at, starts) {
  const head = matched(XREF, text, at);
  demand(head, 4, `neither an object nor the xref at ${at}`);
  at += head[0].length;
  const most = [...starts.keys()].reduce((one, other) => Math.max(one, other), 0);
  demand(
    Number(head[1]) === starts.size + 1 && most === starts.size,
    4,
    "the xref has more or fewer entries than there are objects",
  );
  const free = matched(FREE, text, at);
  demand(free, 4, "the xref does not begin with the free entry");
  at += free[0].length;
  for (let number = 1; number <= starts.size; number += 1) {
    const entry = matched(ENTRY, text, at);
    demand(entry && Number(entry[1]) === starts.get(number), 4, `object ${number} is not where the xref says`);
    at += entry[0].length;
  }
  demand(text.startsWith("trailer\n", at), 4, "no trailer behind the xref");
  return at + "trailer\n".length;
}

function oneRevision(found) {
  const { trailer } = found;
  demand(!["Prev", "XRefStm", "Encrypt"].some((key) => trailer.has(key)), 3, "an earlier revision, or encryption");
  const plain = sameKeys(trailer, ["Size", "Root", "Info", "ID"]);
  demand(plain && trailer.get("Size") === found.objects.size + 1, 4, "a trailer with other keys");
  for (const value of found.objects.values()) {
    const kind = entries(value).get("Type");
    const packed = isName(kind, "XRef") || isName(kind, "ObjStm") || entries(value).has("Linearized");
    demand(!packed, 3, "a stream of objects, or linearised");
  }
}

function* references(value) {
  if (value instanceof Ref) yield value.number;
  else if (Array.isArray(value)) for (const item of value) yield* references(item);
  else if (isDict(value)) for (const item of value.values()) yield* references(item);
  else if (value instanceof Stream) yield* references(value.dict);
}

function reachable(found) {
  const met = new Set();
  const waiting = [...references(found.trailer)];
  while (waiting.length) {
    const number = waiting.pop();
    if (met.has(number)) continue;
    demand(found.objects.has(number), 5, "a reference to an object that is not there");
    met.add(number);
    for (const next of references(found.objects.get(number))) waiting.push(next);
  }
  return met.size;
}

/** How many pages there are: a tree that is one. */
function pages(found) {
  const seen = new Set();
  let count = 0;
  const walk = (node, depth) => {
    demand(node instanceof Ref && !seen.has(node.number) && depth <= LIMITS.nesting, 4, "a page tree that is none");
    seen.add(node.number);
    const value = entries(found.get(node));
    if (isName(value.get("Type"), "Pages") && Array.isArray(value.get("Kids"))) {
      for (const kid of value.get("Kids")) walk(kid, depth + 1);
      return;
    }
    demand(isName(value.get("Type"), "Page"), 4, "a page tree that is none");
    count += 1;
    demand(count <= LIMITS.pages, 4, "too many pages");
  };
  walk(found.root.get("Pages"), 0);
  return count;
}
