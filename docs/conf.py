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
    "report_pictures",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "translations",
]
exclude_patterns = ["_build", "_ext", "locales"]
templates_path = ["_templates"]
smartquotes = False  # quotes in messages and formulas are meant
html_static_path = ["_static"]
html_css_files = ["ccops.css"]

# The Chinese pages are a build of their own, `-D language=zh_CN`, from the same sources.
language = "en"
locale_dirs = ["locales"]
gettext_compact = False
gettext_location = False

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
html_sidebars = {"playground": [], "reports": [], "index": []}  # they have no pages beside them
html_copy_source = False
html_context = {"default_mode": "auto"}  # the theme complains on the console without it
html_theme_options = {
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button-field", "other-language"],
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
}
