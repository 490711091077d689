"""The base document: python-docx's own one, with everything in it replaced that would show.

Its default carries compatibility mode 14, an American language, a Macintosh author application, a
thumbnail and half a megabyte of styles; here stand our styles, numbering and settings instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from auditkit import __version__, text
from auditkit.documents.kit.inline import NAMESPACES, attribute, guard
from auditkit.documents.kit.save import HASH_PROPERTY
from auditkit.documents.kit.styles import FONT, styles_xml

if TYPE_CHECKING:
    from docx.document import Document

_UNWANTED = ("stylesWithEffects", "webSettings", "customXml", "thumbnail")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_LIMIT = 255


@dataclass(frozen=True)
class Properties:
    """What the document says of itself. ``made`` is a date of the record, never the clock."""

    title: str
    subject: str
    author: str
    made: date
    language: str
    draft: bool
    custom: tuple[tuple[str, str], ...] = ()

    @property
    def hash_mark(self) -> str:
        """What stands in place of the content hash; empty where the document names none."""
        return dict(self.custom).get(HASH_PROPERTY, "")


def base_document(properties: Properties, *, protected: bool = False) -> Document:
    """An empty document; ``protected`` lets nothing be filled in but its content controls."""
    import docx

    document = docx.Document()
    _strip(document)
    _replace(document, properties, protected)
    describe(document, properties)
    return document


def set_numbering(document: Document, xml: str) -> None:
    """Put the numbering part in place."""
    from docx.oxml import parse_xml

    document.part.numbering_part._element = parse_xml(xml)


def _strip(document: Document) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_UNWANTED):
                del relations[key]


def _replace(document: Document, properties: Properties, protected: bool) -> None:
    from docx.oxml import parse_xml

    part = document.part
    part._styles_part._element = parse_xml(styles_xml(properties.language))
    part._settings_part._element = parse_xml(_settings(properties.language, protected))
    for relations, name, content in (
        (part.rels, "fontTable", _FONTS),
        (part.package.rels, "extended-properties", _app()),
    ):
        for relation in relations.values():
            if relation.reltype.endswith(name):
                relation.target_part._blob = (_HEAD + content).encode()
    add_custom(document, properties)


def describe(document: Document, properties: Properties) -> None:
    """Set the properties that every Word document has."""
    core = document.core_properties
    core.title = _core(properties.title)
    core.subject = _core(properties.subject)
    core.author = _core(properties.author)
    core.last_modified_by = "auditkit"
    core.language = _core(properties.language)
    core.content_status = "Draft" if properties.draft else "Final"
    core.category, core.keywords, core.comments, core.revision = "Internal audit", "", "", 1
    core.created = core.modified = datetime.combine(properties.made, time())


def _core(value: str) -> str:
    """python-docx refuses more than 255 characters."""
    return text.clip(" ".join(text.xml(value).split()), _CORE_LIMIT)


def _settings(language: str, protected: bool) -> str:
    protection = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if protected else ""
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{protection}'
        '<w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val={attribute(language)} w:eastAsia="ja-JP"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" '
        'w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" '
        'w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" '
        'w:followedHyperlink="followedHyperlink"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


_FONTS = (
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<w:font w:name="{FONT}"><w:altName w:val="Carlito"/><w:panose1 w:val="020F0502020204030204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)


def _app() -> str:
    short = ".".join(__version__.split(".")[:2])
    number = short if short.replace(".", "").isdigit() else "0.0"
    return (
        f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>auditkit</Application>'
        f"<AppVersion>{number}</AppVersion></Properties>"
    )


def add_custom(document: Document, properties: Properties) -> None:
    """Add the part with the document's own properties."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    xml = custom_xml(properties).encode()
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, xml, package)
    package.relate_to(part, f"{_OFFICE}/relationships/custom-properties")


def custom_xml(properties: Properties) -> str:
    """The part with the document's own properties."""
    values = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" '
        f"name={attribute(name)}><vt:lpwstr>{guard(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.custom, start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">{values}</Properties>'
    )
