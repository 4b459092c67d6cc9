"""Replaces a function of MiniStack, and says so clearly when MiniStack has no such function."""

from importlib.metadata import version


class UnknownMiniStack(SystemExit):
    """Ends the launcher with one sentence instead of a stack trace."""


def existing(module, name):
    """The attribute `name` of a MiniStack module, which a gap-closer builds on."""
    try:
        return getattr(module, name)
    except AttributeError:
        raise UnknownMiniStack(
            f"MiniStack {version('ministack')} has no {module.__name__}.{name}: adapt the gap-closer that builds on it "
            "in local/engine/gaps, or remove it if MiniStack has the feature itself now."
        ) from None


def wrap(module, name, wrapper):
    """Put `wrapper(original, *args, **kwargs)` in the place of a function."""
    original = existing(module, name)

    def replacement(*args, **kwargs):
        return wrapper(original, *args, **kwargs)

    setattr(module, name, replacement)
