"""An interrupted plan leaves the previous output folder whole."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from logiroute.planning import OUTPUTS
from tests.counts import examples
from tests.end_to_end.conftest import TOWN_DAY


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.slow
@pytest.mark.counted
def test_killed_at_random_moments(town_plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(town_plan, out)
    before = fingerprint(out)
    command: list[str | Path] = [
        Path(sys.executable).with_name("logiroute"),
        *("plan", TOWN_DAY, "--out", out, "--iterations", "20", "--seed", "8"),
    ]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    whole_run = time.monotonic() - began
    complete = fingerprint(out)
    assert complete.keys() >= {"plan.json", "proof.json"}
    chance = random.Random(20221122)  # noqa: S311 - moments of a test, not secrets
    # mostly late moments: writing and swapping is where a half-made folder could come from
    moments = [chance.uniform(0.1, 0.7) for _ in range(examples(1, 3))]
    moments += [chance.uniform(0.75, 1.0) for _ in range(examples(3, 7))]
    for moment in moments:
        shutil.rmtree(out)
        shutil.copytree(town_plan, out)
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(timeout=whole_run * moment)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        after = fingerprint(out)
        if after != before:
            # the run was quicker than its sister: then the new folder is there, whole
            assert {Path(name).parts[0] for name in after} == set(OUTPUTS)
            assert after.keys() == complete.keys()
