"""Gap: MiniStack treats a browser's call to `cognito-idp.<region>.amazonaws.com` as a request to a bucket of that name."""

from ministack import app

from .replacement import existing


def close():
    app._NON_S3_VHOST_NAMES = existing(app, "_NON_S3_VHOST_NAMES") | {"cognito-idp", "cognito-identity"}
