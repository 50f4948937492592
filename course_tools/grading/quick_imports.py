"""Imports what reads notebooks, without a part that takes longer than all the rest.

nbformat checks notebooks by jsonschema, and that, as it is imported, builds a grammar of
international web addresses (1.4 s) to check formats that no notebook has.
"""

import sys

GRAMMAR = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema as if the package with the grammar were not installed."""
    if "jsonschema" in sys.modules or GRAMMAR in sys.modules:
        return
    sys.modules[GRAMMAR] = None
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[GRAMMAR]
