"""From bytes to text: UTF-8 with or without mark, UTF-16, and the GBK that Chinese Excel writes."""

import codecs
from pathlib import Path

from logiroute.files.problems import InputLocation, Problems

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Larger than any day; keeps a wrong file from filling the memory.
MAX_BYTES = 200_000_000


def read_text(path: Path, at: InputLocation, problems: Problems) -> str | None:
    """The text of a file, or ``None`` after noting why there is none."""
    data = read_bytes(path, at, problems)
    return None if data is None else decode(data, at, problems)


def read_bytes(path: Path, at: InputLocation, problems: Problems) -> bytes | None:
    """The bytes of a file, or ``None`` after noting why there are none."""
    try:
        if not path.exists():
            problems.error("S101", at, "", f"the file {path.name} is missing; add it")
            return None
        if path.stat().st_size > MAX_BYTES:
            problems.error("S102", at, "", f"the file is larger than {MAX_BYTES // 10**6} MB")
            return None
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.error("S102", at, "", f"the file cannot be read ({reason})")
        return None


def decode(data: bytes, at: InputLocation, problems: Problems) -> str | None:
    """Text of bytes; the encoding is found by mark, then by trial.

    UTF-8 is tried before GB18030 because text of more than a few Chinese characters in GBK is
    practically never valid UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, at, problems)
    head = data[:2000]
    if b"\0" in head:  # the high halves of ASCII characters (commas at least) in UTF-16
        big = head[0::2].count(0) > head[1::2].count(0)
        encoding = "utf-16-be" if big else "utf-16-le"
        return _strict(data, encoding, at, problems)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _strict(data, "gb18030", at, problems)
    if text is not None and not _is_everyday_chinese(text):
        problems.warn(
            "S110",
            at,
            "",
            "the file is not UTF-8 and was read as GBK; if names look wrong, save it as UTF-8",
        )
    return text


def _strict(data: bytes, encoding: str, at: InputLocation, problems: Problems) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problems.error(
            "S102",
            at,
            "",
            f"the file is not text in UTF-8, UTF-16 or GBK (byte {error.start + 1}); save it as "
            '"CSV UTF-8"',
        )
        return None


def _is_everyday_chinese(text: str) -> bool:
    # Western text (ISO 8859-1) read as GBK gives rare characters; GB 2312 has only the common ones.
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
