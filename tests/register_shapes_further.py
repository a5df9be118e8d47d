"""More registers as offices write them, invented before any of them was read; see register_shapes.

The rows of "refused" are no register, and said to be none.
"""

from __future__ import annotations

from register_shapes import Shape

FURTHER: list[Shape] = [
    (
        "roman group rows with count",
        "3 0 2 3",
        {},
        """2021년 접수 대장
        연번|국가|도시|사업명
        Ⅰ. 도시개발형 (2건)|||
        1|베트남|하노이|버스
        2|라오스|팍세|주차
        Ⅱ. 해외실증형 (1건)|||
        1|태국|방콕|물""",
    ),
    (
        "grand total on top",
        "3 0 1 3",
        {},
        """연번|연도|국가|유형|사업명
        총계|3건|||
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        3|2021|태국|해외실증형|물""",
    ),
    (
        "누계 rows",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        누계|||2|""",
    ),
    (
        "국가수 row",
        "2 0 2 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        국가 수||2개국||
        도시 수||2개 도시||""",
    ),
    (
        "approval box above",
        "1 0 0 1",
        {},
        """2022년 접수대장||||결재|담당|팀장|본부장
        ||||||홍길동|
        ||||||전결|
        연번|국가|도시|유형|사업명|신청기관||
        1|베트남|하노이|계획수립형|버스|하노이시||""",
    ),
    (
        "signature below",
        "1 0 3 1",
        {},
        """연번|국가|도시|유형|사업명|연도
        1|베트남|하노이|계획수립형|버스|2022
        |||||
        2022. 4. 30.|||||
        접수책임자|홍길동|(인)|||
        확인자|김철수|(서명)|||""",
    ),
    (
        "진행상태 보완",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|진행상태
        1|2022|베트남|계획수립형|접수
        2|2022|라오스|계획수립형|부적격
        3|2022|태국|해외실증형|접수취하""",
    ),
    (
        "적격여부 OX",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|적격여부
        1|2022|베트남|계획수립형|O
        2|2022|라오스|계획수립형|X""",
    ),
    (
        "Eligible yes/no",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Eligible
        1|2022|Vietnam|planning|Yes
        2|2022|Laos|planning|No""",
    ),
    (
        "english statuses",
        "1 3 0 1",
        {},
        """No|Year|Country|Type|Current status
        1|2022|Vietnam|planning|Submitted
        2|2022|Laos|planning|Not eligible
        3|2022|Thailand|planning|Incomplete
        4|2022|Peru|planning|Cancelled by applicant""",
    ),
    (
        "Decision declined",
        "1 2 0 1",
        {},
        """No|Year|Country|Type|Decision
        1|2022|Vietnam|planning|Accepted
        2|2022|Laos|planning|Turned down
        3|2022|Thailand|planning|Void""",
    ),
    (
        "remarks duplicate of",
        "2 3 0 2",
        {},
        """No|Year|Country|Type|Project|Remarks
        1|2022|Vietnam|planning|Bus|
        2|2022|Laos|planning|Water|
        3|2022|Vietnam|planning|Bus 2|Duplicate of no. 1
        4|2022|Vietnam|planning|Bus 3|Replaces no. 3
        5|2022|Peru|planning|Road|same as No. 2""",
    ),
    (
        "비고 번호와 동일",
        "2 2 0 2",
        {},
        """연번|연도|국가|유형|사업명|비고
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|계획수립형|주차|
        3|2022|라오스|계획수립형|주차장|2번과 동일
        4|2022|베트남|계획수립형|버스2|1번 수정본""",
    ),
    (
        "비고 기한후",
        "1 3 0 1",
        {},
        """연번|연도|국가|유형|사업명|비고
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|계획수립형|주차|기한 후 접수
        3|2022|태국|계획수립형|물|서류 미제출
        4|2022|페루|계획수립형|길|자진 포기""",
    ),
    (
        "특이사항 무효",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명|특이사항
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|계획수립형|주차|접수 불가 통보
        3|2022|태국|계획수립형|물|무효 처리""",
    ),
    (
        "test rows",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명|비고
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|계획수립형|테스트|시스템 테스트
        3|2022|태국|계획수립형|test|test""",
    ),
    (
        "status in title",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|[취소] 스마트 버스
        2|2022|라오스|계획수립형|스마트 주차 (철회)
        3|2022|태국|계획수립형|물""",
    ),
    (
        "status in english title",
        "1 2 0 1",
        {},
        """No|Year|Country|Type|Project title
        1|2022|Vietnam|planning|WITHDRAWN - Smart bus
        2|2022|Laos|planning|Smart parking (cancelled)
        3|2022|Peru|planning|Water""",
    ),
    (
        "status in country",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남(취소)|계획수립형|버스
        2|2022|라오스|계획수립형|주차""",
    ),
    (
        "status in number",
        "2 2 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2(취소)|2022|라오스|계획수립형|주차
        취소|2022|태국|계획수립형|물
        3|2022|페루|계획수립형|길""",
    ),
    (
        "status in case number",
        "1 1 0 1",
        {},
        """접수번호|연도|국가|유형|사업명
        2022-001|2022|베트남|계획수립형|버스
        2022-002(반려)|2022|라오스|계획수립형|주차""",
    ),
    (
        "number of cases column",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|건수
        1|2022|베트남|계획수립형|2
        2|2022|라오스|계획수립형|1
        3|2022|태국|해외실증형|2""",
    ),
    (
        "신청건수",
        "1 1 0 1",
        {},
        """연도|국가|유형|사업명|신청건수
        2022|베트남|계획수립형|버스 등|3
        2022|라오스|계획수립형|주차|1""",
    ),
    (
        "applications count english",
        "1 1 0 1",
        {},
        """Year|Country|Type|No. of applications
        2022|Vietnam|planning|3
        2022|Laos|planning|1""",
    ),
    (
        "Qty",
        "1 1 0 1",
        {},
        """Year|Country|Type|Number of proposals
        2022|Vietnam|planning|3
        2022|Laos|planning|1""",
    ),
    (
        "range of numbers",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1~3|2022|베트남|계획수립형|버스 외 2건
        4|2022|라오스|계획수립형|주차""",
    ),
    (
        "country with count",
        "1 1 0 1",
        {},
        """연도|국가|유형|사업명
        2022|베트남(2건)|계획수립형|버스
        2022|라오스|계획수립형|주차""",
    ),
    (
        "외 2개국",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남 외 2개국|계획수립형|버스
        2|2022|라오스|계획수립형|주차""",
    ),
    (
        "et al",
        "1 3 0 1",
        {},
        """No|Year|Country|Type
        1|2022|Vietnam and others|planning
        2|2022|Laos|planning
        3|2022|Peru et al.|planning
        4|2022|ASEAN|planning""",
    ),
    (
        "joint with dot",
        "3 0 0 5",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남·라오스|계획수립형|버스
        2|2022|라오스 및 태국|계획수립형|주차
        3|2022|페루 / 칠레|해외실증형|물""",
    ),
    (
        "joint in english",
        "3 0 0 6",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam & Laos|planning|a
        2|2022|Trinidad & Tobago; Peru|planning|b
        3|2022|Chile + Bolivia|planning|c""",
    ),
    (
        "title 2021, dates over new year",
        "1 1 0 1",
        {},
        """2021년도 공모 접수대장
        접수일|국가|유형|사업명
        2020-12-28|베트남|해외실증형|가
        2021-01-04|라오스|해외실증형|나""",
    ),
    (
        "blank below as merged",
        "2 2 0 2",
        {},
        """연번|국가|도시|유형|사업명|연도
        1|베트남|하노이|해외실증형|버스|2021
        2||다낭|해외실증형|주차|2021
        3||후에|해외실증형|물|2021
        4|라오스|팍세|해외실증형|길|2021""",
    ),
    (
        "second table no blank",
        "1 3 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        선정 현황
        연번|국가|도시|사업명|선정금액
        1|베트남|하노이|버스|5억""",
    ),
    (
        "page headings repeated",
        "4 0 1 4",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        연번|연도|국가|유형|사업명
        3|2021|태국|해외실증형|물
        4|2021|페루|해외실증형|길""",
    ),
    (
        "cancelled list below",
        "3 1 1 3",
        {},
        """1. 접수 목록
        연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차

        2. 접수 취소 목록
        연번|연도|국가|유형|사업명
        1|2021|태국|해외실증형|물""",
    ),
    (
        "반려 group row",
        "3 1 0 3",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        < 반려 >||||
        1|2021|태국|해외실증형|물""",
    ),
    (
        "Rejected group",
        "3 1 0 3",
        {},
        """No|Year|Country|Type|Project
        1|2021|Vietnam|overseas demonstration|Bus
        2|2021|Laos|overseas demonstration|Parking
        Rejected applications||||
        1|2021|Thailand|overseas demonstration|Water""",
    ),
    (
        "ineligible group",
        "3 1 1 3",
        {},
        """No|Year|Country|Type|Project
        Eligible||||
        1|2021|Vietnam|overseas demonstration|Bus
        2|2021|Laos|overseas demonstration|Parking
        Not eligible||||
        3|2021|Thailand|overseas demonstration|Water""",
    ),
    (
        "late group",
        "2 1 0 2",
        {},
        """No|Year|Country|Type|Project
        1|2021|Vietnam|overseas demonstration|Bus
        Received after the deadline||||
        2|2021|Thailand|overseas demonstration|Water""",
    ),
    (
        "notes below",
        "2 0 4 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        ※ 베트남 2건은 동일 사업임||||
        * 중복 제외 시 2건||||
        주1) 유형은 신청서 기준||||
        비고) 라오스는 재신청||||""",
    ),
    (
        "contact below",
        "1 0 2 1",
        {},
        """No|Year|Country|Type|Project
        1|2021|Vietnam|overseas demonstration|Bus

        Contact|Ms Kim|02-000-0000||
        Source: KAIA, as of 30 April 2021||||""",
    ),
    (
        "국가/도시/기관",
        "3 0 0 3",
        {},
        """연번|연도|국가/도시/기관|유형|사업명
        1|2021|베트남 / 하노이 / 하노이시청|해외실증형|버스
        2|2021|라오스/팍세/공공사업교통부|해외실증형|주차
        3|2021|태국 / 방콕 / 디지털경제진흥원(DEPA)|해외실증형|물""",
    ),
    (
        "국가(도시, 기관)",
        "2 0 0 2",
        {},
        """연번|연도|국가(도시, 기관)|유형|사업명
        1|2021|베트남(하노이, 하노이시청)|해외실증형|버스
        2|2021|라오스(팍세, 교통부)|해외실증형|주차""",
    ),
    (
        "Country / City / Organisation",
        "2 0 0 2",
        {},
        """No|Year|Country / City / Organisation|Type|Project
        1|2021|Vietnam / Hanoi / People's Committee|overseas demonstration|Bus
        2|2021|Peru / Lima / Municipality of Lima|overseas demonstration|Road""",
    ),
    (
        "신청기관 with country",
        "2 0 0 2",
        {},
        """연번|연도|신청기관(국가)|유형|사업명
        1|2021|하노이시청(베트남)|해외실증형|버스
        2|2021|팍세시(라오스)|해외실증형|주차""",
    ),
    (
        "city first",
        "4 0 0 4",
        {},
        """연번|연도|도시(국가)|유형|사업명
        1|2021|하노이(베트남)|해외실증형|버스
        2|2021|멕시코시티(멕시코)|해외실증형|주차
        3|2021|파나마시티 (파나마)|해외실증형|물
        4|2021|싱가포르|해외실증형|길""",
    ),
    (
        "city names that are countries",
        "6 0 0 6",
        {},
        """No|Year|City, Country|Type|Project
        1|2021|Panama City, Panama|overseas demonstration|a
        2|2021|Guatemala City, Guatemala|overseas demonstration|b
        3|2021|San José, Costa Rica|overseas demonstration|c
        4|2021|Kuwait City, Kuwait|overseas demonstration|d
        5|2021|Granada, Nicaragua|overseas demonstration|e
        6|2021|Victoria, Seychelles|overseas demonstration|f""",
    ),
    (
        "worldbank names",
        "12 0 0 12",
        {},
        """No|Year|Country|Type|Project
        1|2021|Congo, Dem. Rep.|overseas demonstration|a
        2|2021|Egypt, Arab Rep.|overseas demonstration|b
        3|2021|Iran, Islamic Rep.|overseas demonstration|c
        4|2021|Gambia, The|overseas demonstration|d
        5|2021|Lao PDR|overseas demonstration|e
        6|2021|Kyrgyz Republic|overseas demonstration|f
        7|2021|Yemen, Rep.|overseas demonstration|g
        8|2021|Venezuela, RB|overseas demonstration|h
        9|2021|St. Lucia|overseas demonstration|i
        10|2021|Türkiye|overseas demonstration|j
        11|2021|Micronesia, Fed. Sts.|overseas demonstration|k
        12|2021|Bahamas, The|overseas demonstration|l""",
    ),
    (
        "hong kong china",
        "1 0 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2021|Hong Kong SAR, China|overseas demonstration|a""",
    ),
    (
        "taiwan province",
        "1 0 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2021|Taiwan, Province of China|overseas demonstration|a""",
    ),
    (
        "equatorial",
        "1 0 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2021|Guinea, Equatorial|overseas demonstration|a""",
    ),
    (
        "codes",
        "3 0 0 3",
        {},
        """No|Year|Country|Type|Project
        1|2021|VN|overseas demonstration|a
        2|2021|Laos (LAO)|overseas demonstration|b
        3|2021|NA|overseas demonstration|c""",
    ),
    (
        "title with two dates",
        "1 0 0 1",
        {},
        """2021년 K-City Network 접수현황 (2022.1.3. 기준)
        연번|국가|유형|사업명
        1|베트남|해외실증형|버스""",
    ),
    (
        "two year columns",
        "0 2 0 0",
        {},
        """연번|접수연도|사업연도|국가|유형|사업명
        1|2021|2022|베트남|해외실증형|버스
        2|2021|2022|라오스|해외실증형|주차""",
    ),
    (
        "착수연도",
        "2 0 0 2",
        {},
        """연번|공모연도|착수연도|국가|유형|사업명
        1|2021|2022|베트남|해외실증형|버스
        2|2021|2022|라오스|해외실증형|주차""",
    ),
    (
        "two type columns",
        "refused",
        {},
        """연번|연도|국가|당초 유형|변경 유형|사업명
        1|2022|베트남|계획수립형|해외실증형|버스
        2|2022|라오스|계획수립형|계획수립형|주차""",
    ),
    (
        "구분 new/again",
        "1 1 0 1",
        {},
        """연번|구분|연도|국가|유형|사업명
        1|신규|2022|베트남|계획수립형|버스
        2|재신청|2022|라오스|해외실증형|주차""",
    ),
    (
        "구분 region",
        "2 0 0 2",
        {},
        """구분|연도|국가|유형|사업명
        신남방|2022|베트남|계획수립형|버스
        중남미|2022|페루|해외실증형|주차""",
    ),
    (
        "구분 gov/company",
        "2 0 0 2",
        {},
        """구분|연도|국가|유형|사업명
        정부|2022|베트남|계획수립형|버스
        기업|2022|페루|해외실증형|주차""",
    ),
    (
        "amended number",
        "2 1 0 2",
        {},
        """접수번호|연도|국가|유형|사업명
        2022-01|2022|베트남|계획수립형|버스
        2022-02|2022|라오스|계획수립형|주차
        2022-02(수정)|2022|라오스|계획수립형|주차""",
    ),
    (
        "identical rows without number",
        "1 1 0 1",
        {},
        """연도|국가|도시|유형|사업명
        2022|베트남|하노이|계획수립형|버스
        2022|베트남|하노이|계획수립형|버스""",
    ),
    (
        "column numbers under heading",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        (1)|(2)|(3)|(4)|(5)
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|계획수립형|주차""",
    ),
    (
        "circled numbers under heading",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        ①|②|③|④|⑤
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|계획수립형|주차""",
    ),
    (
        "english under korean heading",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        No.|Year|Country|Type|Project
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|계획수립형|주차""",
    ),
    (
        "example row under heading",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        (예시)|2022|(예) 베트남|계획수립형|버스
        1|2022|라오스|계획수립형|주차""",
    ),
    (
        "innocent total words",
        "4 0 0 4",
        {},
        """No|Year|Country|City|Type|Applicant|Project
        1|2021|Azerbaijan|Sumqayit|overseas demonstration|Total Energies|a
        2|2021|Vietnam|Hanoi|overseas demonstration|Summit Co.|Total water management
        3|2021|Peru|Lima|overseas demonstration|Subtotal Ltd|Grand Totem
        4|2021|Laos|Pakse|overseas demonstration|Average Inc|Sum of parts""",
    ),
    (
        "innocent korean words",
        "4 0 0 4",
        {},
        """연번|연도|국가|도시|유형|신청기관|사업명
        1|2021|베트남|하노이|해외실증형|계명대학교|통합 중복투자 방지 플랫폼
        2|2021|라오스|팍세|해외실증형|합계산업|총계정 관리
        3|2021|태국|방콕|해외실증형|소계천|취소 없는 예약
        4|2021|페루|리마|해외실증형|가나|반려동물 관리 시스템""",
    ),
    (
        "negated memo",
        "0 2 0 0",
        {},
        """연번|연도|국가|유형|사업명|비고
        1|2021|베트남|해외실증형|버스|중복 아님
        2|2021|라오스|해외실증형|주차|취소 요청 반려""",
    ),
    (
        "type in two columns marked both",
        "1 1 0 1",
        {},
        """연번|연도|국가|계획수립|해외실증|사업명
        1|2022|베트남|○||버스
        2|2022|라오스|○|○|주차""",
    ),
    (
        "type columns yes no",
        "2 0 0 2",
        {},
        """연번|연도|국가|계획수립|해외실증|사업명
        1|2022|베트남|Y|N|버스
        2|2022|라오스|N|Y|주차""",
    ),
    (
        "type columns with 2",
        "refused",
        {},
        """연번|연도|국가|계획수립형|해외실증형|사업명
        1|2022|베트남|2||버스
        2|2022|라오스||1|주차""",
    ),
    (
        "both types",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립+해외실증|버스
        2|2022|라오스|계획수립형|주차""",
    ),
    (
        "year 21",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|21|베트남|해외실증형|버스
        2|'21|라오스|해외실증형|주차
        3|２０２１년|태국|해외실증형|물""",
    ),
    (
        "year with number format",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2,021|베트남|해외실증형|버스
        2|2021.0|라오스|해외실증형|주차""",
    ),
    (
        "end lines",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        - 끝 -||||""",
    ),
    (
        "이하 빈칸",
        "1 0 3 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        이하 빈칸||||
        2||||
        3||||""",
    ),
    (
        "transposed",
        "refused",
        {},
        """연번|1|2|3
        국가|베트남|라오스|태국
        유형|해외실증형|해외실증형|계획수립형
        연도|2021|2021|2021""",
    ),
    (
        "application form",
        "refused",
        {},
        """신청서|
        국가|베트남
        도시|하노이
        사업유형|해외실증형
        신청연도|2021
        사업명|버스""",
    ),
    (
        "follow-on rows of partners",
        "2 2 0 2",
        {},
        """연번|연도|국가|유형|사업명|참여기업
        1|2021|베트남|해외실증형|버스|가나
        ||||||다라
        2|2021|라오스|해외실증형|주차|마바
        ||||||사아""",
    ),
    (
        "follow-on rows with repeated country",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명|참여기업
        1|2021|베트남|해외실증형|버스|가나
        |2021|베트남|해외실증형||다라
        2|2021|라오스|해외실증형|주차|마바""",
    ),
    (
        "subnumbers",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명|참여기업
        1-1|2021|베트남|해외실증형|버스|가나
        1-2|2021|베트남|해외실증형|버스|다라
        2|2021|라오스|해외실증형|주차|마바""",
    ),
    (
        "percent row",
        "2 0 2 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        비율|||100%|
        전년 대비|||▲50%|""",
    ),
    (
        "previous year row",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남|해외실증형|버스
        2|2021|라오스|해외실증형|주차
        전년도|2020|80건||""",
    ),
    (
        "selected and reserve",
        "3 0 0 3",
        {},
        """연번|연도|국가|유형|사업명|평가결과
        1|2021|베트남|해외실증형|버스|선정
        2|2021|라오스|해외실증형|주차|탈락
        3|2021|태국|해외실증형|물|예비""",
    ),
    (
        "선정여부 blank",
        "3 0 0 3",
        {},
        """연번|연도|국가|유형|사업명|선정여부
        1|2021|베트남|해외실증형|버스|○
        2|2021|라오스|해외실증형|주차|
        3|2021|태국|해외실증형|물|""",
    ),
    (
        "접수여부 blank",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명|접수여부
        1|2021|베트남|해외실증형|버스|○
        2|2021|라오스|해외실증형|주차|
        3|2021|태국|해외실증형|물|×""",
    ),
    (
        "제출여부",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|제출여부
        1|2021|베트남|해외실증형|버스|제출
        2|2021|라오스|해외실증형|주차|미제출""",
    ),
    (
        "취소일",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|취소일
        1|2021|베트남|해외실증형|버스|
        2|2021|라오스|해외실증형|주차|2021.4.2""",
    ),
    (
        "Withdrawn on",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Withdrawal date
        1|2021|Vietnam|overseas demonstration|a|
        2|2021|Laos|overseas demonstration|b|2021-04-02""",
    ),
    (
        "철회 column",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|철회
        1|2021|베트남|해외실증형|버스|
        2|2021|라오스|해외실증형|주차|○""",
    ),
    (
        "중복 column",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|중복여부
        1|2021|베트남|해외실증형|버스|N
        2|2021|라오스|해외실증형|주차|Y""",
    ),
    (
        "unheaded status column",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|
        1|2021|베트남|해외실증형|버스|
        2|2021|라오스|해외실증형|주차|취소""",
    ),
    (
        "status under other heading",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|담당자
        1|2021|베트남|해외실증형|버스|홍길동
        2|2021|라오스|해외실증형|주차|접수취소""",
    ),
    (
        "Validity",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Valid?
        1|2021|Vietnam|overseas demonstration|a|Y
        2|2021|Laos|overseas demonstration|b|N""",
    ),
    (
        "Admissible",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Admissibility
        1|2021|Vietnam|overseas demonstration|a|admissible
        2|2021|Laos|overseas demonstration|b|inadmissible""",
    ),
    (
        "문서 제외 여부",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|집계제외
        1|2021|베트남|해외실증형|버스|
        2|2021|라오스|해외실증형|주차|제외""",
    ),
    (
        "spanish status",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Estado
        1|2021|Vietnam|overseas demonstration|a|Recibida
        2|2021|Laos|overseas demonstration|b|Retirada""",
    ),
    (
        "spaced headings",
        "1 0 0 1",
        {},
        """연 번|연 도|국 가|유 형|사 업 명
        1|2021|베트남|해외실증형|버스""",
    ),
    (
        "footnote marks in cells",
        "2 0 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2021|베트남*|해외실증형|버스
        2|2021|라오스1)|해외실증형|주차""",
    ),
    (
        "numbers before country",
        "2 0 0 2",
        {},
        """연도|국가|유형|사업명
        2021|1. 베트남|해외실증형|버스
        2021|2) 라오스|해외실증형|주차""",
    ),
    (
        "region and country in one",
        "2 0 0 2",
        {},
        """연번|연도|지역/국가|유형|사업명
        1|2021|신남방/베트남|해외실증형|버스
        2|2021|중남미/페루|해외실증형|주차""",
    ),
    (
        "group of regions",
        "3 0 2 3",
        {},
        """연번|연도|국가|유형|사업명
        신남방||||
        1|2021|베트남|해외실증형|버스
        2|2021|태국|해외실증형|주차
        중남미||||
        3|2021|페루|해외실증형|물""",
    ),
    (
        "group of countries",
        "3 0 2 2",
        {},
        """연번|연도|도시|유형|사업명
        베트남||||
        1|2021|하노이|해외실증형|버스
        2|2021|다낭|해외실증형|주차
        페루||||
        1|2021|리마|해외실증형|물""",
    ),
    (
        "group of months",
        "2 0 2 2",
        {},
        """연번|연도|국가|유형|사업명
        3월||||
        1|2021|베트남|해외실증형|버스
        4월||||
        1|2021|페루|해외실증형|물""",
    ),
    (
        "subtotal at head of group",
        "3 0 1 3",
        {},
        """연도|유형|국가|사업명
        2021|해외실증형|3개국|3건
        2021|해외실증형|베트남|버스
        2021|해외실증형|태국|주차
        2021|해외실증형|페루|물""",
    ),
    (
        "total in words",
        "2 0 2 2",
        {},
        """No|Year|Country|Type|Project
        1|2021|Vietnam|overseas demonstration|a
        2|2021|Laos|overseas demonstration|b
        |||Total number of applications|2
        |||Number of countries|2""",
    ),
    (
        "All countries row",
        "2 0 1 2",
        {},
        """Year|Country|Type|Project
        2021|Vietnam|overseas demonstration|a
        2021|Laos|overseas demonstration|b
        2021|All|overseas demonstration|2""",
    ),
    (
        "전체 row",
        "2 0 1 2",
        {},
        """연도|국가|유형|사업명
        2021|베트남|해외실증형|버스
        2021|라오스|해외실증형|주차
        2021|전체|해외실증형|2""",
    ),
    (
        "year per sheet title row",
        "2 0 0 2",
        {},
        """2022년도 K-City Network 글로벌 협력 프로그램 공모 접수 현황
        (단위: 건)
        순번|국가명|도시명|신청유형|과제명|제출일자
        1|베트남|하노이|계획수립형|버스|2022.03.05.
        2|라오스|팍세|해외실증형|주차|2022.03.06.""",
    ),
    (
        "country with flag emoji",
        "2 0 0 2",
        {},
        """No|Year|Country|Type|Project
        1|2022|🇻🇳 Vietnam|planning|a
        2|2022|🇱🇦 Laos|planning|b""",
    ),
    (
        "type column header 유형(계획/실증)",
        "2 0 0 2",
        {},
        """연번|연도|국가|유형(계획/실증)|사업명
        1|2022|베트남|계획|버스
        2|2022|라오스|실증|주차""",
    ),
    (
        "type numbers with legend",
        "0 2 1 0",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|①|버스
        2|2022|라오스|②|주차
        ※ ① 계획수립형 ② 해외실증형||||""",
    ),
    (
        "negotiating order: 접수순위 and 순위",
        "2 0 0 2",
        {},
        """순위|접수순번|연도|국가|유형|사업명
        1|2|2022|베트남|계획수립형|버스
        2|1|2022|라오스|해외실증형|주차""",
    ),
    (
        "status: 서류검토중 and 접수증 발급",
        "2 0 0 2",
        {},
        """연번|연도|국가|유형|사업명|처리상태
        1|2022|베트남|계획수립형|버스|서류검토 중
        2|2022|라오스|해외실증형|주차|접수증 발급""",
    ),
    (
        "status date 반려일 empty header variants",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|반려 사유
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|해외실증형|주차|서류 누락""",
    ),
    (
        "withdrawn flag 0/1",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Withdrawn
        1|2022|Vietnam|planning|a|0
        2|2022|Laos|planning|b|1""",
    ),
    (
        "cancelled false/true",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Cancelled
        1|2022|Vietnam|planning|a|FALSE
        2|2022|Laos|planning|b|TRUE""",
    ),
    (
        "active inactive",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Active
        1|2022|Vietnam|planning|a|TRUE
        2|2022|Laos|planning|b|FALSE""",
    ),
    (
        "Result fail",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Screening
        1|2022|Vietnam|planning|a|Pass
        2|2022|Laos|planning|b|Fail""",
    ),
    (
        "요건심사 부",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|요건 충족
        1|2022|베트남|계획수립형|버스|여
        2|2022|라오스|해외실증형|주차|부""",
    ),
    (
        "집계대상 O X",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|집계 대상
        1|2022|베트남|계획수립형|버스|O
        2|2022|라오스|해외실증형|주차|X""",
    ),
    (
        "count this? column",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Counted
        1|2022|Vietnam|planning|a|yes
        2|2022|Laos|planning|b|no""",
    ),
    (
        "유효/무효",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|유효 여부
        1|2022|베트남|계획수립형|버스|유효
        2|2022|라오스|해외실증형|주차|무효""",
    ),
    (
        "정상/비정상",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|구분2
        1|2022|베트남|계획수립형|버스|정상
        2|2022|라오스|해외실증형|주차|비정상""",
    ),
    (
        "본신청 예비신청",
        "2 0 0 2",
        {},
        """연번|연도|국가|유형|사업명|신청 구분
        1|2022|베트남|계획수립형|버스|본신청
        2|2022|라오스|해외실증형|주차|예비신청""",
    ),
    (
        "의향서만",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|비고
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|해외실증형|주차|의향서(LOI)만 제출""",
    ),
    (
        "letter of intent only",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Notes
        1|2022|Vietnam|planning|a|
        2|2022|Laos|planning|b|LOI only, no application""",
    ),
    (
        "inquiry only",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project|Notes
        1|2022|Vietnam|planning|a|
        2|2022|Laos|planning|b|enquiry only - did not apply""",
    ),
    (
        "미신청",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|신청여부
        1|2022|베트남|계획수립형|버스|신청
        2|2022|라오스|해외실증형|주차|미신청""",
    ),
    (
        "작년 접수분",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명|비고
        1|2022|베트남|계획수립형|버스|
        2|2022|라오스|해외실증형|주차|작년 접수분""",
    ),
    (
        "side notes in far column",
        "0 2 0 0",
        {},
        """연번|연도|국가|유형|사업명||
        1|2022|베트남|계획수립형|버스||총 2건
        2|2022|라오스|해외실증형|주차||2개국""",
    ),
    (
        "side summary table",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명||유형|건수
        1|2022|베트남|계획수립형|버스||계획수립형|1
        2|2022|라오스|해외실증형|주차||해외실증형|1
        ||||||계|2""",
    ),
    (
        "side summary longer than table",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명||지역|건수
        1|2022|베트남|계획수립형|버스||신남방|1
        ||||||신북방|0
        ||||||중남미|0""",
    ),
    (
        "summary above register",
        "2 0 0 2",
        {},
        """유형|건수|국가수
        계획수립형|1|1
        해외실증형|1|1
        계|2|2

        연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "summary below register",
        "2 2 2 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차

        유형|건수|국가수
        계획수립형|1|1
        해외실증형|1|1
        계|2|2""",
    ),
    (
        "summary by country below",
        "2 3 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차

        국가|건수
        베트남|1
        라오스|1""",
    ),
    (
        "summary by country below aligned",
        "2 2 0 2",
        {},
        """연번|연도|국가|유형|건수
        1|2022|베트남|계획수립형|1
        2|2022|라오스|해외실증형|1
        ||베트남|계획수립형|1
        ||라오스|해외실증형|1""",
    ),
    (
        "list of selected below with same columns",
        "2 1 1 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차
        최종 선정||||
        1|2022|베트남|계획수립형|버스""",
    ),
    (
        "list of selected below no duplicates",
        "3 1 0 3",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차
        [참고] 2020년 선정사업||||
        1|2020|페루|도시개발형|옛 사업""",
    ),
    (
        "reference of last year",
        "3 1 1 3",
        {"year": 2022},
        """연번|국가|유형|사업명
        2022년||||
        1|베트남|계획수립형|버스
        2|라오스|해외실증형|주차
        (참고) 예정 사업||||
        1|페루|계획수립형|옛 사업""",
    ),
    (
        "expected group",
        "2 1 1 2",
        {},
        """No|Year|Country|Type|Project
        Received||||
        1|2022|Vietnam|planning|a
        Expected (not yet received)||||
        2|2022|Laos|planning|b""",
    ),
    (
        "draft group",
        "2 1 0 2",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam|planning|a
        Enquiries only||||
        2|2022|Laos|planning|b""",
    ),
    (
        "미접수 group",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        ■ 접수 예정||||
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "검토 대상 제외 group",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        □ 검토 대상 제외 건||||
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "별도 관리 group",
        "1 2 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        □ 접수 취소(철회) 1건||||
        -|2022|라오스|해외실증형|주차""",
    ),
    (
        "number dash row",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        -|2022|라오스|해외실증형|주차""",
    ),
    (
        "number X row",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        X|2022|라오스|해외실증형|주차
        2|2022|태국|해외실증형|물""",
    ),
    (
        "case number 없음",
        "1 1 0 1",
        {},
        """접수번호|연도|국가|유형|사업명
        22-1|2022|베트남|계획수립형|버스
        미부여|2022|라오스|해외실증형|주차""",
    ),
    (
        "case number n/a",
        "1 1 0 1",
        {},
        """Application No|Year|Country|Type|Project
        22-1|2022|Vietnam|planning|a
        n/a|2022|Laos|planning|b""",
    ),
    (
        "years beyond",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam|planning|a
        2|2202|Laos|planning|b""",
    ),
    (
        "future year",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam|planning|a
        2|2092|Laos|planning|b""",
    ),
    (
        "type of another year",
        "0 2 0 0",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam|urban development|a
        2|2020|Laos|planning|b""",
    ),
    (
        "same project two types",
        "2 0 0 1",
        {},
        """연번|연도|국가|도시|유형|사업명
        1|2022|베트남|하노이|계획수립형|버스
        2|2022|베트남|하노이|해외실증형|버스""",
    ),
    (
        "headings with units and footnotes",
        "2 0 0 2",
        {},
        """연번|연도|국가1)|유형*|사업명(국문)|예산(백만원)
        1|2022|베트남|계획수립형|버스|300
        2|2022|라오스|해외실증형|주차|300""",
    ),
    (
        "headings in brackets English",
        "2 0 0 2",
        {},
        """No.|Year (contest)|Country (of city)|Type (category)|Title (project)
        1|2022|Vietnam|planning|a
        2|2022|Laos|planning|b""",
    ),
    (
        "Applicant country and project country",
        "1 1 0 1",
        {},
        """No|Year|Applicant country|Project country|Type|Project
        1|2022|Korea|Vietnam|overseas demonstration|a
        2|2022|Vietnam|Vietnam|planning|b""",
    ),
    (
        "company nationality",
        "2 0 0 2",
        {},
        """연번|연도|기업국적|대상국|유형|사업명
        1|2022|한국|베트남|해외실증형|버스
        2|2022|한국|라오스|해외실증형|주차""",
    ),
    (
        "second country column 공동신청국",
        "1 1 0 1",
        {},
        """연번|연도|국가|공동신청국|유형|사업명
        1|2022|베트남|라오스|해외실증형|버스
        2|2022|태국||해외실증형|주차""",
    ),
    (
        "country column split by ;",
        "2 0 0 3",
        {},
        """No|Year|Countries|Type|Project
        1|2022|Vietnam; Laos|planning|a
        2|2022|Peru|planning|b""",
    ),
    (
        "joint vs alternative or",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam or Laos|planning|a
        2|2022|Peru|planning|b""",
    ),
    (
        "arrow change",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남→라오스|계획수립형|버스
        2|2022|태국|계획수립형→해외실증형|주차""",
    ),
    (
        "former names",
        "4 0 0 4",
        {},
        """No|Year|Country|Type|Project
        1|2022|Swaziland|planning|a
        2|2022|Burma|planning|b
        3|2022|Macedonia|planning|c
        4|2022|Turkey|planning|d""",
    ),
    (
        "ambiguous congo korea",
        "1 2 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2022|Congo|planning|a
        2|2022|Korea|planning|b
        3|2022|Guinea|planning|c""",
    ),
    (
        "city instead of country",
        "1 1 0 1",
        {},
        """No|Year|Country|Type|Project
        1|2022|Hanoi|planning|a
        2|2022|Laos|planning|b""",
    ),
    (
        "dubai",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|두바이|계획수립형|버스
        2|2022|홍콩|계획수립형|주차""",
    ),
    (
        "selection stage column",
        "2 0 0 2",
        {},
        """No|Year|Stage|Country|Type|Project
        1|2022|reception|Vietnam|planning|a
        2|2022|reception|Laos|planning|b""",
    ),
    (
        "stages: docs, interview",
        "0 2 0 0",
        {},
        """No|Year|Stage|Country|Type|Project
        1|2022|document review|Vietnam|planning|a
        2|2022|final|Laos|planning|b""",
    ),
    (
        "단계: 기획 실증",
        "0 2 0 0",
        {},
        """연번|연도|단계|국가|유형|사업명
        1|2022|1단계|베트남|계획수립형|버스
        2|2022|2단계|라오스|해외실증형|주차""",
    ),
    (
        "header repeated in English below",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        (No.)|(Year)|(Country)|(Type)|(Title)
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "required marks in heading",
        "2 0 0 2",
        {},
        """연번|*연도|국가(필수)|유형*|사업명(선택)
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "row of examples in heading",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        |예) 2022|예) 베트남|예) 해외실증형|예) 스마트 버스
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "row of instructions below heading",
        "2 1 0 2",
        {},
        """연번|연도|국가|유형|사업명
        |4자리 숫자|국문 국가명|택1|50자 이내
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차""",
    ),
    (
        "instructions English",
        "2 1 0 2",
        {},
        """No|Year|Country|Type|Title
        |YYYY|Select from list|Select from list|Free text
        1|2022|Vietnam|planning|a
        2|2022|Laos|planning|b""",
    ),
    (
        "pivot-like repeated blank country by type",
        "2 1 0 2",
        {},
        """유형|국가|사업명|연도
        계획수립형|베트남|버스|2022
        |라오스|주차|2022
        해외실증형|태국|물|2022""",
    ),
    (
        "totals in thousands of words",
        "2 0 3 2",
        {},
        """No|Year|Country|Type|Project
        1|2022|Vietnam|planning|a
        2|2022|Laos|planning|b
        T O T A L||2||
        GRAND-TOTAL||2||
        Σ|||2|""",
    ),
    (
        "총 신청 국가 : 2개국",
        "2 0 2 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차
        총 신청 국가 : 2개국||||
        신청 건수 : 2건||||""",
    ),
    (
        "합계 in number col plus names",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2|2022|라오스|해외실증형|주차
        합계|2022|베트남 외 1개국|계획 1, 실증 1|2건""",
    ),
    (
        "average and max rows",
        "2 0 2 2",
        {},
        """연번|연도|국가|유형|사업명|예산
        1|2022|베트남|계획수립형|버스|3
        2|2022|라오스|해외실증형|주차|5
        평균|||||4
        최대|||||5""",
    ),
    (
        "sum row without word",
        "2 0 1 2",
        {},
        """연번|연도|국가|유형|사업명|건수
        1|2022|베트남|계획수립형|버스|1
        2|2022|라오스|해외실증형|주차|1
        |||||2""",
    ),
    (
        "row with only number and country",
        "1 1 0 1",
        {},
        """연번|연도|국가|유형|사업명
        1|2022|베트남|계획수립형|버스
        2||라오스||""",
    ),
]
