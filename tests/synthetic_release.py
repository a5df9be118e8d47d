"""A made-up release of the year after the last, as the portal garbles it and in Korean."""

from kcity_analysis.evidence.facts import projects, published

ENGLISH = """SYNTHETIC EXAMPLE: a release made up for this project; no contest had these figures.

– K-City Network contest… 41 applications arrived from 96 countries

□ The ministry said that a total of 41 applications were received from 96 countries in the contest \
of the K-City Network, which was open from February 1st to March 12th.

ㅇ The New Southern region handed in 10 applications from 30 countries, the New Northern region 8 \
applications from 21 countries, and the Central and South America region 7 applications from 15 \
countries.
ㅇ Africa (Ghana, Kenya, etc.) and Europe (Spain, etc.) took part as well.

ㅇ For the planning type, 30 applications were handed in from 60 countries.
ㅇ For the overseas demonstration type, 18 applications were handed in from 36 countries.
"""
KOREAN = """합성 예시: 이 프로젝트를 위해 만든 보도자료로, 실제 공모의 수치가 아니다.

K-City Network 국제공모에 총 41개국 96건이 접수되었다.

ㅇ 접수 기간은 2월 1일부터 3월 12일까지였다.
ㅇ 신남방 지역 10개국 30건, 신북방 지역 8개국 21건, 중남미 지역 7개국 15건이 접수되었다.
ㅇ 아프리카(가나, 케냐 등), 유럽(스페인 등)에서도 참여하였다.
ㅇ 계획수립형은 30개국에서 60건이 접수되었다.
ㅇ 해외실증형은 18개국에서 36건이 접수되었다.
"""
FIGURES = {
    ("total", "all", "cases"): 96, ("total", "all", "countries"): 41,
    ("region", "New Southern", "cases"): 30, ("region", "New Southern", "countries"): 10,
    ("region", "New Northern", "cases"): 21, ("region", "New Northern", "countries"): 8,
    ("region", "Central and South America", "cases"): 15,
    ("region", "Central and South America", "countries"): 7,
    ("type", "planning", "cases"): 60, ("type", "planning", "countries"): 30,
    ("type", "overseas demonstration", "cases"): 36,
    ("type", "overseas demonstration", "countries"): 18,
}  # fmt: skip
YEAR = int(max(published()["year"].max(), projects()["year"].max())) + 1
"""A year of which the data have nothing."""
SOURCE = ("A ministry", f"https://example.org/{YEAR}", f"{YEAR}-03-20")
