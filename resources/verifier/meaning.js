// Whether the data hold together (rules 22 and 23): as app/report/meaning.py, anchors.py and tree.py.

const isDay = (text) => instant(`${text.replaceAll("-", "")}000000`) !== null;
const DAY = 86400000;

/** Milliseconds of a Jalali day (1300 to 1499). */
function jalali(year, month, day) {
  const since = year - 979;
  const before = month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6;
  const days = 365 * since + 8 * Math.floor(since / 33) + Math.floor(((since % 33) + 3) / 4) + before + day - 1;
  return Date.UTC(1600, 0, 1) + (days + 79) * DAY;
}

/** First and last day of a quarter, ISO. */
function quarterDays({ year, season }) {
  const first = jalali(year, season * 3 - 2, 1);
  const after = season === 4 ? jalali(year + 1, 1, 1) : jalali(year, season * 3 + 1, 1);
  return [first, after - DAY].map((at) => new Date(at).toISOString().slice(0, 10));
}

function nationalId(digits) {
  const sum = [...digits.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0) % 11;
  return new Set(digits).size > 1 && Number(digits[9]) === (sum < 2 ? sum : 11 - sum);
}

const ascending = (values, strictly) =>
  values.every((value, at) => at === 0 || (strictly ? values[at - 1] < value : values[at - 1] <= value));
const count = (values) =>
  values.reduce((counted, value) => counted.set(value, (counted.get(value) ?? 0) + 1), new Map());

/** The report's figures follow from its own rows. */
function checkMeaning(report) {
  const [first, last] = quarterDays(report.quarter);
  demand(isDay(report.made_at.slice(0, 10)), 22, "made on a day that is none");
  demand(
    report.quarter.from === first && report.quarter.to === last,
    22,
    "the quarter does not begin or end on its own days",
  );
  for (const head of report.agency.heads) {
    const end = head.to ?? last;
    demand(
      isDay(head.from) && isDay(end) && first <= head.from && head.from <= end && end <= last,
      22,
      "a head's days lie outside the quarter",
    );
  }
  const atTheEnd = report.agency.heads.filter((head) => head.to === null || head.to === last).pop();
  demand(report.agency.head === (atTheEnd?.name ?? null), 22, "the last day's head is not the one among the heads");
  const days = report.meetings.map((meeting) => meeting.date);
  demand(days.every(isDay) && ascending(days, true), 22, "the meetings are not in the order of their days");
  demand(
    days.every((day) => first <= day && day <= last),
    22,
    "a meeting lies outside the quarter",
  );
  demand(
    report.meetings.every((one) => one.head_to === null || (one.head_from ?? "24") <= one.head_to),
    22,
    "a meeting ends before it begins",
  );
  checkVisits(report);
  checkTotals(report);
  checkResponse(report);
  for (const rows of [report.announcements, report.samad]) {
    const told = rows.map((row) => row.date);
    demand(
      told.every(isDay) && ascending(told, false) && told.every((day) => first <= day && day <= last),
      22,
      "an announcement or hours at SAMAD outside the quarter",
    );
  }
  demand(
    report.samad.every((row) => row.from < row.to),
    22,
    "hours at SAMAD end before they begin",
  );
}

function checkVisits({ meetings, visits }) {
  const held = new Set(meetings.filter((one) => one.state === "held").map((one) => one.date));
  demand(
    ascending(
      visits.map((visit) => visit.date + visit.arrived),
      false,
    ),
    22,
    "the visits are not in the order of their arrival",
  );
  for (const visit of visits) {
    demand(held.has(visit.date), 22, "a visit on a day on which the head held no meeting");
    demand(visit.admitted === null || visit.admitted >= visit.arrived, 22, "admitted before the arrival");
    demand(visit.national_id === null || visit.foreign_id === null, 22, "both a national and a foreign id");
    const named = visit.national_id !== null || visit.foreign_id !== null || visit.no_id_reason !== null;
    demand(named, 22, "neither an id nor a reason for its lack");
    demand(
      visit.national_id === null || nationalId(visit.national_id),
      22,
      "a number that is not as the form writes it",
    );
    for (const issue of visit.issues) checkIssue(issue, visit.date);
  }
  const counted = count(visits.map((visit) => visit.date));
  demand(
    meetings.every((one) => one.visits === (counted.get(one.date) ?? 0)),
    22,
    "the visits of a day are not as many as the day says",
  );
}

const HIDDEN = ["subject", "description", "ruling", "unit", "due", "outcome"];

function checkIssue(issue, day) {
  demand(
    (issue.notified_by === null) === (issue.notified_on === null),
    22,
    "a notice has no day, or a day has no notice",
  );
  demand(
    issue.notified_on === null || (isDay(issue.notified_on) && issue.notified_on >= day),
    22,
    "a notice lies before its visit",
  );
  demand(issue.due === null || isDay(issue.due), 22, "a due day that is none");
  demand(
    !issue.head_only || HIDDEN.every((key) => issue[key] === null),
    22,
    "an issue for the head alone shows its particulars",
  );
}

function checkTotals({ totals, visits, meetings }) {
  const states = count(meetings.map((meeting) => meeting.state));
  const issues = visits.flatMap((visit) => visit.issues);
  const named = visits.filter((visit) => visit.national_id !== null || visit.foreign_id !== null);
  const people = new Set(named.map((visit) => `${visit.national_id}/${visit.foreign_id}`));
  const [types, statuses] = [count(issues.map((issue) => issue.type)), count(issues.map((issue) => issue.status))];
  const told = issues.filter((issue) => issue.notified_by !== null);
  const ways = count(told.map((issue) => issue.notified_by));
  const each = (keys, counted) => Object.fromEntries(Object.keys(keys).map((key) => [key, counted.get(key) ?? 0]));
  const counted = {
    meetings_scheduled: totals.meetings_scheduled,
    meetings_held: states.get("held") ?? 0,
    visits: visits.length,
    seen: visits.filter((visit) => visit.admitted !== null).length,
    visitors: people.size + visits.length - named.length,
    issues: issues.length,
    by_type: each(totals.by_type, types),
    by_status: each(totals.by_status, statuses),
    notified: told.length,
    notified_by: each(totals.notified_by, ways),
  };
  const most = meetings.length - (states.get("holiday") ?? 0);
  const bounded = (states.get("not_held") ?? 0) <= totals.meetings_scheduled && totals.meetings_scheduled <= most;
  demand(
    bounded && canonical(counted) === canonical(totals),
    22,
    "the totals do not follow from the meetings and visits",
  );
}

// the tree over the visits, and the audit trail (rule 23)

async function checkTree({ visits, merkle }) {
  const leaves = [];
  for (const { k, salt, ...said } of visits) {
    const content = await sha256(joined([bytesOf(salt), encoded(canonical(said))]));
    leaves.push([k, await sha256(joined([Uint8Array.of(0), bytesOf(k), content]))]);
  }
  leaves.sort(([one], [other]) => (one < other ? -1 : 1));
  demand(
    ascending(
      leaves.map(([key]) => key),
      true,
    ),
    23,
    "two visits have the same key",
  );
  let level = leaves.map(([, leaf]) => leaf);
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at + 1 < level.length; at += 2)
      above.push(await sha256(joined([Uint8Array.of(1), level[at], level[at + 1]])));
    if (level.length % 2) above.push(level[level.length - 1]);
    level = above;
  }
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, BigInt(visits.length));
  const top = level[0] ?? (await sha256(new Uint8Array()));
  const root = await sha256(joined([encoded("didar-merkle/1"), new Uint8Array(number.buffer), top]));
  demand(merkle.n === visits.length && merkle.root === hexOf(root), 23, "the visits do not give the root of the tree");
}

const P256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

/** The desk's keys may sign exit slips: P-256, each once, not the head's. */
async function checkSlipKeys({ slip_keys: keys, signer }) {
  demand(new Set(keys).size === keys.length, 23, "a slip key twice");
  for (const key of keys) {
    const spki = bytesOf(key);
    const form = { name: "ECDSA", namedCurve: "P-256" };
    const imported = await crypto.subtle.importKey("spki", spki, form, false, ["verify"]).catch(() => null);
    demand(key.startsWith(P256) && imported !== null, 23, "a slip key that is none");
    demand(hexOf(await sha256(spki)) !== signer?.fingerprint, 23, "the desk's key is the signer's");
  }
}

function checkTrail({ epochs, earlier, seq, epoch }) {
  const begins = epochs.map((one) => one.from_seq);
  demand(
    begins[0] === 1 && ascending(begins, true) && begins[begins.length - 1] <= seq,
    23,
    "epochs that do not follow each other",
  );
  const names = epochs.map((one) => one.epoch);
  demand(
    new Set(names).size === names.length && names[names.length - 1] === epoch,
    23,
    "an epoch given twice, or the present one is not the last",
  );
  demand(
    epochs.every((one, at) => one.why === (at ? "restored" : "founded")),
    23,
    "an epoch that began in another way",
  );
  const days = epochs.map((one) => one.on);
  demand(days.every(isDay) && ascending(days, false), 23, "an epoch before the one that it follows");
  demand(
    ascending([...earlier.map((one) => one.seq), seq], true),
    23,
    "behind an earlier report, or two reports at one place",
  );
  for (const one of earlier) {
    const then = begins.filter((begin) => begin <= one.seq).length - 1;
    demand(one.epoch === names[then], 23, "an earlier report in an epoch that was not then");
  }
}
