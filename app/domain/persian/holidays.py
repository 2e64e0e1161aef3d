"""Official holidays of Iran: those of the solar calendar, which are known for every year, and the lunar ones' names.

Lunar days are seen, not computed (the moon's sighting moves them inside the year): they are only ever proposed.
"""

import datetime as dt
from typing import Final

from app.domain.persian.calendar import days_in_month, jalali

SOLAR: Final = {
    (1, 1): "نوروز",
    (1, 2): "نوروز",
    (1, 3): "نوروز",
    (1, 4): "نوروز",
    (1, 12): "روز جمهوری اسلامی",
    (1, 13): "روز طبیعت",
    (3, 14): "رحلت امام خمینی",
    (3, 15): "قیام ۱۵ خرداد",
    (11, 22): "پیروزی انقلاب اسلامی",
    (12, 29): "ملی شدن صنعت نفت",
    (12, 30): "آخرین روز سال",
}
"""By month and day; 30 Esfand is there in leap years only."""

LUNAR: Final = {
    "Tasua": "تاسوعا",
    "Ashura": "عاشورا",
    "Arbaeen": "اربعین",
    "Death of Prophet Muhammad and Martyrdom of Hasan ibn Ali": "رحلت رسول اکرم و شهادت امام حسن مجتبی",
    "Martyrdom of Ali al-Rida": "شهادت امام رضا",
    "Martyrdom of Hasan al-Askari": "شهادت امام حسن عسکری",
    "Birthday of Muhammad and Imam Ja'far al-Sadiq": "میلاد رسول اکرم و امام صادق",
    "Martyrdom of Fatima": "شهادت حضرت فاطمه",
    "Birthday of Imam Ali": "ولادت امام علی",
    "Isra' and Mi'raj": "مبعث",
    "Birthday of Mahdi": "نیمهٔ شعبان",
    "Martyrdom of Imam Ali": "شهادت امام علی",
    "Eid al-Fitr": "عید فطر",
    "Eid al-Fitr Holiday": "تعطیل عید فطر",
    "Martyrdom of Imam Ja'far al-Sadiq": "شهادت امام صادق",
    "Eid al-Adha": "عید قربان",
    "Eid al-Ghadir": "عید غدیر",
}
"""By the name that package `holidays` gives them in English: its Persian ones are not as offices write them."""

ONCE: Final = "تعطیل رسمی"
"""A day that the government closed offices on once."""


def solar(year: int) -> dict[dt.date, str]:
    """The solar holidays of a Jalali year, by date."""
    return {jalali(year, m, d): name for (m, d), name in SOLAR.items() if d <= days_in_month(year, m)}
