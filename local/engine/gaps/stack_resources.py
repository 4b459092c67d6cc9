"""Wraps the operations of CloudFormation on a type of resource."""

from ministack.services.cloudformation import provisioners

from .replacement import existing, wrap


def wrap_operation(resource_type, operation, wrapper):
    """Replaces an operation (`create`, `update` ...) of a resource type by `wrapper(original, ...)`."""
    operations = existing(provisioners, "_RESOURCE_HANDLERS")[resource_type]
    name = operations[operation].__name__
    # Operations of other types call this function by its name.
    wrap(provisioners, name, wrapper)
    operations[operation] = getattr(provisioners, name)
