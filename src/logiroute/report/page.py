"""Pages that need no network: everything inlined, nothing foreign runs, nothing is fetched.

Texts from tables reach a page in two ways only: through a jinja template with autoescape, or as
JSON made by `embed_json`, which our scripts put on the page with ``textContent``. folium's own
popups, tooltips and layer names are not used: as they stand they are HTML or script.
The finished page is sealed: its policy admits exactly the scripts and styles it was written with,
by hash, so that even a text that slipped through as markup could not run.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from logiroute.errors import LogirouteError
from logiroute.report.wording import Wording

if TYPE_CHECKING:
    import folium

#: folium's name of a resource → our copy of it.
VENDORED = {"leaflet": "leaflet/leaflet.js", "leaflet_css": "leaflet/leaflet.css"}

#: Linked by every folium map, used only by `folium.Icon` and by plugins.
UNUSED = frozenset(
    {
        "jquery",
        "bootstrap",
        "bootstrap_css",
        "glyphicons_css",
        "awesome_markers",
        "awesome_markers_css",
        "awesome_markers_font_css",
        "awesome_rotate_css",
    }
)

_CSP_MARK = "@content-security-policy@"
_INLINE = re.compile(r"<(script|style)([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_JSON_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&'`$\u2028\u2029"}
_FETCHING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "image": "href",
    "use": "href",
}


class PageError(LogirouteError):
    """A page would need the network or would run something it should not."""


def embed_json(data: object) -> Markup:
    """Data as JSON that is inert inside HTML, scripts and template literals alike."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_JSON_ESCAPES))  # noqa: S704 - every character that could is escaped


def asset(name: str) -> str:
    """The text of a file of the package's ``assets`` folder."""
    return (resources.files("logiroute.report") / "assets" / name).read_text(encoding="utf-8")


def script_asset(name: str) -> Markup:
    """A script, fit to stand inside a ``script`` element."""
    text = asset(name).replace("//# sourceMappingURL", "// source map")
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise PageError(f"{name} holds text that would end its script element")
    return Markup(text)  # noqa: S704 - our own file, checked above


def style_asset(name: str) -> Markup:
    """A style sheet without references to other files, fit to stand inside a ``style`` element."""
    text = re.sub(r"url\((?!['\"]?(?:#|data:))[^)]*\)", "none", asset(name))
    if re.search(r"</style|@import", text, re.IGNORECASE):
        raise PageError(f"{name} holds text that would end its style element or fetch another")
    return Markup(text)  # noqa: S704 - our own file, checked above


def render(template: str, wording: Wording, **values: object) -> str:
    """Fill a template of the package and seal the page."""
    page = _environment().get_template(template)
    return seal(page.render(values, _=wording.gettext, wording=wording))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("logiroute.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        script_asset=script_asset,
        style_asset=style_asset,
        embed_json=embed_json,
        content_security_policy=_CSP_MARK,
    )
    return environment


def folium_parts(fmap: "folium.Map") -> dict[str, Markup]:
    """What a folium map adds to a page, with vendored copies in place of links.

    Returns
    -------
    dict of str to Markup
        ``head`` (style and script elements), ``body`` and ``script`` (bare script text).

    Raises
    ------
    PageError
        The map asks for a resource that is not vendored.
    """
    from branca.element import CssLink, Figure, JavascriptLink

    figure = fmap.get_root()
    if not isinstance(figure, Figure):
        raise PageError("the map is not in a figure of its own")
    figure.render()
    head: list[str] = []
    for name, element in figure.header._children.items():
        if isinstance(element, JavascriptLink | CssLink):
            if name in UNUSED:
                continue
            if name not in VENDORED:
                raise PageError(f"no offline copy of {name!r} ({element.url})")
            if isinstance(element, JavascriptLink):
                head.append(f"<script>{script_asset(VENDORED[name])}</script>")
            else:
                head.append(f"<style>{style_asset(VENDORED[name])}</style>")
        else:
            # folium forbids zooming in its viewport; the page has its own meta elements.
            head.append(re.sub(r"<meta\b[^>]*>", "", element.render()))
    return {
        "head": Markup("\n".join(head)),  # noqa: S704 - folium's markup, no table text in it
        "body": Markup(figure.html.render()),  # noqa: S704
        "script": Markup(figure.script.render()),  # noqa: S704
    }


class _Inspector(HTMLParser):
    """Finds what a sealed page must not have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetched = _FETCHING.get(tag)
        for name, value in attrs:
            target = (value or "").strip().lower()
            if name == fetched and not target.startswith(("data:", "#")):
                self.problems.append(f"<{tag} {name}={value!r}> would be fetched")
            if name.startswith("on"):
                self.problems.append(f"<{tag} {name}=…> holds a script")
            if name == "style":
                self.problems.append(f"<{tag} style=…> is not covered by the policy")
            if name in ("href", "action", "formaction") and target.startswith(
                ("javascript:", "data:text", "vbscript:")
            ):
                self.problems.append(f"<{tag} {name}={value!r}> holds a script")


def seal(page: str) -> str:
    """Write the content security policy of a finished page.

    Parameters
    ----------
    page : str
        HTML with the policy still to be filled in.

    Raises
    ------
    PageError
        The page refers to something outside itself, or holds script or style in attributes.
    """
    inspector = _Inspector()
    inspector.feed(page)
    if inspector.problems:
        raise PageError("; ".join(inspector.problems))
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, attributes, text in _INLINE.findall(page):
        if "application/json" in attributes:
            continue
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
        hashes[kind.lower()].append(f"'sha256-{digest}'")
    directives: Mapping[str, str] = {
        "default-src": "'none'",
        "script-src": " ".join(dict.fromkeys(hashes["script"])) or "'none'",
        "style-src": " ".join(dict.fromkeys(hashes["style"])) or "'none'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    policy = "; ".join(f"{name} {value}" for name, value in directives.items())
    if _CSP_MARK not in page:
        raise PageError("the page has no place for its content security policy")
    # Only the first: it stands in the head, before any text from a table.
    return page.replace(_CSP_MARK, html.escape(policy, quote=True), 1)
