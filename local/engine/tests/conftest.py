"""Two engines for the tests: one with closed gaps, and an unchanged MiniStack."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import botocore.loaders
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ENGINE = Path(__file__).parent.parent
START_SECONDS = 30
# The root keys of the account.
ROOT = {"AccessKeyId": "AKIATESTTESTTESTTEST", "SecretAccessKey": "a-secret-of-the-tests"}
# It keeps the service models that it has read. To read those of a service takes longer than most tests.
MODELS = botocore.loaders.create_loader()


class Engine:
    def __init__(self, endpoint):
        self.endpoint = endpoint

    def client(self, service, credentials=None, retries=None, region="us-east-1"):
        """Returns a client with the root keys, or with other credentials. It retries as botocore does by default."""
        credentials = credentials or ROOT
        session = botocore.session.Session()
        session.register_component("data_loader", MODELS)
        return session.create_client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"),
            config=None if retries is None else Config(retries={"total_max_attempts": retries + 1}),
        )


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    with running([sys.executable, str(ENGINE / "launcher.py")], tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture(scope="session")
def bare_engine(tmp_path_factory):
    with running([sys.executable, "-m", "ministack"], tmp_path_factory.mktemp("bare")) as engine:
        yield engine


@contextmanager
def running(command, directory, settings=None):
    port = free_port()
    log_path = directory / "engine.log"
    with log_path.open("w") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "AUTH": "true",
                "AWS_ACCESS_KEY_ID": ROOT["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": ROOT["SecretAccessKey"],
                "BIND_HOST": "127.0.0.1",
                "GATEWAY_PORT": str(port),
                "MINISTACK_HOST": "us-east-1.amazonaws.com",
                "S3_DATA_DIR": str(directory / "s3"),
                "STATE_DIR": str(directory / "state"),
                "TMPDIR": str(directory),
                **(settings or {}),
            },
        )
    try:
        endpoint = f"http://127.0.0.1:{port}"
        wait_until_healthy(process, endpoint, log_path)
        yield Engine(endpoint)
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_until_healthy(process, endpoint, log_path):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the engine did not start:\n{log_path.read_text()}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def error_of(call, **arguments):
    """Returns the error code of a call, or None if it succeeds."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def not_needed_any_more(gap):
    return f"MiniStack {version('ministack')} does this itself: remove local/engine/gaps/{gap}.py and its test."
