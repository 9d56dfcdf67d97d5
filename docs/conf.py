"""The documentation site: Markdown of this folder and docstrings, built with warnings as errors.

    sphinx-build -W --keep-going -b html docs out/site

Pages that live outside this folder (changelog, data, contributing, benchmark results) are read in through small
pages here. Equations become MathML, so that the site fetches nothing from anywhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from latex2mathml.converter import convert

from simulator._version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

ROOT = Path(__file__).resolve().parents[1]
project = "residency-match-simulator"
author = copyright = "The residency-match-simulator authors"  # noqa: A001 - Sphinx's own name for it
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Residency-match simulator"
html_static_path: list[str] = []
html_show_sourcelink = False
html_copy_source = False
html_math_renderer = "mathml"
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
myst_fence_as_directive = ["math"]
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say types and shapes in the reader's words
napoleon_google_docstring = False
napoleon_use_rtype = False
suppress_warnings = ["misc.highlighting_failure"]
nitpicky = False

# Markdown outside docs/ that has a page of its own on the site.
OUTSIDE = {
    "../DATA.md": "data.md",
    "../CHANGELOG.md": "changelog.md",
    "../CONTRIBUTING.md": "contributing.md",
    "../benchmarks/RESULTS.md": "benchmarks.md",
    "../README.md": "index.md",
}
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s#]+)(#[^)]*)?\)")


def _home(base: Path, text: str, target: str, anchor: str) -> str:
    """Lead a link of a page to the site's page of it; of a file that has none, keep the words."""
    if ":" in target:
        return f"[{text}]({target}{anchor})"
    path = (base / target).resolve()
    asked = f"../{path.relative_to(ROOT).as_posix()}"
    if asked in OUTSIDE:
        return f"[{text}]({OUTSIDE[asked]}{anchor})"
    if path.is_relative_to(ROOT / "docs"):
        return f"[{text}]({path.relative_to(ROOT / 'docs').as_posix()}{anchor})"
    return text


def lead_links(app: Sphinx, name: str, source: list[str]) -> None:
    """Make links to files of the repository work on the site."""
    del app
    outside = {page.removesuffix(".md"): file for file, page in OUTSIDE.items() if page != "index.md"}
    if name in outside:
        path = (ROOT / "docs" / outside[name]).resolve()
        source[0] = path.read_text(encoding="utf-8")
        base = path.parent
    else:
        base = ROOT / "docs"
    source[0] = LINK.sub(lambda m: _home(base, m[1], m[2], m[3] or ""), source[0])


def inline_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write an equation within a line as MathML."""
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def block_math(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write an equation of its own as MathML, which readers can select and screen readers speak."""
    translator.body.append(f'<div class="math">{convert(node.astext(), display="block")}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what this site does differently."""
    app.add_html_math_renderer("mathml", (inline_math, None), (block_math, None))
    app.connect("source-read", lead_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
