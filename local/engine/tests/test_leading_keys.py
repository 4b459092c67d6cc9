from uuid import uuid4

import pytest

from conftest import error_of, not_needed_any_more
from scoped_role import assume_scoped_role

DENIED = "AccessDeniedException"
OWN, FOREIGN, USER = {"S": "t1"}, {"S": "t2"}, {"S": "u1"}


def create_tables(engine):
    names = {"users": f"users-{uuid4().hex[:8]}", "orders": f"orders-{uuid4().hex[:8]}"}
    dynamodb = engine.client("dynamodb")
    for name in names.values():
        dynamodb.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "tenantid", "AttributeType": "S"},
                {"AttributeName": "userid", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "tenantid", "KeyType": "HASH"},
                {"AttributeName": "userid", "KeyType": "RANGE"},
            ],
            GlobalSecondaryIndexes=[{
                "IndexName": "user-index",
                "KeySchema": [
                    {"AttributeName": "userid", "KeyType": "HASH"},
                    {"AttributeName": "tenantid", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }],
        )
    return names


def client_scoped_to_t1(engine, names):
    """Returns a client that can use the rows of t1 in `users`, the rows of user u1 in its index, and all rows of `orders`."""
    users, orders = (f"arn:aws:dynamodb:us-east-1:000000000000:table/{names[table]}" for table in ("users", "orders"))
    return engine.client("dynamodb", assume_scoped_role(engine, [
        rows_statement(users, "t1"),
        rows_statement(f"{users}/index/user-index", "u1"),
        {"Effect": "Allow", "Action": "dynamodb:*", "Resource": orders},
    ]))


def rows_statement(resource, leading_key):
    return {
        "Effect": "Allow",
        "Action": "dynamodb:*",
        "Resource": resource,
        "Condition": {
            "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [leading_key]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        },
    }


@pytest.fixture(scope="module")
def names(engine):
    return create_tables(engine)


@pytest.fixture(scope="module")
def dynamodb(engine, names):
    return client_scoped_to_t1(engine, names)


def key(tenant):
    return {"tenantid": tenant, "userid": USER}


def single_item_calls(tenant, table):
    return {
        "get_item": {"TableName": table, "Key": key(tenant)},
        "put_item": {"TableName": table, "Item": key(tenant)},
        "update_item": {
            "TableName": table,
            "Key": key(tenant),
            "UpdateExpression": "SET #n = :n",
            "ExpressionAttributeNames": {"#n": "name"},
            "ExpressionAttributeValues": {":n": {"S": "x"}},
        },
        "delete_item": {"TableName": table, "Key": key(tenant)},
    }


@pytest.mark.parametrize("operation", single_item_calls(OWN, ""))
def test_single_items_follow_the_table_key(dynamodb, names, operation):
    assert error_of(getattr(dynamodb, operation), **single_item_calls(OWN, names["users"])[operation]) is None
    assert error_of(getattr(dynamodb, operation), **single_item_calls(FOREIGN, names["users"])[operation]) == DENIED


@pytest.mark.parametrize("condition, attribute_names", [
    ("tenantid = :t", {}),
    ("#t = :t AND begins_with(userid, :u)", {"#t": "tenantid"}),
    ("(userid = :u) and (#t=:t)", {"#t": "tenantid"}),
])
def test_queries_follow_the_key_condition(dynamodb, names, condition, attribute_names):
    def query(tenant):
        values = {":t": tenant, **({":u": USER} if ":u" in condition else {})}
        return error_of(
            dynamodb.query,
            TableName=names["users"],
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            **({"ExpressionAttributeNames": attribute_names} if attribute_names else {}),
        )

    assert query(OWN) is None
    assert query(FOREIGN) == DENIED


def test_queries_with_the_older_key_conditions_are_read_too(dynamodb, names):
    def query(tenant):
        condition = {"tenantid": {"ComparisonOperator": "EQ", "AttributeValueList": [tenant]}}
        return error_of(dynamodb.query, TableName=names["users"], KeyConditions=condition)

    assert query(OWN) is None
    assert query(FOREIGN) == DENIED


def test_on_an_index_the_leading_key_is_that_of_the_index(dynamodb, names):
    def query(user):
        return error_of(
            dynamodb.query,
            TableName=names["users"],
            IndexName="user-index",
            KeyConditionExpression="userid = :u",
            ExpressionAttributeValues={":u": {"S": user}},
        )

    assert query("u1") is None
    assert query("t1") == DENIED


def test_a_table_may_be_named_by_its_arn(dynamodb, names):
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{names['users']}"
    assert error_of(dynamodb.get_item, TableName=arn, Key=key(OWN)) is None
    assert error_of(dynamodb.get_item, TableName=arn, Key=key(FOREIGN)) == DENIED


def test_a_scan_has_no_leading_key(dynamodb, names):
    assert error_of(dynamodb.scan, TableName=names["users"]) == DENIED


def test_every_item_of_a_batch_needs_the_right(dynamodb, names):
    def get(*tenants):
        return error_of(dynamodb.batch_get_item, RequestItems={names["users"]: {"Keys": [key(t) for t in tenants]}})

    def write(*tenants):
        puts = [{"PutRequest": {"Item": key(tenant)}} for tenant in tenants]
        return error_of(dynamodb.batch_write_item, RequestItems={names["users"]: puts})

    assert get(OWN) is None
    assert get(OWN, FOREIGN) == DENIED
    assert write(OWN) is None
    assert write(OWN, FOREIGN) == DENIED


def test_every_item_of_a_transaction_needs_the_right(dynamodb, names):
    def put(tenant, table="users"):
        return {"Put": {"TableName": names[table], "Item": {**key(tenant), "userid": {"S": uuid4().hex}}}}

    def get(tenant):
        return {"Get": {"TableName": names["users"], "Key": key(tenant)}}

    assert error_of(dynamodb.transact_write_items, TransactItems=[put(OWN), put(OWN)]) is None
    assert error_of(dynamodb.transact_write_items, TransactItems=[put(OWN), put(FOREIGN)]) == DENIED
    assert error_of(dynamodb.transact_get_items, TransactItems=[get(OWN), get(FOREIGN)]) == DENIED


def test_each_table_of_a_transaction_is_held_to_its_own_keys(dynamodb, names):
    items = [
        {"Put": {"TableName": names["users"], "Item": key(OWN)}},
        {"Put": {"TableName": names["orders"], "Item": key(FOREIGN)}},
    ]
    assert error_of(dynamodb.transact_write_items, TransactItems=items) is None


def test_each_item_of_a_transaction_is_held_to_the_rights_for_its_own_operation(engine, names):
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{names['users']}"
    dynamodb = engine.client("dynamodb", assume_scoped_role(engine, [
        {**rows_statement(arn, "t1"), "Action": "dynamodb:PutItem"},
        {**rows_statement(arn, "t2"), "Action": "dynamodb:DeleteItem"},
    ]))

    def put_and_delete(put_tenant, deleted_tenant):
        return error_of(dynamodb.transact_write_items, TransactItems=[
            {"Put": {"TableName": names["users"], "Item": key(put_tenant)}},
            {"Delete": {"TableName": names["users"], "Key": key(deleted_tenant)}},
        ])

    assert put_and_delete(OWN, FOREIGN) is None
    assert put_and_delete(FOREIGN, OWN) == DENIED


@pytest.mark.parametrize("operator", ["ForAllValues:StringEquals", "ForAllValues:StringLike", "ForAnyValue:StringLike"])
def test_a_policy_variable_may_be_a_part_of_the_key(engine, names, operator):
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{names['users']}"
    dynamodb = engine.client("dynamodb", assume_scoped_role(engine, [{
        "Effect": "Allow",
        "Action": "dynamodb:GetItem",
        "Resource": arn,
        "Condition": {
            operator: {"dynamodb:LeadingKeys": ["@${aws:PrincipalTag/userId}"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        },
    }], {"userId": "u1"}))

    def get(partition_key):
        return error_of(dynamodb.get_item, TableName=names["users"], Key=key({"S": partition_key}))

    assert get("@u1") is None
    assert [get(other) for other in ("u1", "@u2", "@u10", "@")] == [DENIED] * 4


def test_is_still_needed(bare_engine):
    names = create_tables(bare_engine)
    dynamodb = client_scoped_to_t1(bare_engine, names)
    assert error_of(dynamodb.get_item, TableName=names["users"], Key=key(OWN)) == DENIED, \
        not_needed_any_more("leading_keys")
