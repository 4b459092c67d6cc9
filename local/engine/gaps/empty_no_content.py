"""Gap: a response 204 (No Content) has the body of a mock integration, and a Content-Length.

API Gateway drops them. HTTP forbids them (RFC 9110, sections 8.6 and 15.3.5). A client with HTTP/2 drops such a response,
so preflights of browsers fail. A client with HTTP/1.1 reads the body as the start of the next response.
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
