"""Offline pages: what may stand in them and what may not."""

import base64
import hashlib
import json
import re

import folium
import pytest
from branca.element import Figure, JavascriptLink

from logiroute.report.page import PageError, embed_json, folium_parts, seal, style_asset
from tests.report.sample_day import HOSTILE

HEAD = '<meta http-equiv="Content-Security-Policy" content="@content-security-policy@">'


def bare_map() -> folium.Map:
    return folium.Map(location=[30, 114], tiles=None)


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028\u2029", "it's & <!-- -->"])
def test_embedded_json_reads_back_and_holds_nothing_live(text: str) -> None:
    embedded = embed_json({"name": text})
    assert json.loads(embedded) == {"name": text}
    assert not set("<>&'`$\u2028\u2029") & set(embedded)


def test_embedded_json_refuses_what_json_has_no_word_for() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        embed_json({"x": float("nan")})


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<img src="x.png">',
        '<iframe src="//example.org"></iframe>',
        '<svg><image href="http://example.org/x.png"/></svg>',
        '<p onclick="x()">',
        '<p style="color: red">',
        '<a href="javascript:x()">',
        '<a href=" JavaScript:x()">',
    ],
)
def test_a_page_that_reaches_out_or_runs_attributes_is_refused(markup: str) -> None:
    with pytest.raises(PageError):
        seal(HEAD + markup)


def test_a_page_without_a_place_for_the_policy_is_refused() -> None:
    with pytest.raises(PageError):
        seal("<p>nothing</p>")


def test_the_policy_admits_exactly_the_scripts_and_styles_written() -> None:
    page = seal(HEAD + '<style>p{}</style><script>let a = 1;</script><a href="https://x.org">x</a>')
    digest = base64.b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()
    found = re.search(r'content="([^"]+)"', page)
    assert found is not None
    policy = found.group(1).replace("&#x27;", "'")
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_inert_data_is_not_among_the_scripts() -> None:
    page = seal(HEAD + '<script type="application/json">{}</script>')
    assert "script-src &#x27;none&#x27;" in page


def test_a_text_that_repeats_the_policy_mark_changes_nothing() -> None:
    page = seal(HEAD + "<p>@content-security-policy@</p>")
    assert page.count("default-src") == 1
    assert "<p>@content-security-policy@</p>" in page


def test_a_folium_map_comes_with_vendored_leaflet_and_no_links() -> None:
    parts = folium_parts(bare_map())
    assert "Leaflet 1.9.3" in parts["head"]
    assert "<link" not in parts["head"]
    assert " src=" not in re.sub(r"<script>.*?</script>", "", parts["head"], flags=re.DOTALL)
    assert "user-scalable" not in parts["head"]
    assert "L.map(" in parts["script"]


def test_a_folium_plugin_without_vendored_copy_is_an_error() -> None:
    fmap = bare_map()
    figure = fmap.get_root()
    assert isinstance(figure, Figure)
    figure.header.add_child(JavascriptLink("https://example.org/plugin.js"), name="plugin")
    with pytest.raises(PageError, match="no offline copy"):
        folium_parts(fmap)


def test_style_sheets_refer_to_no_files() -> None:
    text = (style_asset("leaflet/leaflet.css")).lower()
    assert re.findall(r"url\((?!#)", text) == []
