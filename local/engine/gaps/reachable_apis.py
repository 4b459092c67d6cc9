"""Gap: a function cannot reach an API of API Gateway by the URL in its environment.

On AWS the host of the URL resolves to API Gateway. Here the engine serves each API below a path of its own address.
"""

import os
import re

from ministack.core import lambda_runtime

from .replacement import existing, wrap

API_URL = re.compile(r"https://([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?=[:/]|$)")


def reachable(value):
    scheme = "https" if os.environ.get("USE_SSL") == "1" else "http"
    return API_URL.sub(rf"{scheme}://127.0.0.1:{os.environ['GATEWAY_PORT']}/_aws/execute-api/\1", value)


def create_worker(original, self, func_name, config, code_zip):
    variables = (config.get("Environment") or {}).get("Variables") or {}
    local = {name: reachable(value) for name, value in variables.items()}
    if local != variables:
        config = {**config, "Environment": {**config["Environment"], "Variables": local}}
    original(self, func_name, config, code_zip)


def close():
    wrap(existing(lambda_runtime, "Worker"), "__init__", create_worker)
