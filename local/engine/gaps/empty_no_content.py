"""Gap: an answer 204 (No Content) carries the body that a mock integration made, and a Content-Length.

API Gateway drops it. HTTP forbids it (RFC 9110, sections 8.6 and 15.3.5): a client with HTTP/2 drops the whole answer,
which is the preflight of every browser, and one with HTTP/1.1 reads the body as the start of the next answer.
"""

from ministack import app

from .replacement import wrap

NO_CONTENT = 204


def send_response(original, send, status, headers, body, *, head=False):
    if status != NO_CONTENT:
        return original(send, status, headers, body, head=head)
    headers = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    # As for HEAD requests, no Content-Length is added.
    return original(send, status, headers, b"", head=True)


def close():
    wrap(app, "_send_response", send_response)
