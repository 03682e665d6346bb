"""Memory of processes that share some of it."""

import subprocess
import sys
import time

import pytest

from benchmarks.peers.memory import peak_of_tree

#: A process that shares 60 MB with one that it starts, which has 30 MB of its own.
_TWO = """
import mmap, os, time
shared = mmap.mmap(-1, 60 << 20)
shared.write(bytes(60 << 20))
if os.fork() == 0:
    sum(shared[::4096])
    own = bytearray(30 << 20)
time.sleep(1.8)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what processes share")
def test_what_processes_share_is_counted_once() -> None:
    begun = time.monotonic()
    child = subprocess.Popen([sys.executable, "-c", _TWO])
    with peak_of_tree([child.pid]) as peak:
        child.wait()
    assert time.monotonic() - begun > 1.5
    assert 90_000 < peak.kb < 150_000
