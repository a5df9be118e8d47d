"""What grew or fell in a sentence: what was before, what is now, by how much, by how many percent.

Each number of a comparison plays one part, which the words on either side give away: "*now*, up
*change* from *before*", "rose by *percent* from *before* to *now*", "*change* more than last year's
*before*". The parts that one comparison has must fit together; a number without a clear part says
nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kcity_analysis.release.pairs import COUNTED, Relation, pairs
from kcity_analysis.release.slots import Kind, Number, Sentence, because
from kcity_analysis.vocabulary import Message

LESS = re.compile(
    r"\b(?:reduc|decreas|cut|shorten|f[ea]ll|drop|lower|declin|down|fewer|less|shr[aiu]nk|smaller)\w*",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\b(?:increas|r[oi]se|rising|grew|grow|expand|jump|rais|doubl|tripl|(?<!add )up|more|climb"
    r"|soar|higher|gain|add(?:ed|ing)|surg)\w*",
    re.IGNORECASE,
)
_SOME = r"(?:(?:a total of|just|only|about|some|as many as|the|its) )*"
_LAST = (
    r"(?:last year|(?:the|a) (?:previous|preceding) (?:year|contest)"
    r"|(?:the|a) year (?:before|earlier|ago))"
)
_OF_LAST = r"(?:last year's|(?:the|a) (?:previous|preceding) (?:year|contest)'s|a year before's)"
_NOUN = r"(?:increase|rise|growth|jump|gain|drop|decrease|decline|fall|reduction|surge|leap)"
_CHANGE_BEFORE = re.compile(
    rf"\b(?:by|{_NOUN} of|(?<!made )(?<!signed )up(?: by)?|down(?: by)?) {_SOME}$", re.IGNORECASE
)
_RATE_BEFORE = re.compile(rf"(?:{LESS.pattern}|{MORE.pattern})\s+{_SOME}$", re.IGNORECASE)
_CHANGE_AFTER = re.compile(
    rf"\s*(?:[a-z]+ ){{0,2}}(?P<way>more|fewer|less|higher|lower)\b"
    r"(?! than (?:double|twice|triple))"
    rf"|[ -](?:[a-z]+ )?(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)
_BEFORE_BEFORE = re.compile(rf"\b(?:{_OF_LAST}|from|than) (?:{_OF_LAST} )?{_SOME}$", re.IGNORECASE)
_SENT_FROM = re.compile(
    r"\b(?:submi\w+|recei\w+|c[ao]m\w+|sent|filed|appl[iy]\w*|proposals|cases|projects|entries"
    r"|hailing|originat\w+|collected) from\b[^,;:]*$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"\b(?:compared (?:to|with)|against|versus|over|on|exceed\w*|surpass\w*|topp\w*"
    rf"|more than (?P<times>double|twice|triple|three times)) (?:{_OF_LAST}|that of|those of)? ?"
    rf"{_SOME}(?:(?:total|record) of )?$",
    re.IGNORECASE,
)
_THE_OTHER = re.compile(
    r"exceed|surpass|topp|more than|last year|previous|year before|those of|that of", re.IGNORECASE
)
_LAST_BEHIND = re.compile(
    rf"\s*(?:(?!(?:than|from|over|compared|to|with|on|since|against|unlike|more|fewer|less|for)\b)"
    rf"[\w'’-]+ ){{0,6}}?(?:of |in |for )?(?:the )?{_LAST}\b",
    re.IGNORECASE,
)
_THIS_BEHIND = re.compile(
    r"\s*(?:(?!(?:than|from|over|compared|to|with|on|since|more|fewer|less)\b)[\w'’-]+ ){0,6}?"
    r"(?:this year|this time)\b",
    re.IGNORECASE,
)
_TO = re.compile(rf"\bto {_SOME}$", re.IGNORECASE)
_ROUGH = re.compile(
    r"\b(?:about|nearly|almost|around|some|over|more than|less than|approximately|up to) $"
)
_TIMES = {"double": 2, "twice": 2, "triple": 3, "three times": 3}
_MEASURES = {"countr": "countries", "nation": "countries"} | dict.fromkeys(
    ("applic", "case", "propos", "submis", "proj", "entr", "bid"), "cases"
)
_ROUGHLY = 1.05
"""By how many points a percentage may differ from the numbers it sums up: some cut, some round."""


@dataclass
class Comparison:
    """The places of one comparison by the part each plays, which way it goes, of what it is."""

    measure: str = ""
    sign: int = 0
    times: int = 1
    rough: bool = False
    parts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """What one number is in a comparison, of what measure, the way that is said, and how many
    times it is exceeded.
    """

    name: str
    sign: int
    measure: str
    times: int = 1


@lru_cache(maxsize=64)
def comparisons(sentence: Sentence) -> list[Comparison]:
    """The comparisons of a sentence, in its order."""
    found: list[Comparison] = []
    for place in range(len(sentence.slots)):
        part = _part(sentence, place, found[-1] if found else None)
        if part is None:
            continue
        one = _open(sentence, found, place, part)
        if one is None:
            one = Comparison()
            found.append(one)
        one.parts[part.name] = place
        one.measure = one.measure or part.measure
        one.sign, one.times = one.sign or part.sign, part.times
        one.rough |= bool(_ROUGH.search(sentence.before(sentence.slots[place], 24)))
    _with_their_pairs(sentence, found)
    _share_out(sentence, found)
    for one in found:
        _give_now(sentence, one)
    return found


def _open(
    sentence: Sentence, found: list[Comparison], place: int, part: _Part
) -> Comparison | None:
    """The comparison that a part belongs to: the last; before that of another measure, its own."""
    for one in reversed(found[-2:]):
        if part.measure and one.measure and part.measure != one.measure:
            continue
        fits = part.name not in one.parts and 0 in (one.sign - part.sign, one.sign, part.sign)
        ended = re.search(r"[;:!?]\s|\.\s", _gap(sentence, max(one.parts.values()), place))
        return one if fits and not ended else None
    return None


def _with_their_pairs(sentence: Sentence, found: list[Comparison]) -> None:
    """ "It rose to 9 countries and 20 cases": both are what is now."""
    played = {place: (name, one) for one in found for name, place in one.parts.items()}
    for pair in pairs(sentence):
        for place, mate, measure in (
            (pair.count, pair.countries, "countries"), (pair.countries, pair.count, "cases"),
        ):  # fmt: skip
            name, one = played.get(place, ("", None))
            if one is None or mate in played or name not in ("now", "before"):
                continue
            of_mate = next((o for o in found if o.measure == measure and name not in o.parts), None)
            if of_mate is None:
                of_mate = Comparison(measure, one.sign)
                found.append(of_mate)
            of_mate.parts[name] = mate


def _share_out(sentence: Sentence, found: list[Comparison]) -> None:
    """ "9 cases from 4 countries, up from 8 and 3": what was before is of the same two measures."""
    for one, two in itertools.pairwise(found):
        places = [*one.parts.values(), *two.parts.values()]
        alone = list(one.parts) == list(two.parts) == ["before"]
        above = [pair for pair in pairs(sentence) if max(pair.count, pair.countries) < places[0]]
        if alone and above and not one.measure and _gap(sentence, *places) == " and ":
            measures = ["cases", "countries"]
            first_is_count = above[-1].count < above[-1].countries
            one.measure, two.measure = measures if first_is_count else reversed(measures)
            two.sign = two.sign or one.sign


def _gap(sentence: Sentence, first: int, second: int) -> str:
    return sentence.between(sentence.slots[first], sentence.slots[second])


@dataclass(frozen=True)
class _Words:
    """The words on either side of one number, as far as the numbers beside it and its clause, and
    the comparison so far.
    """

    slot: Number
    left: str
    right: str
    measure: str
    last: Comparison
    near: bool
    to_another: bool

    @property
    def way(self) -> int:
        return _way(self.left)


def _part(sentence: Sentence, place: int, so_far: Comparison | None) -> _Part | None:
    """What one number is in a comparison; None where the words do not say."""
    slots = sentence.slots
    slot, end = slots[place], place + 1 == len(slots)
    if slot.unit in ("day", "year", "date", "month", "ordinal", "name", "label", "ratio"):
        return None
    left = _gap(sentence, place - 1, place) if place else sentence.before(slot)
    left = re.split(r"[.;:!?]\s", left)[-1]
    if slot.unit != "percent" and re.search(r"\b(?:average|rate|ratio|share|per)\b", left):
        return None
    right = sentence.after(slot) if end else _gap(sentence, place, place + 1)
    last = so_far or Comparison()
    # The noun right at the start belongs to the number before.
    told = _measured(re.sub(r"^\s*[\w-]+", "", left) if place else left)
    words = _Words(
        slot,
        left,
        re.split(r"[.;:!?](?:\s|$)", right)[0],
        told
        if slot.unit in ("number", "percent")
        else slot.noun or slot.unit
        if slot.unit == "count"
        else slot.unit,
        last,
        bool(last.parts) and max(last.parts.values()) == place - 1,
        not end and slots[place + 1].unit == slot.unit and bool(_TO.search(right)),
    )
    if slot.unit == "percent":
        same = place > 0 and slot.phrase == slots[place - 1].phrase
        return _as_percent(words, same)
    return _as_before(words) or _as_change(words) or _as_now(words)


def _as_percent(words: _Words, same_phrase: bool) -> _Part | None:
    of_change = words.near and "change" in words.last.parts
    if (
        _CHANGE_BEFORE.search(words.left)
        or _RATE_BEFORE.search(words.left)
        or _CHANGE_AFTER.match(re.sub(r"^\s*(?:%|percent)", "", words.right))
        or (of_change and same_phrase)
        or (of_change and re.search(r"[,(]\s*(?:or|that is)\s+$", words.left))
    ):
        return _Part("percent", words.way or _way(words.right[:24]), words.measure)
    return None


def _as_before(words: _Words) -> _Part | None:
    left, last = words.left, words.last.parts
    last_year = bool(_LAST_BEHIND.match(words.right))
    against = _AGAINST.search(left)
    if against and (last_year or _THE_OTHER.search(against.group())):
        up = bool(re.search("exceed|surpass|topp|more than", against.group()))
        times = _TIMES.get((against["times"] or "").lower(), 1)
        return _Part("before", int(up), words.measure, times)
    if not _BEFORE_BEFORE.search(left) or _SENT_FROM.search(left):
        beside = left == " and " and words.near and list(last) == ["before"]
        alone = not _CHANGE_BEFORE.search(left) and not _TO.search(left)
        moved = _CHANGE_AFTER.match(words.right)
        said = (last_year and alone and not moved) or beside
        return _Part("before", 0, words.measure) if said else None
    if words.last.sign and "now" in last and re.search(r",\s+from $", left):
        return _Part("before", words.last.sign, words.measure)
    if (
        last_year
        or re.search(rf"{_OF_LAST}|than ", left, re.IGNORECASE)
        or _RATE_BEFORE.search(re.sub(r"\bfrom .*$", "", left))
        or (words.near and {"change", "percent"} & last.keys())
        or (words.to_another and (words.way or last))
    ):
        return _Part("before", words.way, words.measure)
    return None


def _as_change(words: _Words) -> _Part | None:
    if _BEFORE_BEFORE.search(words.left) and not _SENT_FROM.search(words.left):
        return None
    moved = _CHANGE_AFTER.match(words.right)
    if moved:
        return _Part("change", _way(moved.group()), words.measure)
    by = _CHANGE_BEFORE.search(words.left)
    if not by:
        return None
    sign = words.way or _way(by.group())
    if not sign and by.group().startswith("by") and re.match(r"[^.;:]*\b(?:and|,)", words.left):
        sign = words.last.sign  # "countries fell by 9 and cases by 20"
    return _Part("change", sign, words.measure) if sign else None


def _as_now(words: _Words) -> _Part | None:
    left, last = words.left, words.last.parts
    if _TO.search(left):
        follows = words.near and last.keys() & {"before", "percent", "change"} and len(left) < 24
        if follows or _RATE_BEFORE.search(re.sub(rf"to {_SOME}$", "", left)):
            return _Part("now", words.way, words.measure)
    elif "before" in last and _THIS_BEHIND.match(words.right):
        return _Part("now", 0, words.measure)
    return None


def _way(words: str) -> int:
    less, more = bool(LESS.search(words)), bool(MORE.search(words))
    return more - less


def _measured(words: str) -> str:
    """What the words before a number count: the measure named last."""
    spots = {words.lower().rfind(stem): measure for stem, measure in _MEASURES.items()}
    last = max(spots)
    return spots[last] if last >= 0 else ""


def _give_now(sentence: Sentence, one: Comparison) -> None:
    """What is now, where it stands before all else: "33 cases, 78 fewer than last year"."""
    slots = sentence.slots
    first = min(one.parts.values())
    if "now" in one.parts or not first or not one.sign:
        return
    near = slots[first - 1]
    gap = _gap(sentence, first - 1, first)
    after = re.fullmatch(
        r"[^.;:()]{0,60}[,(]\s*(?:or |which is |that is )?(?:[a-z]+ )*(?:by )?", gap
    )
    if not after or near.unit not in ("cases", "countries", "number"):
        return
    paired = any(first - 1 in (pair.count, pair.countries) for pair in pairs(sentence))
    if (near.unit == one.measure and near.unit != "number") or (not one.measure and not paired):
        one.parts["now"] = first - 1
        return
    for pair in pairs(sentence):
        if max(pair.count, pair.countries) < first and one.measure:
            one.parts["now"] = pair.countries if one.measure == "countries" else pair.count
        elif first - 1 in (pair.count, pair.countries):
            one.parts["most"] = pair.count  # of the two, or more than what is meant


def changed(sentence: Sentence) -> Iterator[Relation]:
    """What must hold between the parts of each comparison of a sentence."""
    found = comparisons(sentence)
    for one in found:
        yield from _within(sentence, one)
    by_measure = {
        measure: [one for one in found if one.measure == measure]
        for measure in ("cases", "countries")
    }
    if all(len(of_one) == 1 for of_one in by_measure.values()):
        many, few = by_measure["cases"][0].parts, by_measure["countries"][0].parts
        for part in ("before", "now"):
            if part in many and part in few:
                yield Relation(
                    (many[part], few[part]),
                    lambda n, c: (
                        because("too-few", count=n, noun=Kind("cases", "cases"), countries=c)
                        if n < c
                        else None
                    ),
                )


def _within(sentence: Sentence, one: Comparison) -> Iterator[Relation]:
    slots, parts, sign = sentence.slots, one.parts, one.sign
    now, before, change, percent = (
        parts.get(name) for name in ("now", "before", "change", "percent")
    )
    counts = [place for place in (now, before, change) if place is not None]
    scales = {slots[place].scale for place in counts}
    if one.measure in COUNTED or {slots[place].unit for place in counts} & {*COUNTED}:
        for place in counts:
            yield Relation(
                (place,), lambda n: None if n == int(n) else because("not-whole", value=n)
            )
    if len(scales) > 1 or not sign:
        return
    way = "fewer" if sign < 0 else "more"
    if now is not None and before is not None and one.times == 1:
        yield Relation(
            (before, now),
            lambda a, b: (
                because("fall-upwards" if sign < 0 else "rise-downwards", a=a, b=b)
                if (b - a) * sign < 0
                else None
            ),
        )
        if change is not None:
            yield Relation(
                (now, change, before),
                lambda n, m, b: (
                    None if n - b == sign * m else because(f"not-{way}", now=n, change=m, before=b)
                ),
            )
    elif now is not None and before is not None:
        yield Relation(
            (now, before),
            lambda n, o, times=one.times: (
                because("not-above", now=n, before=o) if n <= times * o else None
            ),
        )
    base = before if sign < 0 else parts.get("most", now)
    if change is not None and base is not None:
        yield Relation(
            (change, base),
            lambda m, b: because("change-too-large", change=m, of=b) if m > b else None,
            sure="most" not in parts,
        )
    if percent is None or one.rough:
        return
    if sign < 0:
        yield Relation(
            (percent,), lambda p: because("falls-below-none", percent=p) if p > 100 else None
        )
    if before is not None and change is not None:
        yield Relation((change, percent, before), is_rate)
    elif before is not None and now is not None:
        yield Relation(
            (now, percent, before),
            lambda n, p, b: (
                is_rate(sign * (n - b), p, b) and because("no-rate", now=n, percent=p, base=b)
            ),
        )
    elif change is not None and now is not None:
        yield Relation((change, percent, now), lambda m, p, n: is_rate(m, p, n - sign * m))
    elif now is not None and slots[now].unit != "krw":
        yield Relation((now, percent), lambda n, p: _reached(n, sign * p))
    elif change is not None:
        yield Relation((change, percent), lambda m, p: _on_something(m, p))


def is_rate(change: float, percent: float, base: float) -> Message | None:
    """Why a change is not that many percent of what was before."""
    if not base or abs(100 * change / base - percent) <= _ROUGHLY:
        return None
    return because("not-percent", change=change, percent=percent, base=base)


def _reached(now: float, percent: float) -> Message | None:
    """Why no whole number before gives what is now by that percentage."""
    near = now / (1 + percent / 100) if percent > -100 else 0
    if percent <= -100 or _some_base(near, percent, lambda base: now - base):
        return None
    return because("not-reached", now=now, percent=abs(percent))


def _on_something(change: float, percent: float) -> Message | None:
    if not percent or _some_base(100 * change / percent, percent, lambda base: change):
        return None
    return because("of-nothing", change=change, percent=percent)


def _some_base(near: float, percent: float, change: Callable[[int], float]) -> bool:
    """Whether a whole number about there changes by that percentage; some cut, some round."""
    exact = 1 if percent == int(percent) else 0.1
    return any(
        abs(100 * change(base) / base - percent) < exact
        for base in range(max(1, round(near) - 5), round(near) + 6)
    )
