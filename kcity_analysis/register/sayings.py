"""What the register's readers say to a person: one whole sentence each, English and Korean."""

from __future__ import annotations

_SAYINGS: dict[str, tuple[str, str]] = {
    # Of a file that is not read.
    "no file": ("{file} does not exist", "{file}: 파일이 없습니다"),
    "no permission": ("{file} may not be read: no permission", "{file}: 읽을 권한이 없습니다"),
    "cannot be read": ("{file} cannot be read: {reason}", "{file}: 읽을 수 없습니다({reason})"),
    "a folder": (
        "{file} is a folder; name the file in it",
        "{file}: 폴더입니다. 폴더 안의 파일을 지정하십시오",
    ),
    "no plain file": (
        "{file} is a pipe or device, no file; save it as a file first",
        "{file}: 파일이 아닙니다(파이프 또는 장치). 먼저 파일로 저장하십시오",
    ),
    "empty": ("{file} is empty", "{file}: 빈 파일입니다"),
    "too long a file": (
        "{file} has {size}, too much for a register; split it, or hand over Parquet",
        "{file}: 크기가 {size}로 대장으로는 너무 큽니다. 나누거나 Parquet로 저장하십시오",
    ),
    "unpacks to": (
        "{file} unpacks to {size}, too much for a register",
        "{file}: 압축을 풀면 {size}로 대장으로는 너무 큽니다",
    ),
    "too many cells": (
        "{file}, sheet {sheet!r} has too many cells to read; delete the rows and columns beyond "
        "the table",
        "{file}, 시트 {sheet!r}: 셀이 너무 많습니다. 표 밖의 행과 열을 지우십시오",
    ),
    "stray cells": (
        "{file}, sheet {sheet!r} spreads over too many cells; delete the stray cells far from the "
        "table (Ctrl+End shows the last one)",
        "{file}, 시트 {sheet!r}: 셀이 너무 넓게 흩어져 있습니다. 표에서 멀리 떨어진 셀을 지우십시오"
        "(Ctrl+End를 누르면 마지막 셀로 갑니다)",
    ),
    "too large": (
        "{file} takes more memory to read than a register may; save it again as .xlsx or CSV",
        "{file}: 읽는 데 메모리가 너무 많이 듭니다. .xlsx 또는 CSV로 다시 저장하십시오",
    ),
    "takes too long": (
        "{file} takes too long to read for a file of its size; save it again as .xlsx or CSV",
        "{file}: 파일 크기에 비해 읽는 데 너무 오래 걸립니다. .xlsx 또는 CSV로 다시 저장하십시오",
    ),
    "damaged": (
        "{file} is damaged, or no workbook; open it in the program that wrote it and save it "
        "again as .xlsx",
        "{file}: 손상되었거나 통합 문서가 아닙니다. 작성한 프로그램에서 열어 .xlsx로 다시 저장하십시오",
    ),
    "damaged parquet": (
        "{file} is a damaged Parquet file; get or write it again",
        "{file}: 손상된 Parquet 파일입니다. 다시 받거나 저장하십시오",
    ),
    "password": (
        "{file} is protected by a password; remove the password and save it again",
        "{file}: 암호가 걸려 있습니다. 암호를 해제하고 다시 저장하십시오",
    ),
    "drm": (
        "{file} is locked by document security (DRM); release it, or save it again as .xlsx "
        "without the lock",
        "{file}: 문서보안(DRM)이 걸려 있습니다. 보안을 해제하거나 해제된 .xlsx로 다시 저장하십시오",
    ),
    "no sheet": (
        "{file} is a workbook with no sheet of cells",
        "{file}: 셀이 있는 시트가 없습니다",
    ),
    "pdf": (
        "{file} is a PDF document; get the table as .xlsx or CSV",
        "{file}: PDF 문서입니다. 표를 .xlsx 또는 CSV로 받으십시오",
    ),
    "compressed": (
        "{file} is a compressed file; unpack it and name the file in it",
        "{file}: 압축 파일입니다. 압축을 풀고 안의 파일을 지정하십시오",
    ),
    "an archive": (
        "{file} is a zip archive and no workbook; unpack it and name the file in it",
        "{file}: 통합 문서가 아닌 압축 파일(zip)입니다. 압축을 풀고 안의 파일을 지정하십시오",
    ),
    "picture": (
        "{file} is a picture; get the table as .xlsx or CSV",
        "{file}: 그림 파일입니다. 표를 .xlsx 또는 CSV로 받으십시오",
    ),
    "hwp": (
        "{file} is a Hangul document (HWP); copy its table into a spreadsheet and save it as .xlsx",
        "{file}: 한글 문서(HWP)입니다. 표를 엑셀에 붙여 넣고 .xlsx로 저장하십시오",
    ),
    "hwpx": (
        "{file} is a Hangul document (HWPX); copy its table into a spreadsheet and save it as .xlsx",
        "{file}: 한글 문서(HWPX)입니다. 표를 엑셀에 붙여 넣고 .xlsx로 저장하십시오",
    ),
    "a word document": (
        "{file} is a word processor's document; copy its table into a spreadsheet and save it as "
        ".xlsx",
        "{file}: 워드 문서입니다. 표를 엑셀에 붙여 넣고 .xlsx로 저장하십시오",
    ),
    "slides": (
        "{file} is a presentation; copy its table into a spreadsheet and save it as .xlsx",
        "{file}: 프레젠테이션입니다. 표를 엑셀에 붙여 넣고 .xlsx로 저장하십시오",
    ),
    "mail": (
        "{file} is a mail; save the file that is attached to it",
        "{file}: 전자우편입니다. 첨부된 파일을 저장하십시오",
    ),
    "numbers": (
        "{file} is a Numbers document; export it as .xlsx",
        "{file}: Numbers 문서입니다. .xlsx로 내보내십시오",
    ),
    "xlsb": (
        "{file} is a binary workbook (.xlsb), of which errors in cells cannot be seen; save it as "
        ".xlsx",
        "{file}: 바이너리 통합 문서(.xlsb)로, 셀의 오류를 알 수 없습니다. .xlsx로 저장하십시오",
    ),
    "old excel": (
        "{file} is a worksheet of Excel 2 to 4; open it in a spreadsheet program and save it as "
        ".xlsx",
        "{file}: Excel 2~4 형식입니다. 스프레드시트 프로그램에서 열어 .xlsx로 저장하십시오",
    ),
    "lotus": (
        "{file} is a Lotus 1-2-3 worksheet; open it in a spreadsheet program and save it as .xlsx",
        "{file}: Lotus 1-2-3 파일입니다. 스프레드시트 프로그램에서 열어 .xlsx로 저장하십시오",
    ),
    "dbase": (
        "{file} is a dBase table; open it in a spreadsheet program and save it as .xlsx",
        "{file}: dBase 파일입니다. 스프레드시트 프로그램에서 열어 .xlsx로 저장하십시오",
    ),
    "database": (
        "{file} is a database; export the table as CSV",
        "{file}: 데이터베이스 파일입니다. 표를 CSV로 내보내십시오",
    ),
    "arrow": (
        "{file} is an Arrow file; write it as Parquet or CSV",
        "{file}: Arrow 파일입니다. Parquet 또는 CSV로 저장하십시오",
    ),
    "sylk": (
        "{file} is a SYLK file; open it in a spreadsheet program and save it as .xlsx",
        "{file}: SYLK 파일입니다. 스프레드시트 프로그램에서 열어 .xlsx로 저장하십시오",
    ),
    "web archive": (
        "{file} is a web archive; open it in a spreadsheet program and save it as .xlsx",
        "{file}: 웹 보관 파일입니다. 스프레드시트 프로그램에서 열어 .xlsx로 저장하십시오",
    ),
    "xml workbook": (
        "{file} is an XML workbook of Excel 2003; open it in a spreadsheet program and save it as "
        ".xlsx",
        "{file}: Excel 2003 XML 파일입니다. 스프레드시트 프로그램에서 열어 .xlsx로 저장하십시오",
    ),
    "xml": (
        "{file} is XML and no table; save the register as .xlsx or CSV",
        "{file}: 표가 아닌 XML 파일입니다. 대장을 .xlsx 또는 CSV로 저장하십시오",
    ),
    "damaged text": (
        "{file} is damaged: line {line} has bytes that are no {encoding} text; get it again, or "
        "save it again as CSV UTF-8",
        "{file}: {line}번째 줄에 {encoding} 글자가 아닌 바이트가 있어 손상된 파일입니다. 다시 받거나 "
        "CSV UTF-8로 다시 저장하십시오",
    ),
    "a nul": (
        "{file} is no text: it has a NUL byte in line {line}; save it again as CSV UTF-8",
        "{file}: {line}번째 줄에 NUL 바이트가 있어 텍스트가 아닙니다. CSV UTF-8로 다시 저장하십시오",
    ),
    "odd quotation mark": (
        '{file}, row {row} (which ends in line {line}) has an odd value, as if a quotation mark (") '
        "were missing or one too many; correct it there",
        '{file}, {row}행({line}번째 줄에서 끝남): 따옴표(")가 빠졌거나 남는 것으로 보입니다. 그곳을 고치십시오',
    ),
    "value too long": (
        "{file}, row {row} (which ends in line {line}) has a value that is too long, as if a "
        'quotation mark (") were missing; correct it there',
        '{file}, {row}행({line}번째 줄에서 끝남): 값이 너무 깁니다. 따옴표(")가 빠진 것으로 보이니 고치십시오',
    ),
    "too many columns": (
        "{file}, row {row} has {columns} columns, more than a worksheet can have; check what "
        "separates the values",
        "{file}, {row}행: 열이 {columns}개로 너무 많습니다. 값을 나누는 구분 기호를 확인하십시오",
    ),
    # Of what was expected in a cell, and what to do.
    "a value": (
        "a value, not an error or a formula without one",
        "오류나 계산되지 않은 수식이 아닌 값",
    ),
    "correct the formula": (
        "correct the formula, or type the value, and save the file again",
        "수식을 고치거나 값을 입력하고 다시 저장하십시오",
    ),
    "a case number": ("a case number", "접수번호"),
    "fill it in": ("fill it in", "입력하십시오"),
    "correct it": ("correct it", "고치십시오"),
    "the year of the contest": ("the year of the contest", "공모 연도"),
    "a year of four digits": ("a year of four digits", "네 자리 연도"),
    "a year of the contest": (
        "a year of the contest, {first} or later",
        "{first}년 이후의 공모 연도",
    ),
    "a year with a contest": (
        "a year with a contest, not {year}",
        "공모가 있었던 연도({year}년은 아님)",
    ),
    "a stage": (
        "a stage: reception or selection (접수, 선정)",
        "단계: 접수 또는 선정",
    ),
    "a country": ("a country", "국가"),
    "a country's name": (
        "a country's name in English or Korean, or its ISO code",
        "영문 또는 국문 국가명, 또는 ISO 국가코드",
    ),
    "one country": (
        "one country; several go by this name",
        "하나의 국가(같은 이름의 국가가 여럿 있음)",
    ),
    "write the one meant": ("write {name}", "{name} 중에서 쓰십시오"),
    "write it if meant": ("write {name} if it is meant", "{name}이라면 그렇게 쓰십시오"),
    "or": (" or ", " 또는 "),
    "a type, or that it is not stated": (
        "a type, or 'not stated' (미기재)",
        "사업유형, 또는 '미기재'",
    ),
    "fill in the type": (
        "fill it in, or write 'not stated' (미기재) if it is not known",
        "입력하거나, 알 수 없으면 '미기재'라고 쓰십시오",
    ),
    "a type": ("a type ({types})", "사업유형({types})"),
    "a type that the year had": (
        "a type that {year} had ({types})",
        "{year}년에 있던 사업유형({types})",
    ),
    "correct the type or the year": ("correct the type or the year", "유형이나 연도를 고치십시오"),
    "one mark": (
        "a mark under one type, no other word and none under a second",
        "한 유형에만 표시(○)하고 다른 말은 쓰지 않은 것",
    ),
    "mark one type": ("leave one mark (○) in the row", "행에 표시(○)를 하나만 남기십시오"),
    "a field": ("a field ({fields})", "분야({fields})"),
    "a day": (
        "a day as 2021-03-05, 2021.3.5 or 2021년 3월 5일",
        "2021-03-05, 2021.3.5, 2021년 3월 5일 같은 날짜",
    ),
    "write it so": ("write it so", "그렇게 쓰십시오"),
    "a day of the year": (
        "a day in {year}, the year of the contest",
        "공모 연도인 {year}년의 날짜",
    ),
    "correct the day or the year": ("correct the day or the year", "날짜나 연도를 고치십시오"),
    "yes or no": (
        "yes or no (Y, N, 선정, 미선정, ○, ×)",
        "예 또는 아니오(Y, N, 선정, 미선정, ○, ×)",
    ),
    "write one of them": ("write one of them", "그중 하나를 쓰십시오"),
    "the same as beside": (
        "the same as {other!r} in the row's other column of this meaning",
        "같은 뜻의 다른 열에 있는 {other!r}와 같은 값",
    ),
    "correct one of them": ("correct one of them", "하나를 고치십시오"),
    "no more values": (
        "no more than {columns} values, as there are headings",
        "열 제목 수와 같은 {columns}개 이하의 값",
    ),
    "quote the separator": (
        "put a value that has the separator in it between quotation marks",
        "구분 기호가 들어 있는 값은 따옴표로 묶으십시오",
    ),
    "a case or a total": (
        "a case or a total, not both: it has a word for totals and details of a case",
        "사례 또는 합계 중 하나(합계를 뜻하는 말과 사례 내용이 함께 있음)",
    ),
    "part them": (
        "delete the row if it is a total; otherwise correct the word",
        "합계라면 행을 지우고, 아니면 그 말을 고치십시오",
    ),
    "an answer on the status": (
        "an answer whether applications so marked count",
        "이렇게 표시된 신청을 셀지에 대한 답",
    ),
    "answer by --status": (
        "say --status {word}=in or --status {word}=out, or delete the row",
        "--status {word}=in(포함) 또는 --status {word}=out(제외)으로 답하거나 행을 지우십시오",
    ),
    "hidden": ("hidden row", "숨겨진 행"),
    "struck": ("struck through", "취소선이 그어진 행"),
    "quotes": (
        "a value with whole rows in it",
        "행 여럿이 들어 있는 값",
    ),
    "a number of its own": (
        "a number of its own; row {row} has it already",
        "중복되지 않는 번호({row}행에 이미 있음)",
    ),
    "correct a number": (
        "correct one of the two numbers, or delete the row that is too many",
        "두 번호 중 하나를 고치거나 남는 행을 지우십시오",
    ),
    "an application of its own": (
        "an application of its own; it looks like row {row}",
        "중복되지 않는 신청({row}행과 같아 보임)",
    ),
    "delete or confirm": (
        "delete one of the two, or confirm it among the corrections (new value = old)",
        "둘 중 하나를 지우거나, 정정 목록에서 확인하십시오(변경 전과 후를 같게)",
    ),
    "a row for each case": (
        "a row for each case{of} below the headings",
        "열 제목 아래에{of} 사례마다 한 행",
    ),
    "the right file": ("check that this is the right file", "맞는 파일인지 확인하십시오"),
    "of the year": (" of {year}", " {year}년"),
    # Of a sheet that is not read.
    "no such sheet": (
        "{file} has no sheet {sheet!r}; it has {sheets}",
        "{file}: 시트 {sheet!r}가 없습니다. 있는 시트: {sheets}",
    ),
    "no sheets at all": ("no sheets", "없음"),
    "several sheets": (
        "{file} has {number} sheets with a register: {sheets}; name one (--sheet NAME), or count "
        "them together (--sheets all)",
        "{file}: 대장이 있는 시트가 {number}개입니다({sheets}). 하나를 지정하거나(--sheet 이름) "
        "모두 함께 세십시오(--sheets all)",
    ),
    "no headings": (
        "{file} has no row of headings that a register has, such as case no, year, country, type "
        "(접수번호, 연도, 국가, 사업유형)",
        "{file}: 접수번호, 연도, 국가, 사업유형 같은 열 제목이 있는 행이 없습니다",
    ),
    "a cross table": (
        "{file}, sheet {sheet!r} is a cross table of numbers ({headings}); a register has a row "
        "for each case",
        "{file}, 시트 {sheet!r}: 건수를 모은 교차표입니다({headings}). 대장에는 사례마다 한 행이 있어야 합니다",
    ),
    "columns missing": (
        "{file} has no column for {missing}; its headings, in row {row}, are: {headings}",
        "{file}: {missing} 열이 없습니다. {row}행의 열 제목: {headings}",
    ),
    "give the year": (
        "{text}; or give the year of all rows (--year)",
        "{text}. 또는 모든 행의 연도를 주십시오(--year)",
    ),
    "no cases": ("{file} has no cases to count:", "{file}: 셀 사례가 없습니다."),
    "no corrections": (
        "{file} is no list of corrections: one sheet needs the headings row, column, old value, "
        "new value, reason",
        "{file}: 정정 목록이 아닙니다. 행, 열, 변경 전, 변경 후, 사유 열이 있는 시트가 하나 있어야 합니다",
    ),
    "a column that is used": ("a column that is used ({known})", "사용하는 열({known})"),
    "name one": ("name one of them", "그중 하나를 쓰십시오"),
    "a reason": ("a reason for the correction", "정정 사유"),
    "say why": ("say why, so that it can be reviewed", "검토할 수 있게 사유를 쓰십시오"),
    "one correction": ("one correction of row {row}'s {name}", "{row}행 {name}의 정정 하나"),
    "keep one": ("keep one of them", "하나만 남기십시오"),
    "the value now": (
        "the value that stands in row {row} now, {there}",
        "{row}행에 지금 있는 값 {there}",
    ),
    "review it": (
        "review the correction again; it was not applied",
        "정정을 다시 검토하십시오. 적용하지 않았습니다",
    ),
    "a row with a case": ("the number of a row with a case", "사례가 있는 행의 번호"),
    "take the number shown": (
        "take the number that the program shows",
        "프로그램에 보이는 행 번호를 쓰십시오",
    ),
    # Of what became of the rows.
    "total row": ("a total", "합계"),
    "note row": ("a note", "주석"),
    "headings again": ("the headings again", "반복된 열 제목"),
    "group row": ("a heading of the rows below it", "아래 행들의 묶음 제목"),
    "numbered only": ("a number and no more", "번호만 있는 빈 행"),
    "another year": (
        "a case of {year}, not of {asked} as asked",
        "요청한 {asked}년이 아닌 {year}년 사례",
    ),
    "another stage": (
        "a case of the {stage}, not of the {asked} as asked",
        "요청한 {asked} 단계가 아닌 {stage} 단계 사례",
    ),
    "left out": ("not counted by --status ({word})", "--status에 따라 제외({word})"),
    "another file": (
        "{file} is what is to be checked; write the list to another file",
        "{file}: 검사할 파일입니다. 목록은 다른 파일에 쓰십시오",
    ),
    "in rows": ("in {number} rows: {rows}", "{number}개 행: {rows}"),
    "more problems": (
        "And {number} problems more; --format csv lists them all.",
        "그 밖에 문제 {number}건. --format csv로 모두 볼 수 있습니다.",
    ),
    "problems, each": (
        "Problems, each with its rows as the spreadsheet program numbers them",
        "문제와 그 행(스프레드시트 프로그램의 행 번호)",
    ),
    "check of": ("Check of {file}", "{file} 검사"),
    "head file": ("file", "파일"),
    "head row": ("row", "행"),
    "head column": ("column", "열"),
    "head value": ("value", "값"),
    "head expected": ("expected", "있어야 할 것"),
    "head action": ("what to do", "할 일"),
    # Of columns.
    "column case_no": ("case number", "접수번호"),
    "column serial": ("row number", "연번"),
    "column year": ("year", "연도"),
    "column stage": ("stage", "단계"),
    "column country": ("country", "국가"),
    "column city": ("city", "도시"),
    "column type": ("type", "유형"),
    "column field": ("field", "분야"),
    "column title": ("title", "사업명"),
    "column applicant": ("applicant", "신청기관"),
    "column submitted_on": ("date", "접수일"),
    "column selected": ("selected", "선정 여부"),
    "column status": ("status", "상태"),
    "column remark": ("remark", "비고"),
    "missing country": ("country (국가)", "국가"),
    "missing type": ("type (사업유형)", "사업유형"),
    "missing year": ("year (연도)", "연도"),
    # Of the summary.
    "read from": (
        "{file}, sheet {sheet!r}: {rows} below row {row}.",
        "{file}, 시트 {sheet!r}: {row}행 아래 {rows}.",
    ),
    "read from file": ("{file}: {rows} below row {row}.", "{file}: {row}행 아래 {rows}."),
    "columns used": ("Columns used: {columns}.", "사용한 열: {columns}."),
    "columns not used": ("Columns not used: {columns}.", "사용하지 않은 열: {columns}."),
    "sheet not read": (
        "Sheet not read: {sheet!r}, {reason}.",
        "읽지 않은 시트: {sheet!r}, {reason}.",
    ),
    "no register": ("no register", "대장이 아님"),
    "an example": ("an example", "작성 예시"),
    "hidden sheet": ("hidden", "숨겨진 시트"),
    "not named": ("not named", "지정하지 않음"),
    "rows became": (
        "{file}: {read} read = {counted} counted + {reported} reported.",
        "{file}: 읽은 행 {read} = 센 행 {counted} + 문제 있는 행 {reported}.",
    ),
    "set aside": ("Set aside, {reason}: {rows}.", "따로 둠, {reason}: {rows}."),
    "rows": ("{number} rows", "{number}행"),
    "one row": ("{number} row", "{number}행"),
    "row list": ("rows {rows}", "{rows}행"),
    "single row": ("row {rows}", "{rows}행"),
    "and more": ("{shown} and {more} more", "{shown} 외 {more}개"),
    "problems": ("{number} problems.", "문제 {number}건."),
    "one problem": ("{number} problem.", "문제 {number}건."),
    "no problem": ("No problem.", "문제가 없습니다."),
    "corrected": (
        "Corrected, {column} in row {row}: {old!r} to {new!r} ({reason}).",
        "정정, {row}행 {column}: {old!r} → {new!r}({reason}).",
    ),
    "confirmed": (
        "Confirmed, {column} in row {row}: {old!r} ({reason}).",
        "확인, {row}행 {column}: {old!r}({reason}).",
    ),
    # Of what was read by a rule.
    "rule joint": (
        "Several countries in one cell, in {rows}: a joint application, one case that counts in "
        "each of its countries (row {row}: {text!r}).",
        "한 셀에 여러 국가, {rows}: 공동 신청으로 사례는 한 번, 국가마다 한 번 셉니다({row}행: {text!r}).",
    ),
    "rule city": (
        "Country and city in one cell, in {rows} (row {row}: {text!r} is read as {meaning}).",
        "국가와 도시가 한 셀에 있음, {rows}({row}행: {text!r} → {meaning}).",
    ),
    "rule region": (
        "Country and region in one cell, in {rows} (row {row}: {text!r} is read as {meaning}).",
        "국가와 지역이 한 셀에 있음, {rows}({row}행: {text!r} → {meaning}).",
    ),
    "rule day": (
        "Days without year or century, taken as of the row's year, in {rows} (row {row}: {text!r} "
        "is read as {meaning}).",
        "연도가 없거나 두 자리인 날짜를 그 행의 연도로 읽음, {rows}({row}행: {text!r} → {meaning}).",
    ),
    "rule year": (
        "Years written as days or in short, in {rows} (row {row}: {text!r} is read as {meaning}).",
        "날짜이거나 줄여 쓴 연도, {rows}({row}행: {text!r} → {meaning}).",
    ),
    "rule several fields": (
        "Several fields in one cell, of which the first is counted, in {rows} (row {row}: {text!r} "
        "is read as {meaning}).",
        "한 셀에 여러 분야가 있어 첫째를 셈, {rows}({row}행: {text!r} → {meaning}).",
    ),
    "rule ditto": (
        "Marks for 'as above', in {rows} (row {row}: {text!r} is read as {meaning}).",
        "위와 같음 표시, {rows}({row}행: {text!r} → {meaning}).",
    ),
    "rule group": (
        "The {column} from a row above a group, in {rows} (row {row}: {meaning}).",
        "{column}을 묶음 제목 행에서 읽음, {rows}({row}행: {meaning}).",
    ),
    "rule mark": (
        "The type by a mark under its column, in {rows} (row {row}: {meaning}).",
        "유형 열의 표시로 유형을 읽음, {rows}({row}행: {meaning}).",
    ),
    "rule sheet": (
        "The {column} of all rows from the sheet's name: {meaning}.",
        "모든 행의 {column}을 시트 이름에서 읽음: {meaning}.",
    ),
    "rule title": (
        "The {column} of all rows from the title above the headings: {meaning}.",
        "모든 행의 {column}을 열 제목 위의 표 제목에서 읽음: {meaning}.",
    ),
    "rule settled": (
        "The heading {heading!r} is taken for {column}, by its values.",
        "열 제목 {heading!r}을 값에 따라 {column}(으)로 읽음.",
    ),
}


def say(key: str, language: str = "en", **values: object) -> str:
    """A sentence, or part of one, in English ("en") or Korean ("ko").

    >>> say("no file", "ko", file="대장.xlsx")
    '대장.xlsx: 파일이 없습니다'
    """
    return _SAYINGS[key][language == "ko"].format(**values)
