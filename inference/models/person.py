"""Who is at this computer, for what is written down."""

from __future__ import annotations

import getpass


def this_person() -> str:
    """The name that the operating system knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, a service
        return "operator"
