"""Starts MiniStack with closed gaps. MiniStack's environment variables configure it."""

import re
import sys
from importlib.metadata import version
from pathlib import Path


def check_version():
    pinned = re.search(r"^ministack==(\S+)$", (Path(__file__).parent / "requirements.txt").read_text(), re.MULTILINE)[1]
    if version("ministack") != pinned:
        sys.exit(
            f"MiniStack must be {pinned}, the version that the gap-closers are tested with, but was {version('ministack')}. "
            "Install local/engine/requirements.txt, or run local/engine/tests with the new version and pin it there."
        )


def main():
    check_version()

    from ministack import app

    from faults import inject_if_asked
    from gaps import close_all

    close_all()
    inject_if_asked()
    # With TLS, MiniStack also listens on port 443 if it can. It must listen on the configured port only.
    app._port_is_bindable = lambda host, port: False
    app.main()


if __name__ == "__main__":
    main()
