"""What the functions find in their environment when they are imported."""

import os

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
