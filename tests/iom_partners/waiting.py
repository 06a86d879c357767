"""The supervisor's wait, for a test that has no supervisor."""

import time


def patiently(done, seconds=30.0):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
