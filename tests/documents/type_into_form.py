"""Fills a form in LibreOffice as a person does: run by a Python that has LibreOffice's ``uno``.

``type_into_form.py FORM.docx OUT.docx ANSWERS.json PIPE`` opens the form in an office of its own,
types each answer into the control beside its label, and saves as .docx. What is typed into a label
(``locked``) has to be refused by the protection. Prints JSON: what stands in the locked cell.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

START = 40.0  # seconds that the office may take to listen


def prop(name: str, value: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe: str) -> object:
    local = uno.getComponentContext()
    manager = local.ServiceManager
    resolver = manager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + START
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


class Typist:
    def __init__(self, context: object, form: Path) -> None:
        self.manager = context.ServiceManager
        self.context = context
        self.desktop = self._made("com.sun.star.frame.Desktop")
        self.document = self.desktop.loadComponentFromURL(
            form.as_uri(), "_blank", 0, (prop("Hidden", False),)
        )
        self.controller = self.document.CurrentController
        self.dispatcher = self._made("com.sun.star.frame.DispatchHelper")

    def _made(self, name: str) -> object:
        return self.manager.createInstanceWithContext(name, self.context)

    def do(self, command: str, **arguments: object) -> None:
        given = tuple(prop(name, value) for name, value in arguments.items())
        self.dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, given)

    def cells(self):
        """Label to label cell and value cell, over all tables of two columns."""
        found = {}
        for table in self.document.TextTables:
            for name in table.CellNames:
                if name.startswith("A") and f"B{name[1:]}" in table.CellNames:
                    label = table.getCellByName(name)
                    found[label.String] = (label, table.getCellByName(f"B{name[1:]}"))
        return found

    def type_into(self, cell: object, words: str) -> None:
        """Click into the control, select what it says, and type over it."""
        for paragraph in cell:
            for portion in paragraph:
                if portion.TextPortionType == "ContentControl":
                    cursor = portion.ContentControl.createTextCursor()
                    cursor.gotoStart(False)
                    cursor.gotoEnd(True)
                    self.controller.select(cursor)
                    self._type(words)
                    return
        raise SystemExit(f"no control in {cell.String!r}")

    def _type(self, words: str) -> None:
        for number, line in enumerate(words.split("\n")):
            if number:
                self.do("InsertLinebreak")
            self.do("InsertText", Text=line)

    def type_at(self, cell: object, words: str) -> None:
        self.controller.ViewCursor.gotoRange(cell.Start, False)
        self.do("InsertText", Text=words)

    def save(self, target: Path) -> None:
        self.document.storeToURL(target.as_uri(), (prop("FilterName", "MS Word 2007 XML"),))

    def leave(self) -> None:
        self.document.close(True)
        self.desktop.terminate()


def main(form: str, target: str, answers: str, pipe: str) -> None:
    given = json.loads(Path(answers).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            typist = Typist(connect(pipe), Path(form).absolute())
            cells = typist.cells()
            label, _ = cells[given["locked"]]
            typist.type_at(label, "TYPED INTO THE LABEL ")
            for name, words in given["answers"].items():
                typist.type_into(cells[name][1], words)
            typist.save(Path(target).absolute())
            print(json.dumps({"locked": label.String}))
            typist.leave()
            office.wait(20)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:5])
