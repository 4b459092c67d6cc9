"""The environment variables that the functions read when they are imported."""

import os

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
