import json

from conftest import not_needed_any_more
from lambda_function import create_python_function, invoke

SOURCE = """
import os
import urllib.error
import urllib.request

def handler(event, context):
    try:
        return urllib.request.urlopen(os.environ["API_URL"]).status
    except urllib.error.HTTPError as error:
        return error.code
"""


def call_own_api(engine):
    """Returns the status that a function gets from an API whose URL is in its environment, or the error."""
    gateway = engine.client("apigateway")
    api = gateway.create_rest_api(name="reachable")["id"]
    method = {"restApiId": api, "resourceId": gateway.get_resources(restApiId=api)["items"][0]["id"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": json.dumps({"statusCode": 200})})
    gateway.put_method_response(**method, statusCode="200")
    gateway.put_integration_response(**method, statusCode="200")
    gateway.create_deployment(restApiId=api, stageName="prod")
    url = f"https://{api}.execute-api.us-east-1.amazonaws.com/prod/"
    return invoke(engine, create_python_function(engine, SOURCE, environment={"API_URL": url}))


def test_a_function_reaches_an_api_by_the_url_in_its_environment(engine):
    assert call_own_api(engine) == 200


def test_other_variables_stay_as_they_are(engine):
    url = "https://example.execute-api.invalid/"
    name = create_python_function(engine, "import os\n\ndef handler(event, context):\n    return os.environ['URL']\n", environment={"URL": url})

    assert invoke(engine, name) == url


def test_is_still_needed(bare_engine):
    assert call_own_api(bare_engine) != 200, not_needed_any_more("reachable_apis")
