import subprocess
import sys

from conftest import ENGINE, not_needed_any_more

# Looks for a user on one thread, while another one adds users. The threads take turns all the time, so the result does not depend on luck.
LOOK_UP = """
import json, sys, threading, time
from ministack.services import cognito
from gaps import concurrent_users

if sys.argv[1] == "closed":
    concurrent_users.close()
pool = cognito._user_pools[json.loads(cognito._create_user_pool({"PoolName": "people"})[2])["UserPool"]["Id"]]
pool["_users"].update({f"earlier-{number}": {"Attributes": [{"Name": "sub", "Value": "x"}]} for number in range(200)})
errors = []

def look():
    try:
        while len(pool["_users"]) < 2_200:
            cognito._resolve_user(pool, "nobody")
    except RuntimeError as error:
        errors.append(str(error))

sys.setswitchinterval(1e-6)
looking = threading.Thread(target=look)
looking.start()
for number in range(2_000):
    pool["_users"][f"user-{number}"] = {"Attributes": []}
    time.sleep(0)
looking.join()
print(errors)
"""


def look_up(gap):
    return subprocess.run([sys.executable, "-c", LOOK_UP, gap], cwd=ENGINE, capture_output=True, text=True, check=True).stdout


def test_a_user_is_looked_for_while_others_sign_up():
    assert look_up("closed") == "[]\n"


def test_is_still_needed():
    assert "changed size during iteration" in look_up("open"), not_needed_any_more("concurrent_users")
