import pytest

from conftest import not_needed_any_more
from site_on_cloudfront import Site

PAGE = {"index.html": ("text/html", b"<h1>Hello</h1>")}
READ, LIST = "s3:GetObject", "s3:ListBucket"


@pytest.mark.parametrize(("actions", "status"), [((READ, LIST), 404), ((READ,), 403), ((LIST,), 403)])
def test_the_status_of_a_missing_object_depends_on_the_right_to_list(engine, actions, status):
    site = Site(engine, PAGE, actions=actions)
    assert site.get("/missing.js")[0] == status


def test_an_object_that_is_there_is_served(engine):
    site = Site(engine, PAGE, actions=(READ, LIST))
    assert site.get("/index.html")[::2] == (200, b"<h1>Hello</h1>")


def test_the_right_to_list_lets_nobody_read(engine):
    site = Site(engine, PAGE, actions=(LIST,))
    assert site.get("/index.html")[0] == 403


def test_is_still_needed(bare_engine):
    site = Site(bare_engine, PAGE, actions=(READ, LIST))
    assert site.get("/missing.js")[0] == 403, not_needed_any_more("cloudfront_missing_object")
