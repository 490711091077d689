"""What terminals send."""

from __future__ import annotations

import time

import pytest
from textual import constants, events
from textual._xterm_parser import XTermParser

from auditkit.tui.terminal import DIGITS, read_alt_digits


def keys_of(sent: str) -> list[events.Key]:
    """What comes out when nothing follows."""
    parser = XTermParser()
    found = list(parser.feed(sent))
    time.sleep(2 * constants.ESCAPE_DELAY)
    return [each for each in [*found, *parser.tick()] if isinstance(each, events.Key)]


@pytest.mark.parametrize("digit", DIGITS)
def test_escape_and_a_digit_is_alt_and_the_digit(digit: str) -> None:
    read_alt_digits()
    assert [each.key for each in keys_of(f"\x1b{digit}")] == [f"alt+{digit}"]


def test_a_sign_that_is_typed_stays_that_sign() -> None:
    read_alt_digits()
    (key,) = keys_of("£")
    assert key.character == "£"
