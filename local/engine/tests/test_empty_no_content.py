import socket
from urllib.parse import urlsplit

from conftest import not_needed_any_more


def preflight_url(engine):
    """Creates a REST API whose OPTIONS method answers 204 with a mock integration, like the CDK's preflights."""
    apigateway = engine.client("apigateway")
    api = apigateway.create_rest_api(name="preflight")["id"]
    root = apigateway.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "OPTIONS"}
    apigateway.put_method(**method, authorizationType="NONE")
    apigateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 204}'})
    apigateway.put_method_response(**method, statusCode="204")
    apigateway.put_integration_response(**method, statusCode="204", responseTemplates={"application/json": "{}"})
    apigateway.create_deployment(restApiId=api, stageName="prod")
    return f"{engine.endpoint}/_aws/execute-api/{api}/prod/"


def raw_answer(url):
    """Returns all bytes that the server sends until it closes the connection: HTTP libraries hide invalid parts."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(f"OPTIONS {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while chunk := connection.recv(4096):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 204")
    return head.lower(), body


def test_a_204_response_has_no_body_and_no_length(engine):
    head, body = raw_answer(preflight_url(engine))
    assert b"content-length" not in head
    assert body == b""


def test_is_still_needed(bare_engine):
    head, _ = raw_answer(preflight_url(bare_engine))
    assert b"content-length" in head, not_needed_any_more("empty_no_content")
