"""A table with the key `id`."""

from uuid import uuid4


def create_table(engine, **options):
    """Creates a table and returns its name."""
    name = f"table-{uuid4().hex[:8]}"
    engine.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        **options,
    )
    return name
