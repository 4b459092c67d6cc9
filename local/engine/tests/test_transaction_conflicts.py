"""In the slow engine, a transaction takes a second and a half."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError

from conftest import ENGINE, error_of, not_needed_any_more, running
from id_table import create_table
from service_role import allow, create_state_machine, outcome

SECONDS = 1.5
SETTINGS = {"ENGINE_TRANSACTION_SECONDS": str(SECONDS)}


@pytest.fixture(scope="module")
def slow_engine(tmp_path_factory):
    with running([sys.executable, str(ENGINE / "launcher.py")], tmp_path_factory.mktemp("slow"), SETTINGS) as engine:
        yield engine


class Table:
    """A table, and operations on its items `a`, `b` ..."""

    def __init__(self, engine):
        self.engine = engine
        self.dynamodb = engine.client("dynamodb")
        self.name = create_table(engine)

    def key(self, name):
        return {"TableName": self.name, "Key": {"id": {"S": name}}}

    def put(self, name):
        return {"TableName": self.name, "Item": {"id": {"S": name}, "n": {"N": "1"}}}

    def transact(self, *names, client=None, token=None, operation="Put", **parameters):
        """Runs a transaction. Returns the codes of its cancellation reasons, or None if it succeeds."""
        target = self.put if operation == "Put" else self.key
        try:
            (client or self.dynamodb).transact_write_items(
                TransactItems=[{operation: {**target(name), **parameters}} for name in names],
                **({"ClientRequestToken": token} if token else {}),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "TransactionCanceledException":
                raise
            return [reason["Code"] for reason in error.response["CancellationReasons"]]
        return None

    @contextmanager
    def ongoing(self, *names, **options):
        """Runs a block while a transaction with these items is ongoing."""
        with ThreadPoolExecutor(1) as threads:
            transaction = threads.submit(self.transact, *names, client=self.engine.client("dynamodb"), **options)
            time.sleep(0.3)
            yield
            assert not transaction.done(), "the test was too slow for the transaction"
            transaction.result()

    def names(self):
        return sorted(item["id"]["S"] for item in self.dynamodb.scan(TableName=self.name)["Items"])


@pytest.fixture
def table(slow_engine):
    return Table(slow_engine)


def test_single_writes_of_its_items_conflict_with_a_transaction(table):
    with table.ongoing("a", "b"):
        assert error_of(table.dynamodb.put_item, **table.put("a")) == "TransactionConflictException"
        assert error_of(table.dynamodb.delete_item, **table.key("b")) == "TransactionConflictException"
        assert error_of(
            table.dynamodb.update_item, **table.key("b"), UpdateExpression="REMOVE n",
        ) == "TransactionConflictException"
        table.dynamodb.put_item(**table.put("c"))
    table.dynamodb.delete_item(**table.key("a"))
    assert table.names() == ["b", "c"]


def test_a_transaction_with_one_of_its_items_is_cancelled(table):
    with table.ongoing("a", "b"):
        assert table.transact("c", "b", "d") == ["None", "TransactionConflict", "None"]
        assert table.transact("a", operation="ConditionCheck", ConditionExpression="attribute_exists(id)") == ["TransactionConflict"]
    assert table.names() == ["a", "b"]
    assert table.transact("c", "b", "d") is None


def test_an_item_that_is_only_checked_is_part_of_the_transaction(table):
    with table.ongoing("a", operation="ConditionCheck", ConditionExpression="attribute_not_exists(id)"):
        assert error_of(table.dynamodb.put_item, **table.put("a")) == "TransactionConflictException"


def test_a_transaction_that_is_cancelled_is_ongoing_until_then(table):
    with table.ongoing("a", ConditionExpression="attribute_exists(id)"):
        assert error_of(table.dynamodb.put_item, **table.put("a")) == "TransactionConflictException"
    assert table.names() == []


def test_a_transaction_that_is_invalid_never_begins(table):
    with ThreadPoolExecutor(1) as threads:
        invalid = threads.submit(
            error_of, table.engine.client("dynamodb").transact_write_items, TransactItems=[{"Put": table.put("a")}] * 2,
        )
        assert invalid.result() == "ValidationException"
    table.dynamodb.put_item(**table.put("a"))


def test_items_can_be_read_during_a_transaction_but_not_by_another_transaction(table):
    with table.ongoing("a"):
        assert table.dynamodb.get_item(**table.key("a"), ConsistentRead=True)["Item"]["n"] == {"N": "1"}
        assert table.names() == ["a"]
        with pytest.raises(ClientError) as raised:
            table.dynamodb.transact_get_items(TransactItems=[{"Get": table.key("b")}, {"Get": table.key("a")}])
        assert [reason["Code"] for reason in raised.value.response["CancellationReasons"]] == ["None", "TransactionConflict"]
    assert len(table.dynamodb.transact_get_items(TransactItems=[{"Get": table.key("a")}])["Responses"]) == 1


def test_a_batch_leaves_its_items_unprocessed(table):
    def batch(*names):
        writes = [{"PutRequest": {"Item": table.put(name)["Item"]}} for name in names]
        answer = table.dynamodb.batch_write_item(RequestItems={table.name: writes})
        return [write["PutRequest"]["Item"]["id"]["S"] for write in answer["UnprocessedItems"].get(table.name, [])]

    with table.ongoing("a", "b"):
        assert batch("a", "c") == ["a"]
        assert batch("a", "b") == ["a", "b"]
        assert batch("d") == []
    assert table.names() == ["a", "b", "c", "d"]


def test_a_request_that_is_repeated_during_its_transaction_is_refused(table):
    with table.ongoing("a", token="one"):
        assert error_of(
            table.engine.client("dynamodb", retries=0).transact_write_items,
            TransactItems=[{"Put": table.put("a")}],
            ClientRequestToken="one",
        ) == "TransactionInProgressException"


def test_clients_repeat_a_request_until_its_transaction_is_over(table):
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(table.transact, "a", client=table.engine.client("dynamodb"), token="two")
        time.sleep(0.3)
        assert table.transact("a", token="two") is None
        assert first.result() is None


def test_a_token_belongs_to_one_transaction(table):
    assert table.transact("a", token="three") is None
    table.dynamodb.delete_item(**table.key("a"))
    assert table.transact("a", token="three") is None
    assert table.names() == []
    with pytest.raises(ClientError) as raised:
        table.transact("b", token="three")
    assert raised.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"


@pytest.mark.parametrize("resource, error", [
    ("dynamodb:putItem", "DynamoDB.TransactionConflictException"),
    ("aws-sdk:dynamodb:putItem", "DynamoDb.TransactionConflictException"),
    ("aws-sdk:dynamodb:transactWriteItems", "DynamoDb.TransactionCanceledException"),
])
def test_tasks_of_state_machines_conflict_too(table, resource, error):
    put = table.put("a")
    machine = create_state_machine(table.engine, {"Write": {
        "Type": "Task",
        "Resource": f"arn:aws:states:::{resource}",
        "Arguments": {"TransactItems": [{"Put": put}]} if resource.endswith("transactWriteItems") else put,
        "End": True,
    }}, [allow("dynamodb:PutItem", f"arn:aws:dynamodb:us-east-1:000000000000:table/{table.name}")])
    with table.ongoing("a"):
        assert outcome(table.engine, machine) == error
    assert outcome(table.engine, machine) is None


def test_of_transactions_at_once_the_first_is_applied(engine):
    """With the default duration, concurrent transactions conflict."""
    table = Table(engine)
    with ThreadPoolExecutor(8) as threads:
        clients = [engine.client("dynamodb") for _ in range(8)]
        reasons = list(threads.map(lambda client: table.transact("a", "b", client=client), clients * 5))
    assert None in reasons
    assert ["TransactionConflict", "TransactionConflict"] in reasons


def test_is_still_needed(bare_engine):
    table = Table(bare_engine)
    with ThreadPoolExecutor(8) as threads:
        clients = [bare_engine.client("dynamodb") for _ in range(8)]
        reasons = list(threads.map(lambda client: table.transact("a", "b", client=client), clients * 5))
    assert reasons == [None] * 40, not_needed_any_more("transaction_conflicts")
