"""How Sphinx builds these pages. Nothing is fetched from outside, while building or reading."""

from __future__ import annotations

import sys
from pathlib import Path

import ccops

_HERE = Path(__file__).parent
sys.path.insert(0, str(_HERE / "_ext"))

project = "ccops"
author = "The ccops contributors"
project_copyright = "The ccops contributors, Apache License 2.0"
version = release = ccops.__version__

extensions = [
    "myst_parser",
    "playground",
    "reference_pages",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build", "_ext"]
templates_path: list[str] = []
smartquotes = False  # quotes in messages and formulas are meant
html_static_path = ["_static"]
html_css_files = ["ccops.css"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# Only public names of our own must resolve: other projects' inventories would have to be fetched,
# and what a room keeps to itself has no page.
nitpick_ignore_regex = [("py:.*", r"(?!ccops\.[A-Za-z]+$).*")]

html_theme = "pydata_sphinx_theme"
html_title = "ccops"
html_show_sourcelink = False
html_copy_source = False
html_context = {"default_mode": "auto"}  # the theme complains on the console without it
html_theme_options = {
    "navbar_end": ["theme-switcher"],
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
}
