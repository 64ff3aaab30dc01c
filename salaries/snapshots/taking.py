"""Writing a snapshot: in one pass over the figures, compressed as they come."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal import spreadsheets
from portal.accounts.models import User
from portal.api.rows import encode
from portal.freshness import changed
from salaries.models import Benchmark, Snapshot
from salaries.rows import Row, row_of

CHUNK: Final = 500  # figures read at once
TRIES: Final = 3
GZIP: Final = zlib.MAX_WBITS | 16  # with the header and the checksum of gzip
LICENSE: Final = ("source", "license", "license_url")

type Step = Callable[[int], object]


class Packed:
    """A file on its way: what is written is compressed, counted and added to the checksum."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._packer = zlib.compressobj(wbits=GZIP)
        self._packed = bytearray()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._packed += self._packer.compress(data)
        self._digest.update(data)
        self.size += len(data)

    def close(self) -> bytes:
        return bytes(self._packed + self._packer.flush())

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def take_snapshot(*, by: User | None, step: Step = lambda done: None) -> Snapshot | None:
    """Keep the published set of this moment under today's name; None where the newest one holds the same.

    `step` is told how many figures are done. Of two at once one takes it.
    """
    for _ in range(TRIES):
        try:
            return _take(by, step)
        except IntegrityError:
            continue  # somebody else has taken today's name: with the same figures, mostly
    raise RuntimeError("Others took snapshots all the time.")


def take_monthly() -> int:
    """One for each month, as soon as somebody looks; how many were taken. For upkeep."""
    first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if Snapshot.objects.filter(made_at__gte=first).exists() or not _figures().exists():
        return 0
    return int(take_snapshot(by=None) is not None)


@transaction.atomic
def _take(by: User | None, step: Step) -> Snapshot | None:
    now = timezone.now()
    # The name first: whoever is done before it is counted is the newest, and whoever is later takes it.
    name = _free_name(f"{now:%Y-%m-%d}")
    newest = Snapshot.objects.listed().first()
    table, document = Packed(), Packed()
    count = _write(table, document, name, now.isoformat(), step)
    if newest and newest.csv_sha256 == table.sha256:
        return None
    made = Snapshot(
        name=name,
        made_at=now,
        by=by,
        row_count=count,
        csv_gzip=table.close(),
        csv_size=table.size,
        csv_sha256=table.sha256,
        json_gzip=document.close(),
        json_size=document.size,
        json_sha256=document.sha256,
    )
    made.save()
    changed("snapshots")
    return made


def _free_name(day: str) -> str:
    """The day, or with a number behind it: 2026-11-28, 2026-11-28-2 …"""
    taken = Snapshot.objects.filter(name__startswith=day).count()
    return f"{day}-{taken + 1}" if taken else day


def _write(table: Packed, document: Packed, name: str, made_at: str, step: Step) -> int:
    """Both files from the same rows, each of which is read once."""
    licenses: dict[tuple[str, ...], None] = {}
    count = 0
    opening = {"snapshot": name, "made_at": made_at}
    document.write(encode(opening)[:-1] + b',"results":[')

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in map(row_of, _figures().shown().iterator(CHUNK)):
            document.write((b",\n" if count else b"\n") + encode(row))
            licenses[row["source"], row["license"], row["license_url"]] = None
            count += 1
            if count % CHUNK == 0:
                step(count)
            yield {**row}

    for line in _lines(rows()):
        table.write(line)
    named = [dict(zip(LICENSE, each, strict=True)) for each in licenses]
    closing = {"licenses": named, "count": count}
    document.write(b"\n]," + encode(closing)[1:] + b"\n")
    return count


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return (text.encode() for text in spreadsheets.as_lines(rows, list(Row.__annotations__)))


def _figures() -> Any:
    return Benchmark.objects.public()
