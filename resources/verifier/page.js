// What is seen. All of a stranger's words go in by textContent, isolated, with what can't be seen as escapes (rule 31).

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/g;
const WORDS = {
  seasons: ["بهار", "تابستان", "پاییز", "زمستان"],
  totals: [
    ["meetings_scheduled", "روزهای دیدار"],
    ["meetings_held", "برگزارشده با حضور رئیس دستگاه"],
    ["visits", "مراجعه‌ها"],
    ["seen", "دیدار کرده"],
    ["visitors", "مراجعه‌کنندگان"],
    ["issues", "موردها"],
    ["notified", "نتیجه‌های اطلاع‌داده‌شده"],
  ],
};

const persian = (text) => String(text).replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);
const shown = (text) =>
  text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g, (one) =>
    one.length > 1 ? one : one.replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
const inFours = (digest) => digest.match(/.{4}/g).join(" ");

function element(name, text = "", { kind = "", children = [] } = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  made.append(...children);
  return made;
}

/** A stranger's words, which cannot turn round the line that they stand in. */
const quoted = (text) => element("bdi", shown(text));

/** A Jalali date of an ISO day. */
function dateOf(iso) {
  const at = Date.parse(`${iso}T00:00:00Z`);
  let year = Number(iso.slice(0, 4)) - 621;
  if (at < jalali(year, 1, 1)) year -= 1;
  let month = 12;
  while (at < jalali(year, month, 1)) month -= 1;
  const day = (at - jalali(year, month, 1)) / DAY + 1;
  return persian(`${year}/${String(month).padStart(2, "0")}/${String(day).padStart(2, "0")}`);
}

const tehranDay = (at) => new Date(at + 3.5 * 3600000).toISOString().slice(0, 10);

const ARCHIVED =
  "پس از گزارش مهر زمانی آمده است: شاید رونوشتِ نوشدهٔ بایگانی باشد. این صفحه آن را بررسی نمی‌کند؛ برنامهٔ دیدار لازم است.";

function headline(verdict, confirmed) {
  if (verdict.encrypted)
    return ["bad", "این پرونده برای گیرنده‌اش رمز شده است (.p7m). آن را نخست با برنامهٔ دیدار باز کنید."];
  if (verdict.rule === 30) return ["unsure", ARCHIVED];
  if (verdict.rule !== null) return ["bad", `رد شد: ${GIVEN.rules[verdict.rule]} (قاعدهٔ ${persian(verdict.rule)})`];
  if (confirmed) return ["good", "سالم، از فرستندهٔ تأییدشده؛ صفحه‌ها مقایسه نشده است"];
  return ["unsure", "سالم، فرستنده هنوز تأیید نشده؛ صفحه‌ها مقایسه نشده است"];
}

/** What was checked, a line each; behind the first rule that failed nothing more was. */
function checks(verdict, confirmed) {
  const groups = [
    ["بایت‌ها: یک نسخه، بی‌هیچ چیز پنهان", (rule) => (rule >= 1 && rule <= 5) || rule === 30],
    ["امضا: یکی، بر همهٔ پرونده", (rule) => rule >= 6 && rule <= 11],
    ["پیوست: تنها report.json، به یگانه شکل خود", (rule) => rule >= 17 && rule <= 21],
    ["عددها: دوباره از سطرها شمرده شد", (rule) => rule === 22],
    ["درخت دیدارها و رویدادنامه", (rule) => rule === 23],
    ["گواهی امضا، کد دستگاه و زمان با هم می‌خوانند", (rule) => (rule >= 13 && rule <= 15) || rule === 31],
  ];
  const lines = [];
  const failed = groups.findIndex(([, holds]) => verdict.rule !== null && holds(verdict.rule));
  groups.forEach(([text], place) => {
    const state = failed === -1 || place < failed ? "good" : place === failed ? "bad" : "left";
    lines.push([state, state === "left" ? `${text} (بررسی نشد)` : text]);
  });
  if (verdict.rule === null)
    lines.push(
      confirmed
        ? ["good", "فرستنده: اثر انگشت کلید تأیید شده است"]
        : ["unsure", "فرستنده: اثر انگشت کلید را مقایسه کنید"],
    );
  lines.push(["unsure", "صفحه‌ها با داده‌ها مقایسه نشد؛ این صفحه آن را انجام نمی‌دهد"]);
  return lines;
}

const MARKS = { good: "✓", bad: "✗", unsure: "؟", left: "–" };

function table(rows) {
  const lines = rows.map(([head, value]) =>
    element("tr", "", { children: [element("th", head), element("td", "", { children: [value] })] }),
  );
  return element("table", "", { children: [element("tbody", "", { children: lines })] });
}

/** The answer on one file. typed: the fingerprint that was written in by hand, hexadecimal. */
class Answer {
  constructor(name, verdict) {
    this.verdict = verdict;
    this.confirmed = verdict.known;
    this.state = element("p", "", { kind: "state" });
    this.list = element("ul", "", { kind: "checks" });
    this.article = element("article", "", {
      children: [element("p", "", { kind: "file", children: [quoted(name)] }), this.state, this.list],
    });
    this.article.dataset.rule = verdict.rule ?? "";
    if (verdict.intact && verdict.report) this.tell();
    this.show();
  }

  show() {
    const [kind, words] = headline(this.verdict, this.confirmed);
    this.state.className = `state ${kind}`;
    this.state.textContent = words;
    const lines = this.verdict.encrypted ? [] : checks(this.verdict, this.confirmed);
    this.list.replaceChildren(
      ...lines.map(([state, text]) => {
        const line = element("li", text, { kind: state });
        line.dataset.mark = MARKS[state];
        return line;
      }),
    );
  }

  tell() {
    const { report, signer, signedAt, stamp, fingerprint, digest, pages: many } = this.verdict;
    const { agency, quarter, amendment } = report;
    this.article.append(
      element("h3", "امضاکننده"),
      table([
        ["نام در گواهی", quoted(signer)],
        ["زمان امضا، به گفتهٔ امضاکننده", element("bdi", dateOf(tehranDay(signedAt)))],
        ...(stamp
          ? [
              ["مهر زمان", element("bdi", dateOf(tehranDay(stamp.at)))],
              ["به گفتهٔ مرجع مهر زمان", quoted(stamp.name)],
            ]
          : []),
      ]),
      element("h3", "اثر انگشت کلید"),
      element("p", inFours(fingerprint), { kind: "fingerprint" }),
      ...(this.verdict.known
        ? [element("p", "این گواهی در فهرستی است که دفتر بازرسی در این صفحه گذاشته است.")]
        : this.comparing()),
      element("h3", "گزارش"),
      table([
        ["دستگاه", quoted(agency.name)],
        ["کد دستگاه", quoted(agency.code)],
        ["استان و شهرستان", quoted(`${agency.province}، ${agency.county}`)],
        [
          "فصل",
          element(
            "bdi",
            `${WORDS.seasons[quarter.season - 1]} ${persian(quarter.year)} (${dateOf(quarter.from)} تا ${dateOf(quarter.to)})`,
          ),
        ],
        ["اصلاحیه", amendment ? element("bdi", `شمارهٔ ${persian(amendment.number)}`) : element("bdi", "نه")],
        ["صفحه‌های پرونده", element("bdi", persian(many))],
        ["چکیدهٔ داده‌ها (روی جلد)", element("bdi", inFours(digest.slice(0, 16)))],
      ]),
      ...(this.verdict.consistent
        ? [
            element("h3", "جمع‌ها، دوباره شمرده‌شده از داده‌های پیوست"),
            table(WORDS.totals.map(([key, words]) => [words, element("bdi", persian(report.totals[key]))])),
          ]
        : []),
    );
  }

  /** The field in which the fingerprint of a letter or a call is typed. */
  comparing() {
    const field = element("input");
    field.type = "text";
    field.autocomplete = "off";
    field.spellcheck = false;
    const label = element("label", "اثر انگشتی که از خود دستگاه گرفته‌اید (با نامه یا تلفن، نه از همین پرونده):", {
      kind: "typed",
      children: [field],
    });
    const said = element("p", "", { kind: "compared" });
    said.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const digits = field.value
        .toLowerCase()
        .replace(/[۰-۹]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹".indexOf(digit))
        .replace(/[^0-9a-f]/g, "");
      const equal = digits === this.verdict.fingerprint;
      this.confirmed = equal;
      said.textContent = equal
        ? "یکی است."
        : digits.length >= 64
          ? "یکی نیست. به این گزارش اعتماد نکنید و از دستگاه بپرسید."
          : digits
            ? `${persian(digits.length)} از ${persian(64)} رقم`
            : "";
      said.className = `compared ${equal ? "good" : digits.length >= 64 ? "bad" : ""}`;
      this.show();
    });
    return [label, said];
  }
}

async function take(files) {
  const answers = document.getElementById("answers");
  answers.replaceChildren();
  for (const file of files) {
    const large = file.size > LIMITS.file;
    const data = large ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
    const verdict = large
      ? { intact: false, known: false, encrypted: false, rule: 1 }
      : await judge(data, file.name, GIVEN);
    answers.append(new Answer(file.name, verdict).article);
  }
  answers.dataset.done = String(files.length);
}

function start() {
  const field = document.getElementById("files");
  const drop = document.querySelector(".drop");
  const many = GIVEN.trusted.length;
  document.getElementById("made").textContent =
    `ساخته‌شده با دیدار ${persian(GIVEN.version)}؛ ${many ? `${persian(many)} گواهی مورد اعتماد در آن است` : "هیچ گواهی‌ای در آن نیست"}.`;
  field.addEventListener("change", () => take([...field.files]));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
}

if (globalThis.document) start();
