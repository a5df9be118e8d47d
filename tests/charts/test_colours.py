"""A chart on a slide has the colours that it has in a page."""

import re

from kcity_analysis.charts.colours import VARIABLES
from kcity_analysis.pages.style import TEMPLATES


def test_the_charts_have_the_colours_of_a_light_page():
    sheet = (TEMPLATES / "colours.css").read_text("utf-8").partition("@media")[0]
    page = dict(re.findall(r"(--kc-[\w-]+): (#\w{6});", sheet))
    own = {variable: colour for colour, variable in VARIABLES.items()}
    white = own.pop("--kc-ink-on-accent")  # told from the surface's white by its last digit
    assert (white[:-1], page["--kc-ink-on-accent"]) == ("#fffff", "#ffffff")
    assert {name: page[name] for name in own} == own


def test_each_colour_is_one_variable():
    assert len(set(VARIABLES.values())) == len(VARIABLES) == 9
