"""Every text exists in every language."""

import re
from importlib import resources
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from logiroute.errors import LogirouteError
from logiroute.report.texts import LANGUAGES, translations

PACKAGE = Path(str(resources.files("logiroute.report")))


def extracted() -> set[str | tuple[str, ...]]:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    return {found[2] for found in extract_from_dir(str(PACKAGE), methods)}


def catalog(lang: str) -> Catalog:
    path = PACKAGE / "i18n" / lang / "LC_MESSAGES" / "report.po"
    with path.open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


def singulars(messages: set[str | tuple[str, ...]]) -> set[str]:
    return {message if isinstance(message, str) else message[0] for message in messages}


def test_texts_are_found_in_code_and_templates() -> None:
    found = singulars(extracted())
    assert {"Hand-over point", "Next stop", "Map key", "Issue slips"} <= found
    assert len(found) > 150


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_missing_or_left_over(lang: str) -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog(lang)
        if message.id
    }
    assert known == singulars(extracted())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated_with_the_same_blanks(lang: str) -> None:
    for message in catalog(lang):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        source = message.id if isinstance(message.id, str) else message.id[-1]
        targets = [message.string] if isinstance(message.string, str) else message.string or [""]
        for target in targets:
            assert target.strip(), message.id
            assert set(re.findall(r"\{\w+\}", target)) <= set(re.findall(r"\{\w+\}", source))
            assert len(re.findall(r"\{\w+\}", target)) == len(re.findall(r"\{\w+\}", source))


def test_chinese_texts_are_chinese() -> None:
    latin = {
        message.id
        for message in catalog("zh_CN")
        if message.id and not re.search(r"[\u3001\u4e00-\u9fff\uff1a]", str(message.string))
    }
    assert latin == set()


def test_glossary_words() -> None:
    chinese = translations("zh_CN").gettext
    assert chinese("Hand-over point") == "接驳点"
    assert chinese("Transit station") == "中转站"
    assert chinese("Checkpoint") == "卡口"
    assert chinese("Designated hospital") == "定点医院"
    assert chinese("Issue slips") == "出货单"
    assert chinese("Stock") == "台账"


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(LogirouteError, match="'fr'"):
        translations("fr")
