"""What a claim is about."""

from kcity_analysis.release.claims import sentences
from kcity_analysis.release.subjects import Subject, is_contest, subjects


def named(text: str) -> list[str]:
    return [str(subject) for subject in subjects(sentences(text)).values()]


def test_regions_are_named_clause_by_clause() -> None:
    assert named("New Southern sent 3 cases from 2 countries, New Northern 5 from 4 countries") == [
        "New Southern, reception, cases",
        "New Southern, reception, countries",
        "New Northern, reception, cases",
        "New Northern, reception, countries",
    ]


def test_fields_belong_to_the_type_before_them() -> None:
    text = (
        "For solution planning, 40 cases were submitted from 16 countries,\n– Transport (13 cases)"
    )
    assert named(text)[-1] == "solution planning: transport, reception, cases"


def test_fields_of_no_clear_type_have_no_subject() -> None:
    assert named("– Transportation (13 cases), safety (5 cases)") == []


def test_changes_on_the_year_before() -> None:
    text = "Compared to last year, countries increased by 16 and projects by 31 (38.8%)."
    assert list(subjects(sentences(text)).values()) == [
        Subject("reception", "change", "countries", "countries"),
        Subject("reception", "change", "cases", "cases"),
        Subject("reception", "change", "cases", "percent"),
    ]


def test_last_years_total_is_not_this_years() -> None:
    (first, _) = subjects(sentences("Last year 80 cases from 23 countries were received.")).values()
    assert first.offset == -1


def test_a_cumulative_count_is_no_total_of_the_year() -> None:
    assert named("So far 33 projects in 21 countries were supported.") == []


def test_other_places_are_not_the_whole() -> None:
    assert named("In Asia, 10 cases from 5 countries") == []


def test_selection_is_told_from_reception() -> None:
    assert named("11 projects in 11 countries were selected")[0] == "total, selection, cases"


def test_korean_names_the_same_subjects() -> None:
    assert named("신남방 지역은 10개국 35건, 도시개발형 계획수립은 24개국에서 57건") == [
        "New Southern, reception, countries",
        "New Southern, reception, cases",
        "urban-development planning, reception, countries",
        "urban-development planning, reception, cases",
    ]


def test_only_the_contest_has_totals() -> None:
    assert is_contest("the K-City Network")
    assert is_contest("New Southern and New Northern")
    assert not is_contest("the Smart Challenge")


def test_what_a_number_fell_to_is_no_change() -> None:
    text = "Applications dropped 31.4% year on year to 48, submitted from 28 countries."
    assert named(text) == ["decrease of cases, reception, percent"]
