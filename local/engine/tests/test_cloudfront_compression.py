import gzip

import pytest

from conftest import not_needed_any_more
from site_on_cloudfront import CACHING_DISABLED, Site

SCRIPT = b"console.log('hello');\n" * 100
OBJECTS = {
    "script.js": ("text/javascript; charset=utf-8", SCRIPT),
    "short.js": ("text/javascript", SCRIPT[:999]),
    "photo.png": ("image/png", SCRIPT),
}


@pytest.fixture(scope="module")
def site(engine):
    return Site(engine, OBJECTS)


def encoding(answer):
    return answer[1].get("content-encoding")


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip", "gzip;q=0.5"])
def test_a_script_is_compressed_for_viewers_that_accept_it(site, accepted):
    status, headers, body = site.get("/script.js", accept_encoding=accepted)
    assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
    assert int(headers["content-length"]) == len(body) < len(SCRIPT)
    assert gzip.decompress(body) == SCRIPT
    assert headers["etag"].startswith('W/"')


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0"])
def test_a_script_is_not_compressed_for_viewers_that_do_not_accept_it(site, accepted):
    answer = site.get("/script.js", accept_encoding=accepted)
    assert (encoding(answer), answer[2]) == (None, SCRIPT)


@pytest.mark.parametrize("path", ["/short.js", "/photo.png", "/missing.js"])
def test_short_files_and_files_that_are_not_text_are_not_compressed(site, path):
    assert encoding(site.get(path, accept_encoding="gzip")) is None


@pytest.mark.parametrize("settings", [{"compress": False}, {"cache_policy": CACHING_DISABLED}])
def test_a_behavior_that_disables_compression_or_caching_does_not_compress(engine, settings):
    assert encoding(Site(engine, OBJECTS, **settings).get("/script.js", accept_encoding="gzip")) is None


def test_the_answer_to_head_has_no_body(site):
    assert site.get("/script.js", method="HEAD", accept_encoding="gzip")[2] == b""


def test_is_still_needed(bare_engine):
    answer = Site(bare_engine, OBJECTS).get("/script.js", accept_encoding="gzip")
    assert encoding(answer) is None, not_needed_any_more("cloudfront_compression")
