"""Replaces functions of MiniStack. Ends with a clear message if MiniStack does not have the function."""

from importlib.metadata import version


class UnknownMiniStack(SystemExit):
    """Ends the launcher with a message instead of a stack trace."""


def existing(module, name):
    """Returns the attribute `name` of a MiniStack module, which a gap-closer needs."""
    try:
        return getattr(module, name)
    except AttributeError:
        raise UnknownMiniStack(
            f"MiniStack {version('ministack')} has no {module.__name__}.{name}: adapt the gap-closer that needs it "
            "in local/engine/gaps, or remove the gap-closer if MiniStack now has the feature itself."
        ) from None


def wrap(module, name, wrapper):
    """Replaces a function by `wrapper(original, *args, **kwargs)`."""
    original = existing(module, name)

    def replacement(*args, **kwargs):
        return wrapper(original, *args, **kwargs)

    setattr(module, name, replacement)
