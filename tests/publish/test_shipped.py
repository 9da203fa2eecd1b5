"""Style sheets and scripts as they are handed out."""

from __future__ import annotations

import re

import pytest

from byline.publish.shipped import ASSETS, asset, shrink_css, shrink_js


def test_a_sheet_keeps_its_rules_and_loses_the_rest():
    sheet = "/* Calm. */\na , b > c {\n  color: red; /* warm */\n  width: calc(1px + 2px);\n}\n"
    sheet += '\n.x::before { content: ": /* no */"; }\n'
    assert shrink_css(sheet) == 'a,b>c{color:red;width:calc(1px + 2px)}.x::before{content:": /* no */"}\n'


def test_a_selector_of_descendants_keeps_its_space():
    assert shrink_css("@media (min-width: 4rem) {\n  .a :focus, nav a + a { top: 0; }\n}\n") == (
        "@media (min-width: 4rem){.a :focus,nav a + a{top:0}}\n"
    )


def test_a_script_loses_lines_of_comment_only():
    script = (
        '/* Top.\n   More. */\n(function () {\n\n  /* why */\n  const a = "/* text */"; // kept\n  b(/\\/*x/);\n})();\n'
    )
    assert shrink_js(script) == '(function () {\nconst a = "/* text */"; // kept\nb(/\\/*x/);\n})();\n'


@pytest.mark.parametrize("name", [name for name in ASSETS if name.endswith("css")])
def test_braces_of_every_sheet_are_balanced(name):
    sheet = asset(name).decode()
    assert sheet.count("{") == sheet.count("}") > 50
    assert "/*" not in re.sub(r'"[^"]*"', "", sheet)
