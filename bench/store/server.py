"""
A replacement for DynamoDB, Cognito and STS with full tables: MiniStack on a free port of this machine, without IAM and TLS.

Reads its content from standard input, as JSON:
`{"tables": [{"create": <CreateTable>, "rows": [{"count", "item", "keys"}]}], "pool": {"id", "user": <answer of AdminGetUser}}`.
Prints the port before it listens. A `{}` in a key is the number of the row, `{shard}` the first hexadecimal digit of the SHA-256 of its
partition key.
"""

import gc
import hashlib
import json
import os
import socket
import sys

with socket.create_server(("127.0.0.1", 0)) as probe:
    port = probe.getsockname()[1]
os.environ |= {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "LOG_LEVEL": "ERROR", "AUTH": "false"}

from ministack import app  # noqa: E402: it reads the environment when it is loaded
from ministack.services import cognito, dynamodb  # noqa: E402


BROWSER_HEADERS = {b"origin", b"sec-fetch-mode", b"sec-fetch-site"}


def for_programs_only(store):
    """Refuses requests of browsers: they can come from any open website, and no signature is checked here."""

    async def application(scope, receive, send):
        if scope["type"] == "http" and BROWSER_HEADERS & {name.lower() for name, _ in scope["headers"]}:
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await store(scope, receive, send)

    return application


def attribute(value):
    if isinstance(value, list):
        return {"SS": value}
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def fill(table):
    name = table["create"]["TableName"]
    status, _, body = dynamodb._create_table(table["create"])
    if status != 200:
        sys.exit(f"The table {name} could not be created: {body}")
    stored = dynamodb._tables[name]
    for rows in table["rows"]:
        item = {name: attribute(value) for name, value in rows["item"].items()}
        for number in range(rows["count"]):
            partition = rows["keys"][stored["pk_name"]].format(number)
            shard = hashlib.sha256(partition.encode()).hexdigest()[0]
            keys = {key: value.format(number, shard=shard) for key, value in rows["keys"].items()}
            sort = keys.get(stored["sk_name"], "__no_sort__")
            dynamodb._set_item(stored, partition, sort, item | {key: attribute(value) for key, value in keys.items()})
    # MiniStack builds the indexes at the first query. This builds them now.
    dynamodb._index_members(stored)


wanted = json.load(sys.stdin)
for table in wanted["tables"]:
    fill(table)
pool, user = wanted["pool"]["id"], wanted["pool"]["user"]
cognito._user_pools[pool] = {"Id": pool, "_users": {user["Username"]: user}}
# Otherwise garbage collection over a million rows would cause pauses that DynamoDB does not have.
gc.freeze()
print(f"port {port}", flush=True)
sys.argv = sys.argv[:1]
app.app = for_programs_only(app.app)
app.main()
