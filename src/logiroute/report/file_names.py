"""File names from identifiers that may hold anything."""

import re
import unicodedata
from collections.abc import Iterable

#: Names Windows keeps for devices, whatever their extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)

#: Most file systems allow 255 bytes; this leaves room for suffix and extension.
_MOST_BYTES = 180


def safe_stem(text: str) -> str:
    """A text as the stem of a file name on every common system.

    Letters and digits of any script stay, as do ``-`` and ``_`` and dots inside; everything else
    becomes ``_``. The result is never empty, hidden, a path, or a reserved device name.
    """
    normal = unicodedata.normalize("NFC", text)
    stem = "".join(char if char.isalnum() or char in "-_." else "_" for char in normal)
    stem = stem.encode("utf-8")[:_MOST_BYTES].decode("utf-8", errors="ignore").strip(".")
    if not stem:
        return "_"
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def distinct_stems(texts: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """One stem per text, all different even where case does not count.

    Parameters
    ----------
    texts : iterable of str
        Distinct identifiers.
    taken : iterable of str
        Stems that may not be given.
    """
    used = {stem.casefold() for stem in taken}
    stems: list[str] = []
    for text in texts:
        base = stem = safe_stem(text)
        number = 1
        while stem.casefold() in used:
            number += 1
            stem = f"{base}-{number}"
        used.add(stem.casefold())
        stems.append(stem)
    return stems
