"""Writes common-passphrases.txt: what a guesser tries first.

Run by hand after a change here.

Didar refuses a passphrase that is one of these, or one of them with digits and signs around it, or repeated.
"""

import itertools
from pathlib import Path

HEAD = """\
# The commonest passphrases, made by resources/data/common.py: words that well-known lists of leaked passwords begin
# with and what Persian offices are known to choose (written down by hand there), each two of the commonest joined,
# walks over the Latin and the Persian keyboard, runs and rows of digits. Folded, lower case, no spaces; at most 10,000.
"""

COMMONEST = """
password pass passw0rd admin administrator qwerty welcome letmein login user root test iloveyou love monkey dragon
master hello secret office windows computer internet system server home princess sunshine shadow football freedom
whatever iran tehran persian salam azizam eshgh khoda ali mohammad hossein reza hassan fatemeh zahra maryam mahdi
سلام رمز گذرواژه رمزعبور پسورد ادمین مدیر کاربر دفتر اداره ایران تهران خدا یاعلی یاحسین یازهرا یامهدی الله محمد علی
حسین رضا حسن فاطمه زهرا مریم مهدی عشق عزیزم دوستت دارم
""".split()  # noqa: SIM905 - a list to read and to add to

OTHERS = """
football baseball superman batman trustno1 starwars michael jordan michelle jennifer ashley daniel charlie andrew thomas
jessica nicole hunter killer soccer hockey ranger harley pepper ginger buster cookie summer winter spring autumn
august september october november december january february monday friday google facebook instagram telegram whatsapp
youtube microsoft apple samsung android nokia default changeme temporary guest demo sample example company business
private access security database oracle mysql postgres support manager operator supervisor backup print scanner
correcthorsebatterystaple thequickbrownfox tobeornottobe maytheforcebewithyou iloveyousomuch iloveyouforever
letmeinplease opensesame abracadabra mypassword mypassphrase thisismypassword passwordpassword yourpassword
passphrase newpassword oldpassword adminadmin administrator123 rootroot testtest useruser welcomehome
didar didaar molaghat farmandar farmandari shahrdar shahrdari ostandar ostandari edare daftar modir raees rais
besmellah bismillah allahakbar yaallah yaali yahossein yazahra yamahdi yaabalfazl emamreza imamreza khodaya parvardegar
perspolis esteghlal sepahan tractor persepolis isfahan esfahan shiraz mashhad tabriz ahvaz khuzestan karaj qom kerman
golnarges golabi asheghetam dooset daram dostatdaram delam tanhaei zendegi bahar tabestan paeez zemestan nowruz norooz
دیدار ملاقات مردم دیدارمردمی دیدارچهرهبهچهره چهرهبهچهره فرماندار فرمانداری شهردار شهرداری استاندار استانداری بخشدار
بخشداری دهیاری رییس رئیس مدیرکل معاون دبیر منشی مسئولدفتر مسئول کارشناس کارمند سازمان وزارت بانک بیمه دادگستری
گذرواژهمن رمزمن رمزعبورمن پسوردمن کلمهعبور کلمهیعبور رمزورود رمزدوم رمزسیستم رمزکامپیوتر سلامسلام سلامدنیا
سلامعزیزم سلامایران بسمالله بسماللهالرحمنالرحیم بهنامخدا بنامخدا خداوند خدایا پروردگار اللهاکبر لاالهالاالله
سبحانالله الحمدلله ماشاالله انشاالله یاالله یارب یاابوالفضل یاصاحبالزمان یاقائمآلمحمد یاامامرضا امامرضا امامحسین
السلامعلیک اللهمصلعلیمحمد اللهمصلعلیمحمدوآلمحمد صلوات محمدرضا علیرضا محمدعلی محمدحسین محمدمهدی امیرحسین امیرعلی
امیرمحمد ابوالفضل سیدعلی سیدمحمد غلامرضا حمیدرضا احمدرضا فاطمهزهرا زینب نرگس سارا نازنین پریسا لیلا سمیه معصومه
پرسپولیس استقلال سپاهان تراکتور خلیجفارس کوروش کوروشکبیر تختجمشید اصفهان شیراز مشهد تبریز اهواز خوزستان شوش دزفول
کرمان یزد رشت ساری گرگان همدان کرمانشاه سنندج زاهدان بندرعباس بوشهر قزوین زنجان اردبیل ارومیه خرمآباد ایلام
یاسوج شهرکرد سمنان بیرجند بجنورد اراک کرج دوستتدارم عاشقتم عشقمن زندگی مادر پدر مادرم پدرم مامان بابا دخترم پسرم
توانابودهرکهدانابود بنیآدماعضاییکدیگرند بنیآدماعضاییکپیکرند ایایرانایمرزپرگهر سلامبرایران زندهبادایران
یکدوسهچهار یکدوسهچهارپنج یکدوسهچهارپنجشش الفبپتث بهارتابستانپاییززمستان شنبهیکشنبهدوشنبه فروردیناردیبهشتخرداد
""".split()  # noqa: SIM905 - a list to read and to add to

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو", "ابپتثجچحخدذرز",
        "abcdefghijklmnopqrstuvwxyz")  # fmt: skip
COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
BLOCKS = ("qwer", "asdf", "zxcv", "1234")


def common() -> list[str]:
    found = dict.fromkeys(COMMONEST + OTHERS)
    found.update(dict.fromkeys(first + second for first, second in itertools.permutations(COMMONEST, 2)))
    for row in ROWS:
        found.update(dict.fromkeys(row[:length] for length in range(4, len(row) + 1)))
        found.update(dict.fromkeys(row[::-1][:length] for length in range(4, len(row) + 1)))
    found.update(dict.fromkeys(first + second for first, second in itertools.permutations(ROWS[:8], 2)))
    for start, number in itertools.product(range(len(COLUMNS)), range(1, 7)):
        walk = COLUMNS[start : start + number]
        found.update(dict.fromkeys(("".join(walk), "".join(each[::-1] for each in walk), "".join(walk[::-1]))))
    found.update(dict.fromkeys(("qazwsxedc", "qazwsxedcrfv", "zaqxswcdevfr", "qweasdzxc", "qweasdzxcrty")))
    for number in (2, 3, 4):
        found.update(dict.fromkeys("".join(each) for each in itertools.product(BLOCKS, repeat=number)))
    return list(found)


if __name__ == "__main__":
    lines = common()
    assert len(lines) <= 10_000, len(lines)
    path = Path(__file__).with_name("common-passphrases.txt")
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
