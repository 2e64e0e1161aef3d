"""Made-up report dicts (= report.json), the same for the same arguments: for drawing, signing and verifying.

`report(visits=24)` is an amended nothing, signed by the office's own key; every person in it is invented.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from app.report import tree

FIRST = dt.date(2026, 6, 22)  # 1 Tir 1405, summer
LAST = dt.date(2026, 9, 22)
MADE_AT = "2026-09-24T07:50:00Z"
FINGERPRINT = "9f3ac1d2047b58e6a1c3f40d927be8516d0b3f7288c95ea4417f60d2b95c3ae8"

EPOCH = "3b1c9d7e5f2a4460"

MEN = ["غلامرضا", "علی", "محمد", "عبدالله", "کاظم", "یوسف", "مهدی", "ناصر", "سید جواد", "رضا", "حسین", "جاسم"]
WOMEN = ["مریم", "زهرا", "نرگس", "فاطمه", "معصومه", "سکینه", "لیلا", "پروین", "رؤیا", "ژاله", "اعظم", "هاجر"]
LAST_NAMES = [
    "کعبی", "شریفی", "موسوی‌نژاد", "حیدری", "آل‌کثیر", "سواری", "بهادری", "دیناروند", "چنانی", "رحیمی‌پور",
    "لویمی", "ساکی", "قنواتی", "گودرزی", "ظهیری", "مرادی", "صفایی", "نیسی", "عساکره", "تأمینی",
]  # fmt: skip
FATHERS = ["حسن", "عباس", "خلف", "رحمان", "مسعود", "قاسم", "کریم", "نعمت‌الله", "ابراهیم", "شنبه"]
COUNTIES = ["شوش", "دزفول", "اندیمشک", "کرخه", "اهواز", "شوشتر"]
ADDRESSES = [
    "خیابان امام خمینی، کوچهٔ شهید بهرامی، پلاک ۱۲",
    "روستای خلف‌مسلم، خانهٔ بهداشت، روبه‌روی مدرسه",
    "بلوار دانیال نبی، مجتمع نخلستان، بلوک ۳، واحد 14",
    "شهرک صنعتی، خیابان ۵، کارگاه (سابق) آرد",
]
SUBJECTS = {
    "request": ["انشعاب آب شرب روستا", "پروندهٔ مسکن روستایی", "آسفالت کوچه", "وام خوداشتغالی"],
    "complaint": ["تأخیر در صدور پروانهٔ ساختمان", "قطع مکرر برق چاه کشاورزی"],
    "suggestion": ["ایستگاه اتوبوس برای دانش‌آموزان"],
    "criticism": ["نبود پاسخ‌گویی در باجهٔ ۲"],
    "report": ["ریزش دیوار کانال اصلی"],
    "thanks": ["تشکر از گروه امداد سیلاب"],
}
DESCRIPTIONS = [
    "متقاضی می‌گوید درخواست خود را در تاریخ ۱۴۰۵/۰۳/۱۲ ثبت کرده و تا امروز پاسخی نگرفته است؛ خواهان بازدید کارشناس است.",
    "خانوار ۶ نفره، فاقد آب لوله‌کشی؛ از تانکر استفاده می‌کنند. پیامک (SMS) تأیید برای وی نیامده است.",
    "به گفتهٔ ایشان مبلغ ۱۲٬۵۰۰٬۰۰۰ ریال (۴۰٪ هزینه) پرداخت شده، ولی رسید شمارهٔ A-1403/77 در سامانه دیده نمی‌شود.",
    None,
]
RULINGS = [
    "بررسی و تا یک هفته گزارش شود.",
    "با توجه به ضوابط، در اولویت نخست قرار گیرد و نتیجه اعلام شود.",
    None,
]
UNITS = ["معاونت عمرانی", "امور آب و فاضلاب", "واحد صدور پروانه", "امور مالی"]
OUTCOMES = {
    "resolved": "پس از بازدید، عملیات اجرا و به متقاضی تحویل شد.",
    "rejected": "محل خارج از طرح هادی است و صدور مجوز ممکن نیست.",
    "redirected": "رسیدگی در صلاحیت ادارهٔ کل راه و شهرسازی است.",
}


def national_id(number: int) -> str:
    """A made-up national id with a right check digit, from any number of 9 digits."""
    digits = f"{number % 10**9:09}"
    rest = sum(int(d) * (10 - i) for i, d in enumerate(digits)) % 11
    return digits + str(rest if rest < 2 else 11 - rest)


def report(
    visits: int = 24,
    *,
    draft: bool = False,
    demo: bool = False,
    amendment: dict[str, Any] | None = None,
    signer: dict[str, Any] | None = None,
    code: str = "KHZ-SHU-01",
    made_at: str = MADE_AT,
    seed: int = 1405,
) -> dict[str, Any]:
    """The report of summer 1405 of a made-up county governor's office, with so many visits.

    signer: {"name", "kind", "fingerprint", "vouched"}; without it the office's own (None in a draft).
    """
    chance = random.Random(seed)
    meetings = _meetings()
    held = [meeting for meeting in meetings if meeting["state"] == "held"]
    rows = [_visit(chance, held[i * len(held) // visits], i) for i in range(visits)]
    rows.sort(key=lambda row: (row["date"], row["arrived"]))
    for row in rows:
        row.update(tree.opening(code, chance.randbytes(16)))
    counts = Counter(row["date"] for row in rows)
    for meeting in meetings:
        meeting["visits"] = counts[meeting["date"]]
    name = "فرمانداری شوش"
    own = {"name": name, "kind": "own", "fingerprint": FINGERPRINT, "vouched": []}
    return {
        "format": "didar-report/1",
        "layout": 1,
        "made_at": made_at,
        "demo": demo,
        "draft": draft,
        "amendment": amendment,
        "agency": {
            "code": code,
            "name": name,
            "kind": "county_governor",
            "province": "خوزستان",
            "county": "شوش",
            "head": "عدنان غزی",
            "heads": [
                {"name": "محمود بنی‌طرف", "acting": True, "from": "2026-06-22", "to": "2026-07-10"},
                {"name": "عدنان غزی", "acting": False, "from": "2026-07-11", "to": "2026-09-22"},
            ],
        },
        "quarter": {"year": 1405, "season": 2, "from": FIRST.isoformat(), "to": LAST.isoformat()},
        "signer": None if draft else signer or own,
        "receiver": None,
        "confidential": False,
        "slip_keys": [],
        "merkle": tree.tree(rows).as_signed(),
        "announcements": [
            {
                "about": "meetings",
                "date": "2026-06-25",
                "medium": "تارنمای فرمانداری",
                "evidence": "shush.example.ir/news/1405",
            },
            {"about": "samad", "date": "2026-06-25", "medium": "کانال ایتا", "evidence": None},
        ],
        "samad": [{"date": "2026-08-05", "from": "10:00", "to": "11:30", "calls": 14}],
        "audit": {
            "epoch": EPOCH,
            "seq": 1843,
            "head": "c41f" + "0a7be2d9" * 7 + "93e1",
            "epochs": [{"epoch": EPOCH, "from_seq": 1, "why": "founded", "on": "2026-03-28", "lost": None}],
            "earlier": [{"quarter": "1405-1", "epoch": EPOCH, "seq": 911, "head": "77aa" * 16}],
        },
        "meetings": meetings,
        "visits": rows,
        "totals": _totals(meetings, rows),
    }


def enlarged(build: Callable[..., Any], visits: int) -> Callable[..., Any]:
    """`data.build` with so many made-up visits in place of the store's own, under the store's code and trail."""

    def built(*given: Any) -> Any:
        own, figures = build(*given)
        many = report(visits, code=own["agency"]["code"], made_at=own["made_at"])
        return {**many, "audit": own["audit"]}, figures

    return built


def _meetings() -> list[dict[str, Any]]:
    sundays = [FIRST + dt.timedelta(days=6 + 7 * i) for i in range(13)]
    rows = [
        {
            "date": day.isoformat(),
            "state": "held",
            "reason": None,
            "head_from": "08:00",
            "head_to": "12:00",
            "visits": 0,
        }
        for day in sundays
        if day <= LAST
    ]
    away = {"head_from": None, "head_to": None}
    rows[2] |= away | {"state": "holiday", "reason": "عاشورای حسینی"}
    rows[4] |= away | {"state": "held_by_deputy", "reason": "مأموریت رئیس دستگاه به تهران"}
    rows[6] |= away | {"state": "not_held", "reason": "تعطیلی اضطراری به علت گردوغبار (اطلاعیهٔ شمارهٔ ۱۱۸)"}
    rows[8] |= away | {"state": "not_held"}
    rows[9] |= {"head_to": None}
    rows[10] |= away
    extra = {
        "date": "2026-08-12",
        "state": "held",
        "reason": "دیدار جبرانی",
        "head_from": "08:30",
        "head_to": "11:45",
    }
    return sorted([*rows, extra | {"visits": 0}], key=lambda row: str(row["date"]))


def _visit(chance: random.Random, meeting: dict[str, Any], number: int) -> dict[str, Any]:
    start = 8 * 60 + chance.randrange(200)
    seen = number % 11 != 7
    foreign, nameless = number % 17 == 5, number % 23 == 9
    group = number % 13 == 4
    return {
        "date": meeting["date"],
        "arrived": f"{start // 60:02}:{start % 60:02}",
        "admitted": f"{(start + 25) // 60:02}:{(start + 25) % 60:02}" if seen else None,
        "first_name": chance.choice(MEN + WOMEN),
        "last_name": chance.choice(LAST_NAMES) + (f" {chance.choice(LAST_NAMES)}" if number % 9 == 2 else ""),
        "father_name": None if foreign else chance.choice(FATHERS),
        "national_id": None if foreign or nameless else national_id(chance.randrange(10**9)),
        "foreign_id": f"{chance.randrange(10**11, 10**12)}" if foreign else None,
        "no_id_reason": "مدارک در سیل از میان رفته است" if nameless and not foreign else None,
        "mobile": None if number % 19 == 3 else f"09{chance.randrange(10**8, 10**9)}",
        "county": chance.choice(COUNTIES),
        "address": None if number % 10 == 8 else chance.choice(ADDRESSES),
        "companions": chance.randrange(2, 30) if group else 0,
        "representing": "اهالی روستای خلف‌مسلم" if group else None,
        "issues": [_issue(chance, meeting["date"], number) for _ in range(2 if number % 6 == 1 else 1)],
    }


def _issue(chance: random.Random, date: str, number: int) -> dict[str, Any]:
    kind = chance.choices(list(SUBJECTS), weights=[12, 6, 2, 2, 2, 1])[0]
    day = dt.date.fromisoformat(date)
    issue: dict[str, Any] = dict.fromkeys(
        (
            "subject",
            "description",
            "ruling",
            "unit",
            "due",
            "status",
            "outcome",
            "notified_by",
            "notified_on",
            "samad_code",
        )
    )
    status = chance.choices(["open", "resolved", "rejected", "redirected"], weights=[5, 9, 2, 2])[0]
    ruling = chance.choice(RULINGS)
    issue |= {
        "subject": chance.choice(SUBJECTS[kind]),
        "description": chance.choice(DESCRIPTIONS),
        "ruling": ruling,
        "unit": chance.choice(UNITS) if ruling else None,
        "due": (day + dt.timedelta(days=15)).isoformat() if ruling else None,
        "status": status,
        "outcome": OUTCOMES.get(status),
        "samad_code": str(chance.randrange(10**9, 10**10)) if chance.random() < 0.2 else None,
    }
    if status != "open" and chance.random() < 0.8:
        issue["notified_by"] = chance.choices(["sms", "letter", "call"], weights=[6, 2, 3])[0]
        issue["notified_on"] = (day + dt.timedelta(days=chance.randrange(9, 30))).isoformat()
    head_only = number % 29 == 12
    if head_only:
        issue |= dict.fromkeys(("subject", "description", "ruling", "unit", "due", "outcome"))
    return {"type": kind, **issue, "head_only": head_only}


def _totals(meetings: list[dict[str, Any]], visits: list[dict[str, Any]]) -> dict[str, Any]:
    issues = [issue for visit in visits for issue in visit["issues"]]
    people = [visit["national_id"] or visit["foreign_id"] or i for i, visit in enumerate(visits)]
    ways = Counter(issue["notified_by"] for issue in issues if issue["notified_by"])
    scheduled = [m for m in meetings if m["state"] != "holiday" and dt.date.fromisoformat(m["date"]).weekday() == 6]
    types = ("request", "complaint", "suggestion", "criticism", "report", "thanks")
    statuses = ("open", "resolved", "rejected", "redirected")
    return {
        "meetings_scheduled": len(scheduled),
        "meetings_held": sum(meeting["state"] == "held" for meeting in meetings),
        "visits": len(visits),
        "seen": sum(visit["admitted"] is not None for visit in visits),
        "visitors": len(set(people)),
        "issues": len(issues),
        "by_type": {key: sum(issue["type"] == key for issue in issues) for key in types},
        "by_status": {key: sum(issue["status"] == key for issue in issues) for key in statuses},
        "notified": sum(ways.values()),
        "notified_by": {key: ways[key] for key in ("sms", "letter", "call")},
    }
