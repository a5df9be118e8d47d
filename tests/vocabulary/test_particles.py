"""Korean particles after every kind of ending."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.vocabulary import with_particle
from kcity_analysis.vocabulary.particles import PARTICLES

SYLLABLES = [chr(code) for code in range(ord("가"), ord("힣") + 1)]


def test_every_hangul_syllable_takes_the_form_of_its_own_last_sound():
    for syllable in SYLLABLES:
        closed = len(unicodedata.normalize("NFD", syllable)) == 3
        rieul = unicodedata.normalize("NFD", syllable).endswith("\u11af")
        for pair, said in (
            ("은/는", "은" if closed else "는"),
            ("이/가", "이" if closed else "가"),
            ("을/를", "을" if closed else "를"),
            ("과/와", "과" if closed else "와"),
            ("으로/로", "으로" if closed and not rieul else "로"),
            ("이라/라", "이라" if closed else "라"),
        ):
            assert with_particle(f"지{syllable}", pair) == f"지{syllable}{said}"


@pytest.mark.parametrize(
    ("read", "spoken"),
    [
        ("0", "영"), ("1", "일"), ("2", "이"), ("3", "삼"), ("4", "사"), ("5", "오"), ("6", "육"),
        ("7", "칠"), ("8", "팔"), ("9", "구"), ("10", "십"), ("20", "이십"), ("100", "백"),
        ("2021", "일"), ("2,000", "천"), ("30,000", "만"), ("1,000,000", "백만"),
        ("100,000,000", "억"), ("1,000,000,000,000", "조"), ("38.8", "팔"), ("1.0", "영"),
        ("39개국", "국"), ("111건", "건"), ("38.8%", "퍼센트"), ("1.2%p", "피"), ("4억 원", "원"),
        ("2021년", "년"), ("KIND", "카인드"), ("KAIA", "카이아"), ("ASEAN", "아세안"),
        ("CSV", "브이"), ("HTML", "엘"), ("URL", "엘"), ("TUR", "알"), ("PDF", "에프"),
        ("Excel", "엑셀"), ("Network", "네트워크"), ("Internet", "인터넷"), ("Baltimore", "어"),
        ("Khon Kaen", "캔"), ("Kuala Lumpur", "르"), ("Bogotá", "타"), ("Ho Chi Minh City", "티"),
    ],
)  # fmt: skip
def test_digits_signs_and_latin_letters_take_the_form_of_their_reading(read, spoken):
    for pair in ("은/는", "이/가", "을/를", "과/와", "으로/로", "이라/라"):
        expected = with_particle(spoken, pair).removeprefix(spoken)
        assert with_particle(read, pair) == read + expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("튀르키예(TUR)", "튀르키예(TUR)는"),
        ("아시아·태평양(기타)", "아시아·태평양(기타)은"),
        ("서울 (수도 (신))", "서울 (수도 (신))은"),
        ("(기타)", "(기타)는"),
        ("기타 (아시아", "기타 (아시아는"),
        ("아시아) 기타]", "아시아) 기타]는"),
        ("‘신남방’", "‘신남방’은"),
        ("「지도」", "「지도」는"),
        ('"교통".', '"교통".은'),
        ("교통 ", "교통 은"),
    ],
)
def test_brackets_and_quotation_marks_after_a_word_are_not_read(text, said):
    assert with_particle(text, "은/는") == said


@pytest.mark.parametrize("unread", ["", "…", "☃", "中", "ㄱ", "Київ"])
def test_where_the_reading_is_not_known_both_forms_stand(unread):
    assert with_particle(unread, "은") == f"{unread}은(는)"
    assert with_particle(unread, "로") == f"{unread}(으)로"
    assert with_particle(unread, "이라") == f"{unread}(이)라"


@given(st.text(), st.sampled_from(sorted(PARTICLES)))
def test_any_text_gets_one_of_its_particles_and_stays_as_it_was(text, particle):
    pair = PARTICLES[particle]
    said = with_particle(text, particle)
    assert said.startswith(text)
    rest = said[len(text) :]
    assert rest in pair.split("/") or set(rest) - set("()") == set("".join(pair.split("/")))


@given(st.integers(0, 10**20))
def test_a_number_ends_as_its_last_spoken_place(value):
    text = f"{value:,}"
    last = next((d for d in reversed(str(value)) if d != "0"), "0")
    zeros = len(str(value)) - len(str(value).rstrip("0")) if value else 0
    open_end = (zeros == 0 and last in "2459") or 12 <= zeros < 16
    assert with_particle(text, "는") == text + ("는" if open_end else "은")


READ = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
READ |= dict(zip("ABCGKLMNRTX", "이비시지이엘엠엔알티스", strict=True))
READ |= {
    "8%": "트",
    "2%p": "피",
    "4건": "건",
    "9개국": "국",
    "4억 원": "원",
    "1년": "년",
    "5개 도시": "시",
}
READ |= {one: one for one in ("서울", "신남방", "아프리카", "몽골", "페루", "브라질", "기타")}
"""Endings of every kind, and the syllable that each is read with at last."""


@given(
    st.sampled_from(["", "총 ", "제2, ", "(가) "]),
    st.sampled_from(sorted(READ)),
    st.sampled_from(["", "(기타)", " (TUR)", "[3]", "(38.8%)", "(서울 (1))"]),
    st.sampled_from(["", "’", "”", "」", "."]),
    st.sampled_from(sorted(set(PARTICLES.values()))),
)
def test_whatever_surrounds_an_ending_its_own_sound_chooses(before, ending, remark, closing, pair):
    word = before + ending + remark + closing
    jamo = unicodedata.normalize("NFD", READ[ending][-1])
    closed, opened = pair.split("/")
    rieul = jamo.endswith("\u11af") and pair == "으로/로"
    said = closed if len(jamo) == 3 and not rieul else opened
    assert with_particle(word, pair) == word + said
