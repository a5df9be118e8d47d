"""A release is read in the form it comes in; what is none is named."""

import io
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kcity_analysis.cli import main
from kcity_analysis.release.documents import read_release, text_of
from kcity_analysis.release.restoring import restore
from kcity_analysis.vocabulary.problems import InputError

SENTENCE = "39 cases were received from 111 countries in the K-City Network contest."
KOREAN = "K-City Network 국제공모에 총 39개국 111건이 접수되었다."

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Release 99</title>
<style>p { width: 12px }</style></head><body><nav><a>12 news</a></nav><header>7 things</header>
<div><h1>Contest</h1><p>39 cases were received from
<b>111</b> countries in the <i>K-City</i> Network contest.</p><p style="display:none">5 hidden</p>
<table><tr><th rowspan=2>Region<th colspan=2>Reception<tr><th>Countries<th>Cases
<tr><td>New Southern<td>10<td>35<tr><td>Total<td>39<td>111</table></div>
<script>var x = 77</script><footer>2024 copyright</footer></body></html>"""


def docx(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        cells = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                cells.cell(row, column).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def hwpx(*paragraphs: str) -> bytes:
    space = "http://www.hancom.co.kr/hwpml/2011/paragraph"
    body = "".join(f"<hp:p><hp:run><hp:t>{one}</hp:t></hp:run></hp:p>" for one in paragraphs)
    cells = "".join(
        "<hp:tr>"
        + "".join(
            f"<hp:tc><hp:subList><hp:p><hp:run><hp:t>{cell}</hp:t></hp:run></hp:p></hp:subList>"
            '<hp:cellSpan colSpan="1" rowSpan="1"/></hp:tc>'
            for cell in row
        )
        + "</hp:tr>"
        for row in [["지역", "국가수", "건수"], ["신남방", "10", "35"]]
    )
    table = f"<hp:p><hp:run><hp:tbl>{cells}</hp:tbl></hp:run></hp:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/hwp+zip")
        archive.writestr(
            "Contents/section0.xml",
            f'<hs:sec xmlns:hs="x" xmlns:hp="{space}">{body}{table}</hs:sec>',
        )
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of one page with one line, written by hand."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b">> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF" % start


@pytest.mark.parametrize(
    "content",
    [PAGE.encode(), docx(SENTENCE), pdf(SENTENCE), SENTENCE.encode("utf-16"), SENTENCE.encode()],
    ids=["page", "docx", "pdf", "utf-16", "text"],
)
def test_a_release_is_restored_from_every_form(content: bytes) -> None:
    claims = restore(text_of(content, "release")).claims.iloc[:2]
    assert claims["restored"].tolist() == [111, 39]
    assert set(claims["verdict"]) == {"proved"}


def test_of_a_page_only_the_body_is_read() -> None:
    printed = restore(text_of(PAGE.encode(), "page.html")).claims["printed"].tolist()
    assert printed == ["39", "111", "35", "10", "111", "39"]


def test_the_rows_of_a_table_are_claims() -> None:
    figures = restore(text_of(PAGE.encode(), "page.html"), year=2021).figures()
    region = figures[figures["dimension"] == "region"].set_index("measure")
    assert region["category"].unique().tolist() == ["New Southern"]
    assert region["value"].to_dict() == {"cases": 35, "countries": 10}


@pytest.mark.parametrize(
    "content",
    [
        docx(KOREAN, table=[["지역", "국가수", "건수"], ["신남방", "10", "35"]]),
        hwpx(KOREAN),
        f"{KOREAN}\n지역\t국가수\t건수\n신남방\t10\t35\n".encode("cp949"),
    ],
    ids=["docx", "hwpx", "text"],
)
def test_a_korean_release_with_a_table_gives_its_figures(content: bytes) -> None:
    figures = restore(text_of(content, "보도자료"), year=2021).figures()
    found = figures.set_index(["category", "measure"])["value"].to_dict()
    assert found == {
        ("all", "countries"): 39, ("all", "cases"): 111,
        ("New Southern", "countries"): 10, ("New Southern", "cases"): 35,
    }  # fmt: skip


def test_a_table_of_regions_by_type_gives_no_figure_of_a_region_or_a_type() -> None:
    text = (
        "K-City Network contest\n\nRegion\tPlanning (cases)\tOverseas demonstration (cases)\n"
        "New Southern\t10\t35\nTotal\t20\t40\n"
    )
    figures = restore(text_of(text.encode(), "table"), year=2027).figures()
    assert figures.set_index("category")["value"].to_dict() == {
        "planning": 20, "overseas demonstration": 40,
    }  # fmt: skip


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"]
)
def test_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "release.txt"
    file.write_bytes(KOREAN.encode(encoding))
    assert read_release(file) == KOREAN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture"),
        (b"{\\rtf1 39 cases}", "rich text"),
        (bytes(range(256)) * 20, "neither text nor a document"),
        (b"%PDF-1.4 and no more", "damaged PDF"),
        (pdf(""), "no text"),
        (b"PK\x03\x04" + b"x" * 50, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1HWP Document File" + bytes(600), "HWPX or PDF"),
    ],
)
def test_anything_else_is_named_and_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "file.bin"
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_release(file)
    refused = CliRunner().invoke(main, ["restore", str(file)])
    assert refused.exit_code == 2
    assert said in refused.output


def test_a_workbook_is_sent_to_the_command_that_reads_it(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "register.xlsx")
    with pytest.raises(InputError, match="kcity check"):
        read_release(tmp_path / "register.xlsx")


def test_a_web_address_is_not_read() -> None:
    result = CliRunner().invoke(main, ["restore", "https://example.org/release.html"])
    assert result.exit_code == 2
    assert "save the page" in result.output


def test_without_the_library_the_message_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("pypdf", "lxml.etree", "unhwp"):
        monkeypatch.setitem(sys.modules, name, None)
    hwp = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1HWP Document File"
    for content in (pdf(SENTENCE), docx(SENTENCE), hwp):
        with pytest.raises(InputError, match=r"kcity-analysis\[documents\]"):
            text_of(content, "file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "이 문서는 상위 버전의 배포용 문서입니다. 문서를 읽으려면 전용 뷰어가 필요합니다.",
            "locked",
        ),
        ("\n", "no text"),
    ],
)
def test_a_hangul_document_without_its_text_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    unhwp = pytest.importorskip("unhwp")
    monkeypatch.setattr(unhwp, "parse_bytes", lambda content: SimpleNamespace(text=text))
    with pytest.raises(InputError, match=f"save it as HWPX or PDF .*{said}"):
        text_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1HWP Document File", "release.hwp")


def test_the_command_reads_standard_input() -> None:
    result = CliRunner().invoke(main, ["restore", "-"], input=docx(SENTENCE))
    assert result.exit_code == 0, result.output
    assert "39 -> 111  proved" in result.output


def test_deleted_text_of_a_document_is_not_read() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f"<w:document {space}><w:body><w:p><w:r><w:t>39 cases</w:t></w:r>"
        "<w:del><w:r><w:delText>5 cases</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> from 111 countries</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", body)
    assert text_of(out.getvalue(), "release.docx") == "39 cases from 111 countries"
