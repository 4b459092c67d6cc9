"""A table whose rows have an id and whatever a test gives them."""

from uuid import uuid4


def create_table(engine, **options):
    """Its name."""
    name = f"table-{uuid4().hex[:8]}"
    engine.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        **options,
    )
    return name
