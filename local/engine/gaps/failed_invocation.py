"""Gap: a function whose handler throws an error loses its process, and the next call waits for a new one.

On AWS the execution environment stays after such an error. An authorizer throws for every request without a valid token.
"""

import threading

from ministack.core import lambda_runtime

from .replacement import existing, wrap


class Invocation(threading.local):
    """The state of an invocation in this thread. `ended` is the process that MiniStack would have ended."""

    ended = None
    is_under_way = False


INVOCATION = Invocation()


def invoke(original, worker, *args, **kwargs):
    INVOCATION.ended, INVOCATION.is_under_way = None, True
    try:
        response = original(worker, *args, **kwargs)
    finally:
        process, INVOCATION.ended, INVOCATION.is_under_way = INVOCATION.ended, None, False
    if process is not None:
        worker._proc = process
        # Only an error of the handler has a trace; a timeout and a process that died have none.
        if "trace" not in response or process.poll() is not None:
            worker.kill()
    return response


def signal(original, process):
    if INVOCATION.is_under_way:
        INVOCATION.ended = process
    else:
        original(process)


def collect(original, process, deadline):
    if not INVOCATION.is_under_way:
        original(process, deadline)


def close():
    wrap(lambda_runtime, "_signal", signal)
    wrap(lambda_runtime, "_collect", collect)
    wrap(existing(lambda_runtime, "Worker"), "invoke", invoke)
