"""Our document properties among those of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.documents.kit.base import Properties, add_custom, custom_xml

if TYPE_CHECKING:
    from docx.document import Document

_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_FIRST = 2
"""Property numbers begin at 2 (ECMA-376 part 4, custom properties)."""


def set_custom(document: Document, properties: Properties) -> None:
    """Set ours; the template's others stay."""
    from docx.oxml import parse_xml
    from lxml import etree

    for relation in document.part.package.rels.values():
        if relation.reltype.endswith("/custom-properties") and not relation.is_external:
            part = relation.target_part
            root = parse_xml(part.blob)
            names = {name for name, _ in properties.custom}
            for each in list(root.iter(_PROPERTY)):
                if each.get("name") in names:
                    root.remove(each)
            root.extend(parse_xml(custom_xml(properties).encode()))
            for number, each in enumerate(root.iter(_PROPERTY), start=_FIRST):
                each.set("pid", str(number))
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            return
    add_custom(document, properties)
