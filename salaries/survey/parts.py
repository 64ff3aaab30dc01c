"""An uploaded file in the database: written in pieces, read as a stream."""

import gzip
import hashlib
import io
from collections.abc import Iterable
from itertools import batched
from typing import TYPE_CHECKING, Final

from salaries.survey.models import SurveyImport, SurveyImportPart

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE: Final = 1024 * 1024  # bytes, unpacked


def keep_file(survey: SurveyImport, chunks: Iterable[bytes]) -> None:
    """Store what comes in; size and digest are set, not saved."""
    digest = hashlib.sha256()
    survey.size = 0
    for number, piece in enumerate(_pieces(chunks)):
        digest.update(piece)
        survey.size += len(piece)
        content = gzip.compress(piece, compresslevel=5)
        SurveyImportPart.objects.create(survey_import=survey, number=number, content=content)
    survey.digest = digest.hexdigest()


def _pieces(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The same bytes in pieces of nearly one size, whatever sizes they come in."""
    small = (
        chunk[at : at + PIECE // 16] for chunk in chunks for at in range(0, len(chunk), PIECE // 16)
    )
    return map(b"".join, batched(small, 16, strict=False))


class Parts(io.RawIOBase):
    """The file of an import, one piece at a time. Wrap it in `io.BufferedReader`."""

    def __init__(self, survey: SurveyImport) -> None:
        self._survey = survey
        self._next = 0
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        if not self._rest:
            self._rest = memoryview(self._piece())
        room = memoryview(buffer).cast("B")
        count = min(len(room), len(self._rest))
        room[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _piece(self) -> bytes:
        parts = SurveyImportPart.objects.filter(survey_import=self._survey, number=self._next)
        part = parts.first()
        self._next += 1
        return gzip.decompress(part.content) if part else b""
