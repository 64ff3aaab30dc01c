"""Servers under gunicorn and load by wrk, on this machine only."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from tests.bench.databases import HOST, ROOT

HEADERS: Final = {"Host": HOST, "X-Forwarded-Proto": "https"}
CONNECTIONS: Final = 4
TICKS: Final = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Load(NamedTuple):
    """Requests a second, and milliseconds of the server's own processor time for each."""

    rate: float
    cpu: float


@dataclass
class Server:
    """gunicorn with two workers that take one connection after the other; ends what it started.

    With threads and connections that are kept, four fall on two workers as chance has it, and the same
    series swings by half.
    """

    name: str
    application: str
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "gunicorn", "--worker-class", "sync"]
        command.append("--no-control-socket")
        command += ["--workers", "2", "--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        self.process = subprocess.Popen(
            [*command, self.application], env=self.environment, cwd=ROOT, start_new_session=True
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(15)

    def get(self, address: str) -> tuple[int, bytes, str]:
        """Status, body and content type; waits for a server that is just starting."""
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("GET", address, headers=HEADERS)
                answer = connection.getresponse()
                return answer.status, answer.read(), answer.getheader("Content-Type", "")
            except ConnectionError:
                time.sleep(0.1)
        raise ConnectionError(f"{self.name} does not answer")

    def warm(self, addresses: list[str]) -> None:
        """Ask for each so often, on connections of their own, that every worker has made it."""
        for _ in range(8):
            for address in addresses:
                self.get(address)

    def processor_seconds(self) -> float:
        """What the workers have used so far; PostgreSQL and wrk are not counted."""
        if self.process is None:
            return 0.0
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2] for pid in children]
        return sum(int(stat.split()[11]) + int(stat.split()[12]) for stat in stats) / TICKS

    def load(self, addresses: list[str], seconds: int) -> Load:
        """Load over the addresses in turn; an answer that isn't 200 is an error."""
        before = self.processor_seconds()
        listed = ", ".join(f'"{address}"' for address in addresses)
        heads = "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in HEADERS.items())
        script = (
            f"{heads}local paths, i = {{{listed}}}, 0\n"
            "request = function() i = i % #paths + 1; return wrk.format('GET', paths[i]) end\n"
        )
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
            file.write(script)
            file.flush()
            command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", file.name]
            said = subprocess.run(
                [*command, f"http://127.0.0.1:{self.port}"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        if refused := re.search(r"Non-2xx or 3xx responses: \d+", said):
            raise RuntimeError(f"{self.name}: {refused[0]}")
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        done = re.search(r"(\d+) requests in", said)
        if rate is None or done is None:
            raise RuntimeError(said)
        used = self.processor_seconds() - before
        return Load(float(rate[1]), 1000 * used / max(int(done[1]), 1))
