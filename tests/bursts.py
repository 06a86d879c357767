"""People at once, each with a connection of her own."""

import threading
from collections import Counter

from django.db import connections

from registry.errors import Refused


def burst(acts):
    """Do all at the same moment; how many got their way (done), were told why not (refused), or broke (broken)."""
    barrier, ended, guard = threading.Barrier(len(acts)), Counter(), threading.Lock()

    def run(act):
        barrier.wait()
        try:
            act()
            word = "done"
        except Refused as refused:
            word = "refused" if str(refused) else "broken"
        except Exception:  # whatever else came out would have been an error page
            word = "broken"
        finally:
            connections.close_all()
        with guard:
            ended[word] += 1

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ended
