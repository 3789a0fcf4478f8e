"""The error tree. Every error carries a message in Swedish for the person who meets it.

    RodaTradenError
    ├── UsageError        misuse: a missing folder, an unknown format, a port in use
    ├── ReadingError      a source that cannot be read (becomes `Rejected` in a build)
    ├── ValidationError   the graph breaks a SHACL rule: nothing is released
    ├── ReleaseError      no release, or one whose checksums do not hold
    ├── QueryError        a query that is refused or does not parse
    ├── EngineError       a store or index beyond this process does not answer, or lacks the release
    └── DecisionError     a person's decision that cannot be understood or applied

Trouble in the data is a value (`Rejected`, `Finding` in `ontology.model`); only trouble in the program or
around it raises.
"""


class RodaTradenError(Exception):
    """Root of the tree; `str(error)` is Swedish and says what to do."""


class UsageError(RodaTradenError):
    """The command, the setting or the request is wrong."""


class ReadingError(RodaTradenError):
    """A source document cannot be read: unknown kind, damaged, encrypted, empty, without text."""


class ValidationError(RodaTradenError):
    """The graph breaks a rule whose severity is violation."""


class ReleaseError(RodaTradenError):
    """There is no release to serve, or its files are not the ones that its manifest names."""


class QueryError(RodaTradenError):
    """A SPARQL query is refused or does not parse."""


class EngineError(RodaTradenError):
    """The SPARQL engine or the database of the passage index does not answer, or does not hold the release."""


class DecisionError(RodaTradenError):
    """A correction, review or withdrawal names what is not there, or says what its element cannot hold."""
