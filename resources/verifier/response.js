// Response times follow from the report's own issues (rule 22): as app/report/meaning_response.py.

const OF_ISSUE = ["decided_on", "stood", "reopened", "climbed_on"];
const LAYOUT_WITH_TIMES = 2;
const TYPES = ["request", "complaint", "suggestion", "criticism", "report", "thanks"];

const between = (first, last) => Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY);
const dayInTehran = (instant) => new Date(Date.parse(instant) + 3.5 * 3600000).toISOString().slice(0, 10);

/** Jalali year and month of an ISO day: the month that begins last before it. */
function jalaliMonth(iso) {
  const at = Date.parse(`${iso}T00:00:00Z`);
  let year = Number(iso.slice(0, 4)) - 621;
  if (jalali(year, 1, 1) > at) year -= 1;
  let month = 12;
  while (jalali(year, month, 1) > at) month -= 1;
  return `${year}-${String(month).padStart(2, "0")}`;
}

function checkResponse(report) {
  const told = "response" in report;
  const fits = told === (report.layout === LAYOUT_WITH_TIMES) || report.layout > LAYOUT_WITH_TIMES;
  demand(fits, 22, "response times in a report of another layout");
  const madeOn = dayInTehran(report.made_at);
  const brought = report.visits.flatMap((visit) => visit.issues.map((issue) => ({ day: visit.date, issue })));
  for (const { day, issue } of brought) {
    demand(told || OF_ISSUE.every((key) => !(key in issue)), 22, "response times in a report of another layout");
    checkCourse(issue, day, madeOn);
  }
  if (!told) return;
  const { contentment } = report.response;
  const whole = contentment.content + contentment.not_content === contentment.asked;
  const most = Math.max(contentment.asked, contentment.objected);
  demand(whole && most <= report.totals.issues, 22, "the figures of contentment do not add up");
  const counted = { ...countedTimes(brought), contentment };
  demand(canonical(counted) === canonical(report.response), 22, "the response times do not follow from the issues");
}

function checkCourse(issue, day, madeOn) {
  const decided = issue.decided_on;
  if (decided !== undefined) {
    const last = issue.notified_on ?? (madeOn > day ? madeOn : day);
    const within = isDay(decided) && day <= decided && decided <= last;
    demand(issue.status !== "open" && within, 22, "an outcome outside the time between the visit and its telling");
    demand((issue.stood ?? 0) <= between(day, decided), 22, "the clock stood longer than the issue took");
  }
  demand(decided !== undefined || !("stood" in issue), 22, "the clock stood longer than the issue took");
  const climbed = issue.climbed_on;
  demand(
    climbed === undefined || (isDay(climbed) && day <= climbed && climbed <= madeOn),
    22,
    "an issue climbed outside the time from its visit until the report was made",
  );
}

function countedTimes(brought) {
  const by = (key) => {
    const groups = new Map();
    for (const one of brought) {
      if (!groups.has(key(one))) groups.set(key(one), []);
      groups.get(key(one)).push(one);
    }
    return groups;
  };
  const months = by(({ day }) => jalaliMonth(day));
  const units = by(({ issue }) => issue.unit);
  const types = by(({ issue }) => issue.type);
  const named = [...units.keys()].filter((unit) => unit !== null).sort(byCodePoint);
  const ordered = units.has(null) ? [...named, null] : named;
  return {
    times: timesOf(brought),
    months: [...months.keys()].sort().map((month) => ({ month, ...timesOf(months.get(month)) })),
    units: ordered.map((unit) => ({ unit, ...timesOf(units.get(unit)) })),
    types: TYPES.filter((type) => types.has(type)).map((type) => ({ type, ...timesOf(types.get(type)) })),
    climbed: brought.filter(({ issue }) => "climbed_on" in issue).length,
  };
}

function byCodePoint(one, other) {
  const [a, b] = [[...one], [...other]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1)
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  return a.length - b.length;
}

function timesOf(brought) {
  const decided = brought.filter(({ issue }) => issue.decided_on !== undefined);
  const ascendingly = (numbers) => numbers.sort((one, other) => one - other);
  const days = ascendingly(
    decided.map(({ day, issue }) => between(day, issue.decided_on) - (issue.stood ?? 0)),
  );
  const told = decided.filter(({ issue }) => issue.notified_on !== null);
  const telling = ascendingly(told.map(({ issue }) => between(issue.decided_on, issue.notified_on)));
  const due = decided.filter(({ issue }) => issue.due !== null);
  const rank = (numbers, percent) => numbers.find((_n, at) => (at + 1) * 100 >= percent * numbers.length) ?? null;
  return {
    decided: days.length,
    half: rank(days, 50),
    most: rank(days, 90),
    in_time: due.filter(({ issue }) => issue.decided_on <= issue.due).length,
    late: due.filter(({ issue }) => issue.decided_on > issue.due).length,
    told: telling.length,
    told_half: rank(telling, 50),
    told_most: rank(telling, 90),
    reopened: brought.filter(({ issue }) => "reopened" in issue).length,
  };
}
