import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from conftest import ENGINE, not_needed_any_more
from id_table import create_table

# Calls the engine's functions on several threads, as tasks of state machines do. Python switches threads as often as it
# can, so the result does not depend on luck.
COUNT = """
import json, sys, threading
from ministack.services import dynamodb
from gaps import dynamodb_atomicity

if sys.argv[1] == "closed":
    dynamodb_atomicity.close()
dynamodb._create_table({
    "TableName": "counters",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
})
key = {"TableName": "counters", "Key": {"id": {"S": "a"}}}

def count():
    for _ in range(100):
        dynamodb._update_item({
            **key, "UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}},
        })

sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.loads(dynamodb._get_item(key)[2])["Item"]["n"]["N"])
"""


def counted(gap):
    """Returns the sum after 400 increments on four threads."""
    result = subprocess.run([sys.executable, "-c", COUNT, gap], cwd=ENGINE, check=True, capture_output=True, text=True)
    return int(result.stdout)


def test_no_write_is_lost_to_another_thread():
    assert counted("closed") == 400


def test_of_two_transactions_that_conflict_one_is_applied(engine):
    table = create_table(engine)
    own = threading.local()

    def claim(number, owner):
        """Returns the cancellation reasons other than conflicts, or None if the transaction succeeded."""
        if not hasattr(own, "dynamodb"):
            own.dynamodb = engine.client("dynamodb")
        while (reasons := try_to_claim(number, owner)) and reasons[0]["Code"] == "TransactionConflict":
            pass
        return reasons

    def try_to_claim(number, owner):
        try:
            own.dynamodb.transact_write_items(TransactItems=[{"Put": {
                "TableName": table,
                "Item": {"id": {"S": f"{number}-{half}"}, "owner": {"S": owner}},
                "ConditionExpression": "attribute_not_exists(id)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }} for half in ("left", "right")])
        except ClientError as error:
            assert error.response["Error"]["Code"] == "TransactionCanceledException"
            return error.response["CancellationReasons"]
        return None

    with ThreadPoolExecutor(16) as threads:
        claims = [{owner: threads.submit(claim, number, owner) for owner in ("ada", "grace")} for number in range(50)]
    for number, outcomes in enumerate(claims):
        [winner] = [owner for owner, outcome in outcomes.items() if outcome.result() is None]
        [reasons] = [outcome.result() for outcome in outcomes.values() if outcome.result() is not None]
        assert [(reason["Code"], reason["Item"]) for reason in reasons] == [
            ("ConditionalCheckFailed", {"id": {"S": f"{number}-{half}"}, "owner": {"S": winner}}) for half in ("left", "right")
        ]


def test_is_still_needed():
    assert counted("open") < 400, not_needed_any_more("dynamodb_atomicity")
