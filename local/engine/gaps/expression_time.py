"""Gap: an expression of a state machine has one second on the clock, so it fails while the machine does something else.

On AWS, an expression that takes too long fails, but other work of the machine does not count. Here only the processor time of the
thread that evaluates it counts.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

import time

from jsonata.timebox import Timebox

from .replacement import wrap


def processor_time(_):
    return round(time.thread_time() * 1000)


def close():
    wrap(Timebox, "current_milli_time", processor_time)
    Timebox.current_milli_time = staticmethod(Timebox.current_milli_time)
