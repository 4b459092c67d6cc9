import pytest

from conftest import error_of, not_needed_any_more
from id_table import create_table
from scoped_role import ACCOUNT, assume_scoped_role

DENIED = "AccessDeniedException"
KEY = {"id": {"S": "a"}}
# The documented pattern of AWS: limits the attributes that a request names, and those that it returns.
CONDITION = {
    "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "name", "address"]},
    "StringEqualsIfExists": {
        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
        "dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"],
    },
}


def scoped(engine, table, *conditions):
    """Returns a client that can do everything that one of these conditions allows."""
    resource = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{table}"
    return engine.client("dynamodb", assume_scoped_role(engine, [
        {"Effect": "Allow", "Action": "dynamodb:*", "Resource": resource, "Condition": condition} for condition in conditions
    ]))


@pytest.fixture(scope="module")
def table(engine):
    return create_table(engine)


@pytest.fixture(scope="module")
def dynamodb(engine, table):
    return scoped(engine, table, CONDITION)


def update(table, expression, names=None, **options):
    return {
        "TableName": table,
        "Key": KEY,
        "UpdateExpression": expression,
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": {":v": {"S": "x"}}} if ":v" in expression else {}),
        **options,
    }


@pytest.mark.parametrize("expression, names", [
    ("SET #n = :v", {"#n": "name"}),
    ("SET #n = if_not_exists(#n, :v)", {"#n": "name"}),
    ("set #n = :v remove address", {"#n": "name"}),
    # Only the top-level attribute matters, not a path below it.
    ("SET address = :v REMOVE #n.secret, #n[0].secret", {"#n": "name"}),
])
def test_a_write_may_name_what_the_policy_names(dynamodb, table, expression, names):
    assert error_of(dynamodb.update_item, **update(table, expression, names)) != DENIED


@pytest.mark.parametrize("arguments", [
    update("", "SET secret = :v"),
    update("", "SET #n = :v", {"#n": "secret"}),
    update("", "SET address = secret"),
    update("", "REMOVE address, secret[0]"),
    update("", "REMOVE address", ConditionExpression="attribute_not_exists(secret)"),
])
def test_a_write_may_name_nothing_else(dynamodb, table, arguments):
    assert error_of(dynamodb.update_item, **{**arguments, "TableName": table}) == DENIED


def test_a_whole_item_names_all_of_its_attributes(dynamodb, table):
    def put(**attributes):
        return error_of(dynamodb.put_item, TableName=table, Item={**KEY, **attributes})

    assert put(address={"S": "x"}) is None
    assert put(address={"S": "x"}, secret={"S": "x"}) == DENIED


def test_the_attributes_include_the_key(engine, table):
    dynamodb = scoped(engine, table, {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["address"]}})
    assert error_of(dynamodb.update_item, **update(table, "REMOVE address")) == DENIED


@pytest.mark.parametrize("return_values, expected", [
    ("NONE", None),
    ("UPDATED_NEW", None),
    ("ALL_NEW", DENIED),
    ("ALL_OLD", DENIED),
])
def test_a_write_may_return_what_the_policy_names(dynamodb, table, return_values, expected):
    arguments = update(table, "SET address = :v", ReturnValues=return_values)
    assert error_of(dynamodb.update_item, **arguments) == expected


def test_a_read_has_to_say_which_attributes(dynamodb, table):
    def get(**options):
        return error_of(dynamodb.get_item, TableName=table, Key=KEY, **options)

    assert get(ProjectionExpression="id, address") is None
    assert get(ProjectionExpression="id, secret") == DENIED
    assert get() == DENIED


def test_a_query_names_the_attributes_of_its_conditions(dynamodb, table):
    def query(**options):
        return error_of(
            dynamodb.query, TableName=table, KeyConditionExpression="id = :i", ProjectionExpression="address", **options,
        )

    assert query(ExpressionAttributeValues={":i": {"S": "a"}}) is None
    assert query(
        ExpressionAttributeValues={":i": {"S": "a"}, ":s": {"S": "x"}}, FilterExpression="address IN (:s) AND secret = :s",
    ) == DENIED


def test_each_item_of_a_transaction_is_authorized_by_itself(engine, table):
    def only(leading_key, attribute):
        return {
            "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [leading_key], "dynamodb:Attributes": ["id", attribute]},
        }

    def put(item_id, attribute):
        return {"Put": {"TableName": table, "Item": {"id": {"S": item_id}, attribute: {"S": "x"}}}}

    dynamodb = scoped(engine, table, only("a", "name"), only("b", "address"))
    assert error_of(dynamodb.transact_write_items, TransactItems=[put("a", "name"), put("b", "address")]) is None
    assert error_of(dynamodb.transact_write_items, TransactItems=[put("b", "address"), put("a", "name")]) is None
    assert error_of(dynamodb.transact_write_items, TransactItems=[put("a", "name"), put("b", "name")]) == DENIED


def test_is_still_needed(bare_engine):
    table = create_table(bare_engine)
    dynamodb = scoped(bare_engine, table, CONDITION)
    arguments = update(table, "SET address = :v", ReturnValues="UPDATED_NEW")
    assert error_of(dynamodb.update_item, **arguments) == DENIED, not_needed_any_more("attribute_keys")
