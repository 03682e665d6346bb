"""The languages of the reports: gettext catalogs, compiled when they are first asked for."""

import gettext
import io
from functools import lru_cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from logiroute.errors import LogirouteError

#: Languages with a catalog, with the tag HTML wants.
LANGUAGES = {"en": "en", "zh_CN": "zh-CN"}

DOMAIN = "report"


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a message that is translated where it is used."""
    return message


@lru_cache(maxsize=len(LANGUAGES))
def translations(lang: str) -> gettext.GNUTranslations:
    """The catalog of a language.

    Parameters
    ----------
    lang : str
        One of `LANGUAGES`.

    Raises
    ------
    LogirouteError
        There is no catalog for this language.
    """
    if lang not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise LogirouteError(f"reports are not written in {lang!r}; languages: {known}")
    source = resources.files("logiroute.report") / "i18n" / lang / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalog = read_po(io.BytesIO(source.read_bytes()), locale=lang, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
