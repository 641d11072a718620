"""How Sphinx builds these pages. Nothing is fetched from outside, while building or reading."""

from __future__ import annotations

import tomllib
from pathlib import Path

_ABOUT = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))

project = "ccops"
author = "The ccops contributors"
project_copyright = "The ccops contributors, Apache License 2.0"
version = release = _ABOUT["project"]["version"]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build"]
templates_path: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# Only names of our own must resolve: other projects' inventories would have to be fetched.
nitpick_ignore_regex = [("py:.*", r"(?!ccops(\.|$)).*")]

html_theme = "pydata_sphinx_theme"
html_title = "ccops"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "navbar_end": ["theme-switcher"],
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
}
