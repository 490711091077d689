"""A native Word chart: vector, in the document's font, editable with the data it carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.documents.kit.inline import attribute, guard
from auditkit.documents.kit.look import Shade
from auditkit.documents.kit.page import EMU_PER_TWIP
from auditkit.documents.kit.styles import FONT
from auditkit.documents.kit.workbook import column, workbook

if TYPE_CHECKING:
    from docx.document import Document

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Series:
    """One colour of the bars: a number for each category."""

    name: str
    values: Sequence[int]
    look: Shade
    labelled: bool = False
    """Whether its bars carry their number: narrow bars would lay numbers on each other."""


def stacked_bars(
    document: Document,
    drawing: int,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    width: int,
    height: int,
    title: str,
    alternative: str,
) -> str:
    """The run that shows horizontal stacked bars, ``width`` by ``height`` twips.

    ``drawing`` is an identifier unique in the document, ``alternative`` the text for a reader who
    does not see the picture.
    """
    relation = _store(document, drawing, categories, series)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent '
        f'cx="{width * EMU_PER_TWIP}" cy="{height * EMU_PER_TWIP}"/><wp:effectExtent l="0" t="0" '
        f'r="0" b="0"/><wp:docPr id="{drawing}" name={attribute(title)} '
        f"descr={attribute(alternative)}/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        f'uri="{_DRAWING}/chart"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _store(
    document: Document, number: int, categories: Sequence[str], series: Sequence[Series]
) -> str:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    rows: list[list[str | int]] = [["", *(each.name for each in series)]]
    rows.extend([name, *(each.values[n] for each in series)] for n, name in enumerate(categories))
    place = PackURI(f"/word/embeddings/chart{number}.xlsx")
    book = Part(place, _BOOK_TYPE, workbook(rows), package)
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _chart(categories, series)
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, xml.encode(), package)
    chart.relate_to(book, f"{_OFFICE}/package")
    return str(document.part.relate_to(chart, f"{_OFFICE}/chart"))


def _chart(categories: Sequence[str], series: Sequence[Series]) -> str:
    bars = "".join(_series(n, each, categories) for n, each in enumerate(series))
    return (
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" xmlns:r="{_OFFICE}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/>'
        f'<c:varyColors val="0"/>{bars}<c:gapWidth val="28"/><c:overlap val="100"/>'
        f'<c:axId val="1"/><c:axId val="2"/></c:barChart>{_AXES}</c:plotArea><c:legend>'
        f'<c:legendPos val="b"/><c:overlay val="0"/>{_text()}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/>'
        '<a:ln><a:noFill/></a:ln></c:spPr><c:externalData r:id="rId1"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    )


def _series(number: int, series: Series, categories: Sequence[str]) -> str:
    letter, last = column(number + 1), len(categories) + 1
    names = _points(categories)
    labels = _labels(series.look.ink) if series.labelled else ""
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>Sheet1!'
        f"${letter}$1</c:f><c:strCache>{_points([series.name])}</c:strCache></c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{series.look.fill}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>{labels}<c:cat><c:strRef><c:f>Sheet1!$A$2:'
        f"$A${last}</c:f><c:strCache>{names}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>"
        f"Sheet1!${letter}$2:${letter}${last}</c:f><c:numCache><c:formatCode>General"
        f"</c:formatCode>{_points([str(value) for value in series.values])}</c:numCache>"
        "</c:numRef></c:val></c:ser>"
    )


def _points(values: Sequence[str]) -> str:
    return f'<c:ptCount val="{len(values)}"/>' + "".join(
        f'<c:pt idx="{n}"><c:v>{guard(value)}</c:v></c:pt>' for n, value in enumerate(values)
    )


def _labels(ink: str) -> str:
    """The number on each bar; the number format hides zeros."""
    return (
        '<c:dLbls><c:numFmt formatCode="0;;;" sourceLinked="0"/><c:spPr><a:noFill/><a:ln>'
        f'<a:noFill/></a:ln></c:spPr>{_text(700, ink)}<c:showLegendKey val="0"/>'
        '<c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
    )


def _text(size: int = 800, ink: str = "333333") -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill>'
        f'<a:srgbClr val="{ink}"/></a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


_TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
_AXES = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete '
    'val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
    f'{_TICKS}{_text(700)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="1"/>'
    '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl '
    'val="0"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete '
    'val="0"/><c:axPos val="b"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr '
    'val="E3E7EB"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="0" '
    f'sourceLinked="0"/>{_TICKS}<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text()}<c:crossAx '
    'val="1"/><c:crosses val="max"/><c:crossBetween val="between"/></c:valAx>'
)
