"""Starts MiniStack with its gaps closed. Settings are MiniStack's own environment variables."""

import re
import sys
from importlib.metadata import version
from pathlib import Path


def check_version():
    pinned = re.search(r"^ministack==(\S+)$", (Path(__file__).parent / "requirements.txt").read_text(), re.MULTILINE)[1]
    if version("ministack") != pinned:
        sys.exit(
            f"MiniStack {version('ministack')} is installed, but the gap-closers were tried with {pinned}: "
            "install local/engine/requirements.txt, or run local/engine/tests against the new version and pin it there."
        )


def main():
    check_version()

    from ministack import app

    from faults import inject_if_asked
    from gaps import close_all

    close_all()
    inject_if_asked()
    # Under TLS MiniStack listens on 443 too when it may; one port is enough, and the one that was asked for.
    app._port_is_bindable = lambda host, port: False
    app.main()


if __name__ == "__main__":
    main()
