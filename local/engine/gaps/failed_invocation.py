"""Gap: a function whose handler fails loses its process, and the next call waits for a new one.

On AWS an error that a handler throws is the answer of a call like any other; the environment goes on. An authorizer throws for
every request without a valid token.
"""

import threading

from ministack.core import lambda_runtime

from .replacement import existing, wrap


class Invocation(threading.local):
    """What the invocation of this thread would do to the process of its worker."""

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
        # Only an error of the handler comes with a trace; a timeout and a process that died do not.
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
