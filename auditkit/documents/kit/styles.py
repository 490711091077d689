"""The styles of the base document. Users restyle these; nothing is formatted directly but status
cells. Identifiers are Word's own, so that a corporate template can take them over by name."""

from __future__ import annotations

from auditkit.documents.kit.inline import NAMESPACES, attribute
from auditkit.documents.kit.look import BAND, GREY, LINE, NAVY, RED

FONT = "Calibri"


def styles_xml(language: str) -> str:
    """The whole styles part for a document in ``language`` (BCP 47, as ``en-GB``)."""
    fonts = "".join(f' w:{slot}="{FONT}"' for slot in ("ascii", "hAnsi", "cs", "eastAsia"))
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/>"
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val={attribute(language)} '
        'w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + _DEFAULTS
        + "".join(_paragraphs())
        + "".join(_characters())
        + _TABLE
        + "</w:styles>"
    )


_DEFAULTS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
    "<w:unhideWhenUsed/></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" '
    'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)


def _paragraphs() -> list[str]:
    return [
        _style("Normal", "Normal", base="", after=120, line=264, default=True),
        *(_heading(*each) for each in _HEADINGS),
        *(_heading(*each, numbered=False) for each in _HEADINGS[:2]),
        _style("Title", "Title", size=60, bold=True, color=NAVY, before=1800, after=160),
        _style("Subtitle", "Subtitle", size=28, color=GREY, after=120),
        _style(
            "FrontHeading",
            "Front Heading",
            size=36,
            bold=True,
            color=NAVY,
            after=120,
            extra="<w:keepNext/>",
            outline=0,
        ),
        _style("CoverText", "Cover Text", size=23, color=GREY, after=80),
        _style("Classification", "Classification", size=18, bold=True, color=RED, after=0),
        _style(
            "Caption",
            "caption",
            size=18,
            bold=True,
            color=GREY,
            before=120,
            after=60,
            extra="<w:keepNext/>",
        ),
        _style("TableText", "Table Text", size=18, before=20, after=20, line=240),
        _style("SummaryText", "Summary Text", size=18, before=20, after=20, line=224, exact=True),
        _style("TightText", "Tight Text", size=15, after=0, line=216),
        _style("SmallText", "Small Text", size=16, color=GREY, before=20, after=40, line=240),
        _style("SpacerLine", "Spacer Line", size=8, after=0, line=120, exact=True),
        _style(
            "KPINumber",
            "KPI Number",
            size=32,
            bold=True,
            color=NAVY,
            before=20,
            after=0,
            line=240,
            centre=True,
        ),
        _style("KPILabel", "KPI Label", size=16, color="3C464E", after=30, line=240, centre=True),
        _style("ListBullet", "List Bullet", after=60, line=264, numbering=2),
        _style("ListNumber", "List Number", after=60, line=264, numbering=3),
        _style("Header", "header", size=17, color=GREY, after=0, line=240),
        _style("Footer", "footer", size=17, color=GREY, after=0, line=240),
        *(
            _style(
                f"TOC{n}",
                f"toc {n}",
                size=18,
                after=0,
                line=240,
                bold=n == 1,
                indent=284 * (n - 1),
            )
            for n in (1, 2, 3)
        ),
    ]


_HEADINGS = ((1, 34, 320, 140), (2, 26, 260, 100), (3, 22, 200, 80))


def _heading(level: int, size: int, before: int, after: int, *, numbered: bool = True) -> str:
    """A heading that Word numbers, or one for texts that begin with a number of their own."""
    return _style(
        f"Heading{level}" if numbered else f"FrontHeading{level}",
        f"heading {level}" if numbered else f"Front Heading {level}",
        size=size,
        bold=True,
        color=NAVY,
        before=before,
        after=after,
        outline=level - 1,
        numbering=1 if numbered else 0,
        level=level - 1,
        following="Normal",
        extra="<w:keepNext/><w:keepLines/>",
    )


def _style(
    identity: str,
    name: str,
    *,
    base: str = "Normal",
    following: str = "",
    size: int = 0,
    bold: bool = False,
    color: str = "",
    before: int = 0,
    after: int = 120,
    line: int = 0,
    exact: bool = False,
    centre: bool = False,
    indent: int = 0,
    outline: int = -1,
    numbering: int = 0,
    level: int = 0,
    extra: str = "",
    default: bool = False,
) -> str:
    """One paragraph style; sizes in half points, distances in twips."""
    rule = "exact" if exact else "auto"
    spacing = f'<w:spacing w:before="{before}" w:after="{after}"' + (
        f' w:line="{line}" w:lineRule="{rule}"/>' if line else "/>"
    )
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    paragraph = (
        extra
        + (number if numbering else "")
        + spacing
        + (f'<w:ind w:left="{indent}"/>' if indent else "")
        + ('<w:jc w:val="center"/>' if centre else "")
        + (f'<w:outlineLvl w:val="{outline}"/>' if outline >= 0 else "")
    )
    run = (
        ("<w:b/><w:bCs/>" if bold else "")
        + (f'<w:color w:val="{color}"/>' if color else "")
        + (f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    )
    custom = "" if name[0].islower() or name in _BUILT_IN else ' w:customStyle="1"'
    standard = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{standard}{custom} '
        f'w:styleId="{identity}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>"
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


_BUILT_IN = {"Normal", "Title", "Subtitle", "List Bullet", "List Number"}


def _characters() -> list[str]:
    return [
        f'<w:style w:type="character" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{run}</w:rPr></w:style>'
        for identity, name, run in (
            ("Hyperlink", "Hyperlink", '<w:color w:val="0B5394"/><w:u w:val="single"/>'),
            ("PlaceholderText", "Placeholder Text", '<w:color w:val="6B6B6B"/>'),
        )
    ]


_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="AuditTable"><w:name w:val="Audit Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/><w:tblPr>'
    '<w:tblStyleRowBandSize w:val="1"/><w:tblStyleColBandSize w:val="1"/><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{NAVY}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{NAVY}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>'
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{NAVY}"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:color="auto" '
    f'w:fill="{BAND}"/></w:tcPr></w:tblStylePr></w:style>'
)
