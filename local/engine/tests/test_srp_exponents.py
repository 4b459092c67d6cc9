import subprocess
import sys
from pathlib import Path

from conftest import not_needed_any_more

ENGINE = Path(__file__).parent.parent

# The exponents of the pool for a user who exists, in two sign-ins.
EXPONENTS = """
from ministack.services import cognito
user = {"Username": "ann", "_password": "Correct-Horse-7", "Attributes": []}
for _ in range(2):
    print(cognito._srp_challenge("us-east-1_pool", user, "ann", "2", "block")[1]["b"])
"""
WITH_GAP_CLOSED = "from gaps import srp_exponents; srp_exponents.close()\n"


def exponents(program):
    output = subprocess.run([sys.executable, "-c", program], cwd=ENGINE, capture_output=True, text=True, check=True).stdout
    return [int(line, 16) for line in output.split()]


def test_exponents_are_random_and_have_at_most_256_bits():
    one, other = exponents(WITH_GAP_CLOSED + EXPONENTS)
    assert one != other
    # A random number has fewer than 192 bits once in 2^64 times.
    assert all(192 < exponent.bit_length() <= 256 for exponent in (one, other))


def test_is_still_needed():
    assert max(exponents(EXPONENTS)).bit_length() > 256, not_needed_any_more("srp_exponents")
