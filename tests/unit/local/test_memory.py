import subprocess
import sys

import pytest

HASH_IN_MANY_THREADS = """
import threading
from pathlib import Path
from relayboard.adapters.local_pool.passwords import default_hasher
from relayboard.local.memory import give_back_large_blocks

def resident_mib():
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024

give_back_large_blocks()
before = resident_mib()
here = threading.Barrier(4)

def hash_twice():
    for _ in range(2):
        here.wait()
        default_hasher().hash("correct horse")
    here.wait()

threads = [threading.Thread(target=hash_twice) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(resident_mib() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_hashing_passwords_leaves_no_memory_behind():
    done = subprocess.run([sys.executable, "-c", HASH_IN_MANY_THREADS], check=True, capture_output=True, text=True)
    assert float(done.stdout) < 19
