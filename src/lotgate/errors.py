"""Every error that lotgate raises on purpose.

    LotgateError
    ├── InputError             the document cannot be read
    │   ├── UnsupportedFormat      not a kind of file that lotgate reads
    │   ├── DamagedFile            the kind is known, the content is broken
    │   ├── ProtectedFile          needs a password
    │   ├── TooLarge               beyond a bound on pages, size or expansion
    │   ├── EmptyFile              0 bytes
    │   ├── MissingTool            needs a program or extra that is not installed
    │   ├── SeveralDocuments       one document was asked for, the file holds several
    │   ├── TookTooLong            beyond the time that one document may take
    │   └── ReaderFailed           lotgate itself failed on the document
    ├── InvalidSetting         an environment variable of the workbench that cannot be used
    ├── Forbidden              the account may not do this
    ├── Conflict               the thing changed meanwhile, or its state does not allow it
    │   └── TakenOver              another reader has taken the file over
    ├── SchemaError            JSON that is not a saved reading, verdict, correction or case
    ├── CorrectionError        a correction that does not fit its reading or standard
    ├── StandardError          a standard that cannot be used; names file, line and field
    │   └── FaultyStandard         carries every fault found in it, each a StandardError
    └── UnitError              a value cannot be converted; names both units
        ├── UnknownUnit            not in the list of units
        ├── AmbiguousUnit          one spelling, two meanings
        └── IncompatibleUnits      different dimensions

Each carries what to do next (``advice``), the command line's exit code and the HTTP status.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar


class LotgateError(Exception):
    """The root. ``str(error)`` is one sentence; ``advice`` says what to do next."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 400
    default_advice: ClassVar[str] = "Check the input and try again."

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice or self.default_advice

    @property
    def code(self) -> str:
        """The class's name as programs see it: ``damaged-file`` for ``DamagedFile``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class InputError(LotgateError):
    """The document cannot be read."""

    exit_code = 10
    http_status = 422
    default_advice = "Ask the sender for the document again, as PDF."


class UnsupportedFormat(InputError):
    """Not a kind of file that lotgate reads."""

    exit_code = 11
    http_status = 415
    default_advice = "Send a PDF, Excel, Word, HTML, mail or ZIP file."


class DamagedFile(InputError):
    """The kind of file is known, its content is broken."""

    exit_code = 12


class ProtectedFile(InputError):
    """The file needs a password."""

    exit_code = 13
    default_advice = "Save the file without a password, or ask the sender to."


class TooLarge(InputError):
    """Beyond a bound on size, pages or expansion."""

    exit_code = 14
    http_status = 413
    default_advice = "Split the file, or send only the certificate's pages."


class EmptyFile(InputError):
    """The file has no content at all."""

    exit_code = 15


class MissingTool(InputError):
    """Reading this kind of file needs a program or extra that is not installed here."""

    exit_code = 16
    http_status = 501
    default_advice = "Install what the message names, then try again."


class SeveralDocuments(InputError):
    """One document was asked for and the file holds several."""

    exit_code = 17
    default_advice = "Use lotgate.read_all(), which yields every document in the file."


class TookTooLong(InputError):
    """The document took more time than one document may."""

    exit_code = 18
    default_advice = "Split the file, or allow more time with --timeout."


class ReaderFailed(InputError):
    """Lotgate itself failed on the document: the fault is not the sender's."""

    exit_code = 19
    http_status = 500
    default_advice = "Read this certificate by eye, and report the file as a fault in lotgate."


class InvalidSetting(LotgateError):
    """A setting of the workbench that cannot be used. ``name`` is the variable's."""

    exit_code = 50
    http_status = 500
    default_advice = "Correct the variable in the environment; docs/reference/settings.md lists them all."

    def __init__(self, message: str, *, name: str, advice: str | None = None) -> None:
        super().__init__(f"{name}: {message}", advice=advice)
        self.name = name


class Forbidden(LotgateError):
    """The account may not do this."""

    exit_code = 51
    http_status = 403
    default_advice = "Ask a colleague whose role allows it."


class Conflict(LotgateError):
    """The thing was changed meanwhile, or is in a state that does not allow this."""

    exit_code = 52
    http_status = 409
    default_advice = "Open the page again to see how things stand now."


class TakenOver(Conflict):
    """Another reader has taken the file over: whoever gets this drops what it read."""

    exit_code = 53
    default_advice = "Nothing is to be done: the other reader saves the file."


class SchemaError(LotgateError):
    """JSON that is not what it is used as."""

    exit_code = 20
    default_advice = "Pass a file that this version of lotgate wrote."


class CorrectionError(LotgateError):
    """A correction that does not fit what it corrects: no such item, a struck one, a characteristic that is not there.

    ``index`` is its place in the list of corrections, None where the list is not what is wrong.
    """

    exit_code = 21
    http_status = 409
    default_advice = "Look at the reading as it stands now, and correct it again."

    def __init__(self, message: str, *, advice: str | None = None, index: int | None = None) -> None:
        super().__init__(message, advice=advice)
        self.index = index


class StandardError(LotgateError):
    """A standard that cannot be used."""

    exit_code = 30
    default_advice = "Correct the standard; `lotgate standard check FILE` lists every fault."

    def __init__(
        self,
        message: str,
        *,
        advice: str | None = None,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        where = ":".join(str(part) for part in (file, line) if part is not None)
        named = f" [{field}]" if field else ""
        super().__init__(f"{where}: {message}{named}" if where else f"{message}{named}", advice=advice)
        self.file = file
        self.line = line
        self.field = field


class FaultyStandard(StandardError):
    """A standard with one fault or more; ``faults`` holds each with its own line, field and advice."""

    def __init__(self, faults: Sequence[StandardError]) -> None:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        first = faults[0]
        super().__init__(f"{first.message}{more}", advice=first.advice)
        self.file, self.line, self.field = first.file, first.line, first.field
        self.faults = tuple(faults)


class UnitError(LotgateError):
    """A value cannot be converted. ``unit`` is what was given, ``target`` what it should have become."""

    exit_code = 40
    http_status = 422
    default_advice = "Write the unit as the reference of units lists it."

    def __init__(self, message: str, *, unit: str, target: str | None = None, advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.unit = unit
        self.target = target


class UnknownUnit(UnitError):
    """Not in the list of units."""

    exit_code = 41


class AmbiguousUnit(UnitError):
    """One spelling, two meanings (``ppt``, ``mpa``)."""

    exit_code = 42


class IncompatibleUnits(UnitError):
    """Different dimensions; only knowledge of the material (a density, a molar mass) turns one into the other."""

    exit_code = 43
    default_advice = "State the limit in the unit that the certificate uses."
