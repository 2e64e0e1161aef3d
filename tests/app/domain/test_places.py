from app.domain.persian.text import normalise, sort_key
from app.domain.places import AS_OF, counties, provinces

KHUZESTAN = (
    "آبادان، آغاجاری، امیدیه، اندیکا، اندیمشک، اهواز، ایذه، باغ‌ملک، باوی، بندر ماهشهر، بهبهان، حمیدیه، "
    "خرمشهر، دزپارت، دزفول، دشت آزادگان، رامشیر، رامهرمز، شادگان، شوش، شوشتر، کارون، کرخه، گتوند، لالی، "
    "مسجدسلیمان، هفتکل، هندیجان، هویزه"
)


def test_the_country_has_31_provinces_in_persian_order():
    names = provinces()
    assert len(names) == 31
    assert names[:3] == ("آذربایجان شرقی", "آذربایجان غربی", "اردبیل")
    assert names[-1] == "یزد"


def test_khuzestan_has_its_29_counties():
    assert counties("خوزستان") == tuple(KHUZESTAN.split("، "))


def test_every_province_has_its_counties_once_sorted_and_in_the_stored_spelling():
    for province in provinces():
        names = counties(province)
        assert len(names) >= 3
        assert len(set(names)) == len(names)
        assert list(names) == sorted(names, key=sort_key)
        assert [normalise(name) for name in names] == list(names)


def test_a_province_is_found_however_it_is_spelled():
    assert counties("خراسان‌رضوي") == counties("خراسان رضوی")


def test_an_unknown_province_has_no_counties():
    assert counties("توران") == ()


def test_the_list_says_from_when_it_is():
    assert 1400 <= int(AS_OF) <= 1405
