"""Small registers for the tests, written in every format that an office hands over."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

HEADINGS = ["접수번호", "연도", "국가", "도시", "사업유형", "분야", "사업명", "신청기관", "접수일"]
ROWS = [
    [
        "21-01",
        "2021",
        "베트남",
        "하노이",
        "해외실증형",
        "교통",
        "버스 정보",
        "가나산업",
        "2021-03-05",
    ],
    [
        "21-02",
        "2021",
        "니제르",
        "니아메",
        "솔루션형 계획수립",
        "물관리",
        "상수도",
        "다라",
        "2021.3.6",
    ],
    [
        "21-03",
        "2021",
        "NA",
        "Windhoek",
        "도시개발형 계획수립",
        "",
        "New town",
        "",
        "2021년 3월 7일",
    ],
]
COUNTRIES = ["VNM", "NER", "NAM"]


def csv_text(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def write_csv(path: Path, rows: list[list[str]] | None = None, encoding: str = "utf-8") -> Path:
    path.write_bytes(csv_text(rows or [HEADINGS, *ROWS]).encode(encoding))
    return path


def write_xlsx(
    path: Path, sheets: dict[str, list[list[Any]]], merged: dict[str, list[str]] | None = None
) -> Path:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for place in (merged or {}).get(name, []):
            sheet.merge_cells(place)
    workbook.save(path)
    return path


def write_xls(path: Path, rows: list[list[Any]]) -> Path:
    import xlwt

    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("접수")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(at, column, value)
    workbook.save(str(path))
    return path


def write_ods(path: Path, rows: list[list[str]], spans: dict[tuple[int, int], int]) -> Path:
    """An .ods file; ``spans`` says how many rows the cell at (row, column) is merged over."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="접수")
    covered = {
        (row + below, column)
        for (row, column), height in spans.items()
        for below in range(1, height)
    }
    for at, row in enumerate(rows):
        line = TableRow()
        for column, text in enumerate(row):
            if (at, column) in covered:
                line.addElement(CoveredTableCell())
                continue
            height = spans.get((at, column), 1)
            cell = TableCell(valuetype="string", numberrowsspanned=height, numbercolumnsspanned=1)
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path
