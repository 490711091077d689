"""Reports in a customer's own template."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm
from openxml_audit import OpenXmlValidator

from auditkit.cli.root import root
from auditkit.record.audit import Audit

sample = sys.modules["documents_sample"]
TEMPLATE_TYPE = "wordprocessingml.template.main+xml"
DOCUMENT_TYPE = "wordprocessingml.document.main+xml"


def run(*args: object) -> Result:
    return CliRunner().invoke(root, [str(each) for each in args])


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "audit"
    with sample.rich_audit(folder) as made:
        made.set_info(number="IA & <7>", scope="Line one.\nLine [[report.kind]] two.")
    return folder


def corporate(target: Path, change: Callable[[Document], object] = lambda _: None) -> Path:
    """A template as a customer has one: own styles, header, cover, a last page."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Georgia"
    section = document.sections[0]
    section.left_margin = Cm(3)
    header = section.header.paragraphs[0]
    header.add_run("ACME [[report.")
    header.add_run("number]]").bold = True
    document.add_paragraph("[[audit.scope]]", style="Title")
    document.add_paragraph("[[auditkit.body]]")
    document.add_paragraph("The last page of ACME.")
    change(document)
    document.save(str(target))
    return target


def written(audit: Path, template: Path, kind: str = "audit") -> Document:
    """The report in the template, which Word has to find valid."""
    target = template.with_name("report.docx")
    answer = run("report", kind, "--audit", audit, "--template", template, "-o", target)
    assert answer.exit_code == 0, answer.output
    errors = [
        each.description
        for each in OpenXmlValidator().validate(str(target)).errors
        if "zoom" not in each.description  # of python-docx's own template, not of ours
    ]
    assert errors == []
    return docx.Document(str(target))


def remarks(template: Path) -> list[tuple[str, str]]:
    answer = run("template", "check", template, "--json")
    found = [(each["level"], each["text"]) for each in json.loads(answer.output)]
    assert answer.exit_code == int(any(level == "error" for level, _ in found))
    return found


def texts(document: Document) -> list[str]:
    return [each.text for each in document.paragraphs]


@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_the_starter_is_usable_as_it_is(audit: Path, tmp_path: Path, page: str) -> None:
    template = tmp_path / "starter.docx"
    assert run("template", "new", template, "--page", page).exit_code == 0
    assert remarks(template) == []
    document = written(audit, template)
    assert "Internal audit report" in texts(document)
    assert "[[" not in "".join(texts(document)).replace("[[report.kind]] two", "")
    assert run("template", "new", template).exit_code == 2


def test_the_body_stands_where_its_mark_was(audit: Path, tmp_path: Path) -> None:
    found = texts(written(audit, corporate(tmp_path / "t.docx")))
    assert found[-1] == "The last page of ACME."
    assert found.index("Executive summary") < found.index("Findings") < len(found) - 1
    assert "Classification" not in found[0]


def test_values_reach_every_story_and_keep_the_look(audit: Path, tmp_path: Path) -> None:
    document = written(audit, corporate(tmp_path / "t.docx"))
    header = document.sections[0].header.paragraphs[0]
    assert header.text.startswith("ACME IA & <7>")
    title = document.paragraphs[0]
    assert title.text == "Line one.\nLine [[report.kind]] two."
    assert title.style is not None
    assert title.style.name == "Title"


def test_text_of_the_record_is_never_a_placeholder(audit: Path, tmp_path: Path) -> None:
    """Values are put in once; what they say is shown as it is."""
    found = "\n".join(texts(written(audit, corporate(tmp_path / "t.docx"))))
    assert "[[report.kind]] two" in found


def test_template_languages_are_plain_text(audit: Path, tmp_path: Path) -> None:
    code = "{{ cycler.__init__.__globals__.os.popen('touch x') }} ${7*7} {% if 1 %}"
    document = written(
        audit,
        corporate(tmp_path / "t.docx", lambda d: d.paragraphs[0].insert_paragraph_before(code)),
    )
    assert document.paragraphs[0].text == code


def test_styles_are_found_by_name_in_any_language(audit: Path, tmp_path: Path) -> None:
    def german(document: Document) -> None:
        style = document.styles["Heading 1"]
        style.element.set(qn("w:styleId"), "berschrift1")
        for tag in ("w:link", "w:next", "w:basedOn"):
            for each in document.styles.element.iter(qn(tag)):
                if each.get(qn("w:val")) == "Heading1":
                    each.set(qn("w:val"), "berschrift1")

    document = written(audit, corporate(tmp_path / "t.docx", german))
    used = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:pStyle"))}
    assert "berschrift1" in used
    assert "Heading1" not in used
    names = [each.find(qn("w:name")).get(qn("w:val")) for each in _styles(document)]
    assert names.count("heading 1") == 1


def test_what_the_template_has_stays_as_it_is(audit: Path, tmp_path: Path) -> None:
    template = corporate(tmp_path / "t.docx")
    before = docx.Document(str(template))
    document = written(audit, template)
    assert document.styles["Normal"].font.name == "Georgia"
    assert document.sections[0].left_margin == before.sections[0].left_margin
    wide = [each for each in document.sections if (each.page_width or 0) > (each.page_height or 0)]
    assert wide


def test_missing_styles_are_added_and_named(audit: Path, tmp_path: Path) -> None:
    template = corporate(tmp_path / "t.docx")
    (note,) = remarks(template)
    assert note[0] == "note"
    assert "Audit Table" in note[1]
    names = {each.find(qn("w:name")).get(qn("w:val")) for each in _styles(written(audit, template))}
    assert {"Audit Table", "Table Text"} <= names


def test_a_style_of_another_type_is_left_alone(audit: Path, tmp_path: Path) -> None:
    def clash(document: Document) -> None:
        document.styles.add_style("Table Text", WD_STYLE_TYPE.CHARACTER)

    template = corporate(tmp_path / "t.docx", clash)
    assert ("warning", "The style 'Table Text' is of another type; ours is added beside it.") in (
        remarks(template)
    )
    document = written(audit, template)
    identities = [each.get(qn("w:styleId")) for each in _styles(document)]
    assert len(identities) == len(set(identities))


def test_lists_of_the_template_keep_their_numbers(audit: Path, tmp_path: Path) -> None:
    def listed(document: Document) -> None:
        document.add_paragraph("ACME list", style="List Number")

    template = corporate(tmp_path / "t.docx", listed)
    numbers = _numbers(docx.Document(str(template)))
    document = written(audit, template)
    after = _numbers(document)
    assert numbers < after
    named = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:numId"))}
    assert named - {"0"} <= after


def test_without_a_mark_the_body_goes_to_the_end(audit: Path, tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    document = docx.Document()
    document.add_paragraph("Before.")
    document.save(str(template))
    assert remarks(template)[0][0] == "warning"
    found = texts(written(audit, template))
    assert found[0] == "Internal audit report" or "Before." in found[0]


def test_an_unknown_name_is_never_printed(audit: Path, tmp_path: Path) -> None:
    template = corporate(tmp_path / "t.docx", lambda d: d.add_paragraph("[[report.titel]] x"))
    assert remarks(template)[0][0] == "error"
    assert "[[report.titel]]" in remarks(template)[0][1]
    target = tmp_path / "r.docx"
    answer = run("report", "--audit", audit, "--template", template, "-o", target)
    assert answer.exit_code == 1
    assert "[[report.titel]]" in answer.output
    assert not target.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("[[auditkit.body]]", "2 times"), ("Here: [[audit.lead]]", "")],
)
def test_the_check_tells_what_stands_in_the_way(tmp_path: Path, text: str, said: str) -> None:
    template = corporate(tmp_path / "t.docx", lambda d: d.add_paragraph(text))
    wrong = [told for level, told in remarks(template) if level == "error"]
    assert [said in told for told in wrong] == [True] * bool(said)


def test_a_mark_in_the_middle_of_a_sentence_is_told(tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    document = docx.Document()
    document.add_paragraph("Here [[auditkit.body]] it goes")
    document.save(str(template))
    assert any("paragraph of its own" in told for _, told in remarks(template))


def test_links_to_the_outside_are_told(tmp_path: Path) -> None:
    def linked(document: Document) -> None:
        kind = (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        )
        document.part._settings_part.relate_to(
            "file:///C:/secret/acme.dotx", kind, is_external=True
        )

    told = remarks(corporate(tmp_path / "t.docx", linked))
    assert ("warning", "It links a attachedTemplate outside: file:///C:/secret/acme.dotx") in told


def test_tracked_changes_are_told(tmp_path: Path) -> None:
    def tracked(document: Document) -> None:
        paragraph = document.add_paragraph("x")._p
        paragraph.append(paragraph.makeelement(qn("w:ins"), {qn("w:id"): "9", qn("w:author"): "M"}))

    told = remarks(corporate(tmp_path / "t.docx", tracked))
    assert any("tracked changes" in each for _, each in told)


def test_a_dotx_is_taken_and_a_macro_file_is_not(audit: Path, tmp_path: Path) -> None:
    plain = corporate(tmp_path / "t.docx")
    dotx = _rewritten(plain, tmp_path / "t.dotx", DOCUMENT_TYPE, TEMPLATE_TYPE)
    assert texts(written(audit, dotx))[-1] == "The last page of ACME."
    macro = _rewritten(
        plain, tmp_path / "t.docm", DOCUMENT_TYPE, "ms-word.document.macroEnabled.main+xml"
    )
    for command in (
        ["template", "check", macro],
        ["report", "--audit", audit, "--template", macro],
    ):
        answer = run(*command)
        assert answer.exit_code == 1
        assert "macros" in answer.output


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.4"])
def test_what_is_no_template_gets_one_sentence(audit: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "t.docx"
    file.write_bytes(content)
    for command in (["template", "check", file], ["report", "--audit", audit, "--template", file]):
        answer = run(*command)
        assert answer.exit_code == 1
        assert answer.output.count("\n") == 1


def test_the_same_template_gives_the_same_bytes_and_is_verified(
    audit: Path, tmp_path: Path
) -> None:
    template = corporate(tmp_path / "t.docx")
    target = tmp_path / "a.docx"
    run("report", "--audit", audit, "--template", template, "-o", target)
    answer = run("report", "verify", "--audit", audit, "--template", template, target)
    assert answer.exit_code == 0, answer.output
    without = run("report", "verify", "--audit", audit, target)
    assert without.exit_code == 1
    assert "--template" in without.output


def test_draft_is_marked_until_the_report_is_issued(audit: Path, tmp_path: Path) -> None:
    with Audit.open(audit, read_only=True) as opened:
        assert opened.info.report_issued is None
    document = written(audit, corporate(tmp_path / "t.docx"))
    header = document.sections[0].header.part.blob.decode()
    assert "DRAFT watermark" in header


def _styles(document: Document) -> list[object]:
    return list(document.styles.element.iter(qn("w:style")))


def _numbers(document: Document) -> set[str]:
    part = document.part.numbering_part
    return {each.get(qn("w:numId")) for each in part.element.iter(qn("w:num"))}


def _rewritten(source: Path, target: Path, old: str, new: str) -> Path:
    raw = io.BytesIO()
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(raw, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "[Content_Types].xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            copy.writestr(name, data)
    target.write_bytes(raw.getvalue())
    return target
