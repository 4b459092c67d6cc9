"""Gap: STS answers any number of calls.

AWS allows 600 calls a second in each Region of an account, and answers the others with `Throttling`. The Region is that of the
endpoint. On the engine, all Regions have one endpoint, so it is the Region of the signature.

https://repost.aws/knowledge-center/iam-sts-throttling-error

`ENGINE_STS_CALLS_PER_SECOND` sets another quota, for tests.
"""

import os
import time
from collections import defaultdict, deque

from ministack.core.responses import get_account_id, get_region
from ministack.services import iam, sts

from .replacement import existing, wrap

CALLS_PER_SECOND = int(os.environ.get("ENGINE_STS_CALLS_PER_SECOND", "600"))

# The times of the calls of the last second that were answered, by account and Region.
answered = defaultdict(deque)


async def handle_request(original, *arguments):
    calls, now = answered[get_account_id(), get_region()], time.monotonic()
    while calls and calls[0] <= now - 1:
        calls.popleft()
    if len(calls) >= CALLS_PER_SECOND:
        return iam._error(400, "Throttling", "Rate exceeded", ns="sts")
    calls.append(now)
    return await original(*arguments)


def close():
    existing(iam, "_error")
    wrap(sts, "handle_request", handle_request)
