"""Rules for text, for every letter there is."""

import re
import sys

from relayboard.domain.text import line_problem, prose_problem

IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
IN_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
LETTERS = [chr(code) for code in (*range(0x3000), *range(0xD700, 0xE100), *range(0xFE00, 0x10FFF), sys.maxunicode)]


def test_a_line_refuses_control_characters_and_nothing_else():
    refused = {letter for letter in LETTERS if line_problem(f"a{letter}b", longest=3)}
    assert refused == {letter for letter in LETTERS if IN_LINE.match(letter)}


def test_prose_refuses_control_characters_and_nothing_else():
    refused = {letter for letter in LETTERS if prose_problem(f"a{letter}\nb", longest=4)}
    assert refused == {letter for letter in LETTERS if IN_PROSE.match(letter)}
