"""The instances of the tests are the files their README speaks of."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "instances"


def test_checksums_hold() -> None:
    listed = {}
    for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        listed[name] = digest
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
    there = {path.name for path in FOLDER.iterdir()}
    assert there - set(listed) == {"README.md", "LICENSE-pyvrp.txt", "SHA256SUMS"}
