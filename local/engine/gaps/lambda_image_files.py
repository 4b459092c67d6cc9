"""Gap: some paths of Lambda's file system do not exist.

On AWS the contents of layers are below `/opt`, and the Lambda image has a bundle of trusted authorities. Here layers are
unpacked elsewhere, and the engine has its own bundle. The CDK's BucketDeployment needs both: it runs the AWS CLI of a
layer, and sets `AWS_CA_BUNDLE`.
"""

import inspect

from ministack.core import lambda_runtime

from .replacement import existing, wrap

IMAGE_CA_BUNDLE = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"


def run_programs_of_layers():
    """Runs in the process of a Python function. Finds scripts below /opt in the unpacked layers."""
    import os
    import subprocess
    import sys

    start = subprocess.Popen.__init__

    def command_here(command):
        if not isinstance(command, (list, tuple)) or not str(command[0]).startswith("/opt/"):
            return command
        # If two layers have the same file, the later layer wins.
        for layer in reversed(os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)):
            script = os.path.join(layer, command[0][len("/opt/"):])
            if os.path.isfile(script):
                return [sys.executable, script, *command[1:]]
        return command

    def start_here(self, args, *rest, **options):
        start(self, command_here(args), *rest, **options)

    subprocess.Popen.__init__ = start_here


def create_worker(original, self, func_name, config, code_zip):
    """Removes the image's bundle: without `AWS_CA_BUNDLE`, MiniStack makes the function trust the engine's authority."""
    environment = (config.get("Environment") or {}).get("Variables") or {}
    if environment.get("AWS_CA_BUNDLE") == IMAGE_CA_BUNDLE:
        variables = {name: value for name, value in environment.items() if name != "AWS_CA_BUNDLE"}
        config = {**config, "Environment": {**config["Environment"], "Variables": variables}}
    original(self, func_name, config, code_zip)


def close():
    script = existing(lambda_runtime, "_PYTHON_WORKER_SCRIPT")
    lambda_runtime._PYTHON_WORKER_SCRIPT = f"{inspect.getsource(run_programs_of_layers)}\nrun_programs_of_layers()\n{script}"
    wrap(existing(lambda_runtime, "Worker"), "__init__", create_worker)
