"""Times calls of the article's authorizer. Each line of input is a number of calls; each line of output has their times in milliseconds."""

import json
import os
import sys
from time import perf_counter

sys.path.insert(0, os.environ["ARTICLE_FUNCTIONS"])

import authorizer  # noqa: E402: it is not of this folder

event = json.loads(os.environ["BENCH_EVENT"])


def timed():
    start = perf_counter()
    authorizer.handler(event, None)
    return (perf_counter() - start) * 1000


for line in sys.stdin:
    print(json.dumps([timed() for _ in range(int(line))]), flush=True)
