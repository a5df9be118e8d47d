"""Registers in the shapes that offices keep, each with what must become of its rows.

A shape is a name, what is expected ("counted reported set-aside countries"), the arguments of
reading it, and its rows: a line each, its cells between bars. Counted by hand.
"""

from __future__ import annotations

from typing import Any

Shape = tuple[str, str, dict[str, Any], str]

KOREAN: list[Shape] = [
    (
        "plain",
        "2 0 0 2",
        {},
        """접수번호|연도|국가|도시|사업유형|분야|사업명|신청기관|접수일
        1|2021|베트남|하노이|해외실증형|교통|버스|가나|2021-03-05
        2|2021|라오스|팍세|솔루션형|물관리|상수도|다라|2021.3.6""",
    ),
    (
        "headings of another office",
        "2 0 0 2",
        {},
        """연번|공모연도|협력국|협력도시|지원유형|세부분야|과제명|주관기관|접수일자|특이사항
        1|2021|베트남|하노이|1) 해외실증형|스마트교통|버스|가나|21.3.5|
        2|2021|라오스|팍세|【솔루션형】|상하수도|상수도|다라|3/6|담당 김""",
    ),
    (
        "type headed 구분",
        "2 0 0 2",
        {},
        """구분|국가|연도|사업명
        해외실증형|베트남|2021|버스
        도시개발형|라오스|2021|신도시""",
    ),
    (
        "subtotal in the city's column, country and type again",
        "2 0 1 1",
        {},
        """연도|국가|도시|사업유형|사업명
        2021|베트남|하노이|해외실증형|버스
        2021|베트남|후에|해외실증형|주차
        2021|베트남|소계|해외실증형|2""",
    ),
    (
        "totals in four columns",
        "2 0 4 2",
        {},
        """연도|국가|사업유형|사업명|비고
        2021|베트남|해외실증형|버스|
        2021|베트남|해외실증형|계|1
        2021|라오스|솔루션형|주차|
        2021|라오스|솔루션형||소계
        |베트남 계|1건||
        합계|2개국|2건||""",
    ),
    (
        "a total that has details of a case",
        "1 1 0 1",
        {},
        """접수번호|연도|국가|사업유형|사업명|신청기관
        1|2021|베트남|해외실증형|버스|가나
        2|2021|베트남|해외실증형|합계|다라""",
    ),
    (
        "numbered beforehand",
        "1 0 4 1",
        {},
        """연번|연도|국가|사업유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|||
        3|2021|||
        4||||
        5|-|-|-|-""",
    ),
    (
        "dittos",
        "3 0 0 1",
        {},
        """연도|국가|사업유형|사업명
        2021|베트남|해외실증형|버스
        〃|〃|상동|주차
        〃|〃|위와 같음|철도""",
    ),
    (
        "a ditto below nothing",
        "0 1 0 0",
        {},
        """연도|국가|사업유형|사업명
        2021|〃|해외실증형|버스""",
    ),
    (
        "marks under types",
        "3 1 0 2",
        {},
        """연번|연도|국가|도시|사업유형|||비고
        ||||도시개발형|솔루션형|해외실증형|
        1|2021|베트남|하노이|○|||
        2|2021|베트남|후에||○||
        3|2021|라오스|팍세|||●|
        4|2021|라오스|비엔티안|○|○||""",
    ),
    (
        "ones under types in one row of headings",
        "2 0 0 2",
        {},
        """연도|국가|사업명|도시개발형|솔루션형|해외실증형
        2021|베트남|버스|1||
        2021|라오스|주차|||1""",
    ),
    (
        "country and city in one cell",
        "4 0 0 2",
        {},
        """연번|연도|국가/도시|사업유형
        1|2021|베트남 하노이|해외실증형
        2|2021|베트남(후에)|해외실증형
        3|2021|비엔티안, 라오스|솔루션형
        4|2021|라오스 - 팍세|솔루션형""",
    ),
    (
        "a city behind the country in the column of countries",
        "1 0 0 1",
        {},
        """연도|국가|사업유형
        2021|베트남(하노이)|해외실증형""",
    ),
    (
        "joint applications",
        "3 0 0 4",
        {},
        """연번|연도|국가|사업유형|사업명
        1|2021|베트남, 라오스|해외실증형|버스
        2|2021|태국·캄보디아|해외실증형|주차
        3|2021|베트남 및 태국 공동|솔루션형|철도""",
    ),
    (
        "groups by type",
        "3 0 2 3",
        {},
        """연번|국가|연도|사업명
        ■ 도시개발형 (2건)|||
        1|베트남|2021|버스
        2|라오스|2021|주차
        ■ 해외실증형 (1건)|||
        1|태국|2021|철도""",
    ),
    (
        "groups by region",
        "2 0 2 2",
        {},
        """연번|국가|연도|사업유형|사업명
        [신남방]||||
        1|베트남|2021|해외실증형|버스
        [중남미]||||
        2|페루|2021|해외실증형|주차""",
    ),
    (
        "a column of states, unanswered",
        "2 2 0 2",
        {},
        """연도|국가|사업유형|사업명|접수상태
        2021|베트남|해외실증형|버스|접수완료
        2021|베트남|해외실증형|주차|철회
        2021|라오스|해외실증형|철도|반려
        2021|라오스|솔루션형|상수도|검토중""",
    ),
    (
        "a column of states, answered",
        "3 0 1 2",
        {"status": {"철회": "out", "중복": "in"}},
        """연도|국가|사업유형|사업명|진행상태
        2021|베트남|해외실증형|버스|정상
        2021|베트남|해외실증형|주차|철회
        2021|라오스|해외실증형|철도|중복
        2021|라오스|솔루션형|상수도|""",
    ),
    (
        "remarks",
        "2 2 0 2",
        {},
        """연도|국가|사업유형|사업명|비고
        2021|베트남|해외실증형|버스|담당 김
        2021|베트남|해외실증형|주차|4.2. 자진 철회
        2021|라오스|해외실증형|철도|중복 접수
        2021|라오스|솔루션형|상수도|영문 신청서""",
    ),
    (
        "title, note and the year in the title",
        "1 0 1 1",
        {},
        """2021년 K-City Network 접수대장|||
        |||
        연번|국가|사업유형|사업명
        1|베트남|해외실증형|버스
        ※ 4월 기준|||""",
    ),
    (
        "headings again",
        "2 0 1 2",
        {},
        """연도|국가|사업유형|사업명
        2021|베트남|해외실증형|버스
        연도|국가|사업유형|사업명
        2021|라오스|솔루션형|주차""",
    ),
    (
        "years as days and in short",
        "4 0 0 1",
        {},
        """연도|국가|사업유형|사업명
        2021-01-01|베트남|해외실증형|버스
        '21|베트남|해외실증형|주차
        2021년도|베트남|해외실증형|철도
        2021년 1차|베트남|해외실증형|항만""",
    ),
    (
        "of two years, one asked for",
        "1 0 1 1",
        {"year": 2021},
        """연도|국가|사업유형|사업명
        2021|베트남|해외실증형|버스
        2020|라오스|단일솔루션형|주차""",
    ),
    (
        "a year before the contest",
        "1 1 0 1",
        {},
        """연도|국가|사업유형|사업명
        2021|베트남|해외실증형|버스
        2019|라오스|솔루션형|주차""",
    ),
    (
        "one number and one application twice",
        "2 2 0 2",
        {},
        """접수번호|연도|국가|도시|사업유형|사업명
        1|2021|베트남|하노이|해외실증형|버스
        1|2021|라오스|팍세|해외실증형|주차
        2|2021|라오스|팍세|해외실증형|철도
        3|2021|라오스|팍세|해외실증형|철도""",
    ),
    (
        "errors and formulas",
        "1 2 0 1",
        {},
        """연도|국가|사업유형|사업명
        2021|베트남|해외실증형|버스
        2021|#N/A|해외실증형|주차
        2021|라오스|=VLOOKUP(1)|철도""",
    ),
    (
        "a country's namesakes",
        "0 3 0 0",
        {},
        """연도|국가|사업유형|사업명
        2021|한국(북)|해외실증형|버스
        2021|도미니카|해외실증형|주차
        2021|Saint Martin|해외실증형|철도""",
    ),
    (
        "a state of yes and no",
        "2 1 0 2",
        {},
        """접수번호|연도|국가|유형|과제명|접수여부
        1|2021|베트남|해외실증|버스|O
        2|2021|라오스|해외실증|주차|X
        3|2021|태국|해외실증|철도|O""",
    ),
    (
        "columns of what was withdrawn or left out, and when, and why",
        "1 3 0 1",
        {},
        """번호|연도|국가|유형|과제명|철회 여부|취소일자|제외사유
        1|2021|베트남|해외실증|버스|N||-
        2|2021|라오스|해외실증|주차|O||
        3|2021|태국|해외실증|철도|N|2021-04-02|
        4|2021|몽골|해외실증|항만|||기한이 지나 도착""",
    ),
    (
        "a column of what was withdrawn, answered",
        "1 0 1 1",
        {"status": {"철회": "out"}},
        """번호|연도|국가|유형|과제명|철회 여부
        1|2021|베트남|해외실증|버스|N
        2|2021|라오스|해외실증|주차|Y""",
    ),
    (
        "a word for withdrawn in a title, a number and a column without heading",
        "2 4 0 2",
        {},
        """번호|연도|국가|유형|과제명||
        1|2021|베트남|해외실증|버스||
        2|2021|라오스|해외실증|(철회) 주차||
        3|2021|태국|해외실증|철도|취소|
        예시|2021|몽골|해외실증|항만||
        5|2021|페루|해외실증|신호 [반려 4.2]||
        6|2021|페루|해외실증|통합 관제 (취소선 정비)||""",
    ),
    (
        "numbers of cases in a column",
        "1 2 1 1",
        {},
        """연도|국가|유형|분야|접수 건수
        2021|베트남|해외실증형|교통|3
        2021|라오스|해외실증형|환경|1
        2021|태국|해외실증형|환경|2건
        |3개국|||6건""",
    ),
    (
        "the other country of a joint application in a column of its own",
        "1 1 0 1",
        {},
        """연번|연도|국가|공동신청국가|유형|사업명
        1|2021|베트남|라오스|해외실증형|버스
        2|2021|라오스||해외실증형|주차""",
    ),
    (
        "countries of which not all are named",
        "1 4 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남 등 3개국|해외실증형|버스
        2|2021|라오스 외|해외실증형|주차
        3|2021|베트남 외 2개국|해외실증형|철도
        4|2021|베트남, 라오스 등|해외실증형|항만
        5|2021|베트남, 라오스 등 2개국|해외실증형|공항""",
    ),
    (
        "countries between dots and on lines of their own",
        "2 0 0 4",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|우즈베키스탄ㆍ카자흐스탄 (공동)|해외실증형|버스
        2|2021|베트남‧라오스|해외실증형|주차""",
    ),
    (
        "totals that no word names",
        "2 0 3 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증|버스
        2|2021|라오스|해외실증|주차
        ||2개국||2건
        ||총 2개국||
        ||구성비||100%""",
    ),
    (
        "totals in a spreadsheet program's words",
        "2 0 4 1",
        {},
        """국가|도시|유형|연도|사업명
        베트남|하노이|해외실증형|2021|버스
        베트남|후에|해외실증형|2021|주차
        ||해외실증형 개수||2
        베트남 요약||||2
        베트남 개수||||2
        전체 개수||||2""",
    ),
    (
        "notes of several kinds",
        "1 0 5 1",
        {},
        """연번|국가|유형|연도|사업명
        1|베트남*|해외실증형|2021|버스
        - 접수기간: 2021.3.2 ~ 4.30||||
        주1) 국가명은 외교부 기준||||
        |||담당: 홍길동|
        ※ 총 1건 접수||||
        끝||||""",
    ),
    (
        "a footnote's number, and a number without a case",
        "1 0 1 1",
        {},
        """접수번호|연도|국가|유형|사업명
        1|2021|라오스1)|해외실증|버스
        2|2021|결번||""",
    ),
    (
        "groups by country, which has no column",
        "3 0 2 2",
        {"year": 2021},
        """번호|도시|유형|사업명
        베트남|||
        1|하노이|해외실증|버스
        2|다낭|해외실증|주차
        라오스 (1건)|||
        1|팍세|솔루션형|철도""",
    ),
    (
        "the first group's heading above the headings",
        "3 0 2 3",
        {},
        """도시개발형||||
        연번|국가|도시|사업명|연도
        1|베트남|하노이|버스|2021
        2|라오스|팍세|주차|2021
        해외실증형||||
        연번|국가|도시|사업명|연도
        1|태국|방콕|철도|2021""",
    ),
    (
        "a second table with its columns in another order",
        "1 2 0 1",
        {},
        """연번|국가|유형|도시|연도|사업명
        1|베트남|도시개발형|하노이|2021|버스
        연번|연도|국가|유형|도시|사업명
        1|2021|태국|해외실증형|방콕|주차""",
    ),
    (
        "years that head groups",
        "4 0 2 4",
        {},
        """연번|국가|유형|사업명
        [2021년]|||
        1|베트남|해외실증형|버스
        2|라오스|해외실증형|주차
        ■ 2022년도 (2건)|||
        1|태국|해외실증형|철도
        2|페루|해외실증형|항만""",
    ),
    (
        "years that head groups, of which one is asked for",
        "1 0 3 1",
        {"year": 2022},
        """연번|국가|유형|사업명
        [2021년]|||
        1|베트남|해외실증형|버스
        [2022년]|||
        1|태국|해외실증형|철도""",
    ),
    (
        "boxes to tick in the type's cell",
        "4 2 0 4",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|☑ 계획수립형 □ 해외실증형|버스
        2|2022|라오스|□계획수립형 ■해외실증형|주차
        3|2022|태국|계획수립형( ) 해외실증형(○)|철도
        4|2022|페루|계획수립형 (V) / 해외실증형 ( )|항만
        5|2022|케냐|□ 계획수립형 □ 해외실증형|공항
        6|2022|가나|☑ 계획수립형 ☑ 해외실증형|물""",
    ),
    (
        "two types in one cell",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|해외실증형|버스
        2|2022|라오스|계획수립형/해외실증형|주차
        3|2022|태국|계획수립 및 해외실증|철도""",
    ),
    (
        "an example among the rows",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명
        (예)|2022|베트남|해외실증형|스마트 버스
        예시|2022|라오스|해외실증형|스마트 주차
        1|2022|베트남|해외실증형|버스""",
    ),
    (
        "not valid",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|유효
        1|2022|베트남|해외실증형|버스|O
        2|2022|라오스|해외실증형|주차|X""",
    ),
    (
        "a signed footer",
        "2 0 4 2",
        {},
        """접수번호|연도|국가|유형|사업명
        22-1|2022|케냐|해외실증형|버스
        22-2|2022|르완다|해외실증형|결제
        |||
        위와 같이 접수하였음을 확인합니다.||||
        2022년 4월 15일||||
        작성자: 김가나 (인)||||
        확인자: 이다라 (서명)||||""",
    ),
    (
        "sections by type, numbered anew, with the headings again",
        "4 0 2 4",
        {},
        """□ 계획수립형||||
        연번|국가|도시|사업명|연도
        1|베트남|하노이|버스|2022
        2|라오스|팍세|주차|2022
        |||
        □ 해외실증형||||
        연번|국가|도시|사업명|연도
        1|태국|방콕|철도|2022
        2|페루|리마|항만|2022""",
    ),
    (
        "the company's country beside the project's",
        "0 2 0 0",
        {},
        """연번|연도|신청국|대상국|유형|사업명
        1|2022|한국|베트남|해외실증형|버스
        2|2022|대한민국|라오스|해외실증형|주차""",
    ),
    (
        "two columns of countries",
        "1 1 0 1",
        {},
        """연번|연도|국가1|국가2|유형|사업명
        1|2022|베트남|라오스|해외실증형|버스
        2|2022|태국||해외실증형|주차""",
    ),
    (
        "shares and averages below",
        "2 0 3 2",
        {},
        """연번|연도|국가|유형|사업명|점수
        1|2022|베트남|해외실증형|버스|10
        2|2022|라오스|해외실증형|주차|20
        |||평균||15
        전체 누계|||||14
        합　　계|2개국|2건|||""",
    ),
    (
        "what a memo says",
        "2 3 0 1",
        {},
        """접수번호|연도|국가|유형|사업명|처리의견|적요
        1|2022|베트남|해외실증형|버스|적정|
        2|2022|라오스|해외실증형|주차|서류 반려함|
        3|2022|베트남|해외실증형|철도||우편 접수
        4|2022|라오스|해외실증형|항만||4.2. 철회함
        5|2022|태국|해외실증형|물|전년도 이월|""",
    ),
    (
        "one number and title for two countries",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|해외실증형|메콩 관리
        1|2022|라오스|해외실증형|메콩 관리
        2|2022|케냐|해외실증형|버스""",
    ),
    (
        "a count in place of a title",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|해외실증형|버스
        2|2022|라오스|해외실증형|주차
        |2022|라오스|해외실증형|2건""",
    ),
    (
        "numbers of proposals",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|제안건수
        1|2022|베트남|해외실증형|버스|1
        2|2022|라오스|해외실증형|주차 외|3""",
    ),
    (
        "a line above rows that were withdrawn, though withdrawn is answered",
        "2 1 0 2",
        {"status": {"철회": "out"}},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|해외실증형|버스
        ■ 철회 건||||
        3|2022|태국|해외실증형|철도""",
    ),
]

ENGLISH: list[Shape] = [
    (
        "plain",
        "2 0 0 2",
        {},
        """Application No.|Year|Country|City|Type|Field|Title|Applicant|Submitted on
        1|2021|Viet Nam|Hanoi|Overseas demonstration|Transport|Buses|A Co|5 March 2021
        2|2021|Lao PDR|Pakse|Solution planning|Water|Supply|B Co|2021-03-06""",
    ),
    (
        "headings of another office",
        "2 0 0 2",
        {},
        """No|Fiscal year|Partner country|Municipality|Programme type|Sector|Project title
        1|2021|Vietnam|Hanoi|1. Overseas demonstration|Smart transport|Buses
        2|2021|Laos|Pakse|Solution planning type|Water supply|Supply""",
    ),
    (
        "totals in any column",
        "2 0 3 2",
        {},
        """Year|Country|City|Type|Title
        2021|Vietnam|Hanoi|Demonstration|Buses
        2021|Vietnam|Subtotal|Demonstration|1
        2021|Laos|Pakse|Demonstration|Parking
        2021|Laos||Demonstration|Total
        Grand total|2 countries|||2 cases""",
    ),
    (
        "the plan of a total is none",
        "1 0 0 1",
        {},
        """Year|Country|Type|Title
        2021|Vietnam|Demonstration|Total energy plan of Hanoi""",
    ),
    (
        "country and city in either order",
        "3 0 0 2",
        {},
        """Year|City, Country|Type|Title
        2021|Hanoi, Vietnam|Demonstration|Buses
        2021|Vietnam (Hue)|Demonstration|Parking
        2021|Pakse, Laos|Demonstration|Rail""",
    ),
    (
        "joint applications",
        "2 0 0 3",
        {},
        """Year|Country|Type|Title
        2021|Vietnam and Laos|Demonstration|Buses
        2021|Trinidad and Tobago|Demonstration|Parking""",
    ),
    (
        "a joint application of which one country is unknown",
        "0 1 0 0",
        {},
        """Year|Country|Type|Title
        2021|Vietnam and Atlantis|Demonstration|Buses""",
    ),
    (
        "status",
        "1 2 0 1",
        {},
        """Year|Country|Type|Title|Status
        2021|Vietnam|Demonstration|Buses|Received
        2021|Vietnam|Demonstration|Parking|Withdrawn
        2021|Vietnam|Demonstration|Rail|something new""",
    ),
    (
        "status answered",
        "1 0 1 1",
        {"status": {"withdrawn": "out"}},
        """Year|Country|Type|Title|Status
        2021|Vietnam|Demonstration|Buses|Received
        2021|Vietnam|Demonstration|Parking|Withdrawn""",
    ),
    (
        "remarks",
        "1 1 0 1",
        {},
        """Year|Country|Type|Title|Remarks
        2021|Vietnam|Demonstration|Buses|called on Monday
        2021|Vietnam|Demonstration|Parking|duplicate of no. 1""",
    ),
    (
        "dittos",
        "2 0 0 1",
        {},
        """Year|Country|Type|Title
        2021|Vietnam|Demonstration|Buses
        ditto|same as above|do.|Parking""",
    ),
    (
        "marks under types",
        "2 0 0 2",
        {},
        """Year|Country|City|Solution planning|Overseas demonstration
        2021|Vietnam|Hanoi|x|V
        2021|Laos|Pakse|V|""",
    ),
    (
        "groups by type",
        "2 0 2 2",
        {},
        """No|Country|Year|Title
        Solution planning|||
        1|Vietnam|2021|Buses
        Overseas demonstration (1 case)|||
        1|Laos|2021|Parking""",
    ),
    (
        "not stated, and left out",
        "1 1 0 1",
        {},
        """Year|Country|Type|Title
        2021|Vietnam|not stated|Buses
        2021|Laos||Parking""",
    ),
    (
        "no year but the one given",
        "1 0 0 1",
        {"year": 2021},
        """Country|Type|Title
        Vietnam|Demonstration|Buses""",
    ),
    (
        "a type that the year did not have",
        "1 1 0 1",
        {},
        """Year|Country|Type|Title
        2022|Vietnam|Planning|Buses
        2022|Laos|Solution planning|Parking""",
    ),
    (
        "selection beside reception",
        "1 0 1 1",
        {"stage": "reception"},
        """Year|Stage|Country|Type|Title
        2021|Received|Vietnam|Demonstration|Buses
        2021|Selected|Laos|Demonstration|Parking""",
    ),
    (
        "two columns of a country",
        "1 1 0 1",
        {},
        """Year|Country|ISO3|Type|Title
        2021|Vietnam|VNM|Demonstration|Buses
        2021|Vietnam|LAO|Demonstration|Parking""",
    ),
    (
        "a day of another year",
        "1 1 0 1",
        {},
        """Year|Country|Type|Title|Received on
        2021|Vietnam|Demonstration|Buses|2021-03-05
        2021|Laos|Demonstration|Parking|2020-03-05""",
    ),
    (
        "a day that would have to be guessed",
        "0 1 0 0",
        {},
        """Year|Country|Type|Title|Received on
        2021|Vietnam|Demonstration|Buses|05/03/2021""",
    ),
    (
        "several fields",
        "1 0 0 1",
        {},
        """Year|Country|Type|Field|Title
        2021|Vietnam|Demonstration|Transport / Safety|Buses""",
    ),
    (
        "prefixed numbers",
        "1 0 0 1",
        {},
        """Case No|Year|Country|Type|Title
        ="001"|2021|Vietnam|Demonstration|Buses""",
    ),
    (
        "blank rows and a note",
        "2 0 1 2",
        {},
        """Year|Country|Type|Title
        2021|Vietnam|Demonstration|Buses
        |||
        2021|Laos|Demonstration|Parking
        Note: as of April|||""",
    ),
    (
        "a row for each year of nothing",
        "0 0 2 0",
        {},
        """No|Year|Country|Type|Title
        1|2021|||
        2|2022|||""",
    ),
    (
        "dates and reasons of withdrawal",
        "1 2 0 1",
        {},
        """No|Year|Country|Type|Title|Date withdrawn|Reason for rejection
        1|2021|Vietnam|Demonstration|Buses||n/a
        2|2021|Laos|Demonstration|Parking|2021-04-02|
        3|2021|Peru|Demonstration|Rail||late papers""",
    ),
    (
        "a word for withdrawn anywhere",
        "1 2 0 1",
        {},
        """No|Year|Country|Type|Title|
        1|2021|Vietnam|Demonstration|Buses (not a test)|
        2|2021|Laos|Demonstration|Parking [withdrawn]|
        3|2021|Peru|Demonstration|Rail|Cancelled""",
    ),
    (
        "numbers of cases in a column",
        "1 1 0 1",
        {},
        """Year|Country|Type|Number of applications
        2021|Vietnam|Demonstration|1
        2021|Laos|Demonstration|4""",
    ),
    (
        "not all countries named",
        "0 3 0 0",
        {},
        """Year|Country|Type|Title
        2021|Vietnam and others|Demonstration|Buses
        2021|Vietnam, Laos, etc.|Demonstration|Parking
        2021|Vietnam and 2 others|Demonstration|Rail""",
    ),
    (
        "dittos under a category",
        "4 0 0 2",
        {},
        """No.|Year|Country|City|Category|Title
        1|2022|Vietnam|Hanoi|Overseas demonstration|Buses
        2|"|"|Hue|"|Parking
        3|"|Laos|Pakse|"|Rail
        4|〃|〃|Vientiane|〃|Port""",
    ),
    (
        "an example among the rows",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Title
        e.g.|2022|Vietnam|Overseas demonstration|Smart bus
        1|2022|Vietnam|Overseas demonstration|Buses""",
    ),
    (
        "sentences below",
        "1 0 2 1",
        {},
        """No|Year|Country|Type|Title
        1|2022|Kenya|Overseas demonstration|Buses
        We confirm that these applications were received.||||
        % of total||||100%""",
    ),
    (
        "codes of countries in capitals and not",
        "6 0 0 6",
        {},
        """Year|Country code|Track|Name
        2022|NA|Demonstration|Buses
        2022|VN|Demonstration|Parking
        2022|LAO|Demonstration|Rail
        2022|kgz|Demonstration|Port
        2022|NE|Demonstration|Water
        2022|NG|Demonstration|Power""",
    ),
    (
        "totals in other words",
        "2 0 3 2",
        {},
        """No|Year|Country|Type|Title
        1|2022|Vietnam|Planning|Total water management
        2|2022|Laos|Planning|Buses
        Tot.|2022|Laos|Planning|2
        Sub-sum|2022|Laos|Planning|2
        Number of applications: 2|2022|Laos|Planning|""",
    ),
    (
        "a reviewer's comments",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Title|Reviewer comments
        1|2022|Vietnam|Planning|Buses|good
        2|2022|Laos|Planning|Parking|Rejected - incomplete documents""",
    ),
]

SHAPES = [*(("ko", shape) for shape in KOREAN), *(("en", shape) for shape in ENGLISH)]


def rows_of(text: str) -> list[list[str]]:
    """The rows of a shape, as texts."""
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
