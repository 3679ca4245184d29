"""Sphinx's settings. Build with ``.venv/bin/sphinx-build -W docs docs/_build``."""

from detente._version import __version__

project = "détente"
author = "The détente developers"
copyright = "2026, the détente developers"  # noqa: A001 - Sphinx's name for it
release = version = __version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc"]
root_doc = "index"
exclude_patterns = ["_build", "README.md", "*.py"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
suppress_warnings = ["myst.xref_missing"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "furo"
html_title = "détente"
html_copy_source = False
html_show_sourcelink = False
