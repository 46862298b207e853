"""WebKitGTK, the engine that half of all phones have a kin of: a window of our own on a pretended
screen, driven by Debian's WebKitWebDriver."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

from tests.players.browser.engines.driver import (
    TIMEOUT,
    DriverError,
    HttpSession,
    wait_for_size,
)
from tests.support.tools import MissingToolError, find_program

WINDOW = Path(__file__).with_name("window.py")
PAPERS = {"A4": "iso_a4", "Letter": "na_letter"}


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Screen:
    """A pretended screen, large enough for every window."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        command = [str(find_program("Xvfb")), "-displayfd", str(writing), "-nolisten", "tcp"]
        self.process = subprocess.Popen(
            [*command, "-screen", "0", "1400x2000x24"],
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise DriverError("session not created", "Xvfb did not start")
        self.display = f":{number}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class WebkitSession(HttpSession):
    """One WebKit of one person, with nothing of an earlier one."""

    name = "webkit"

    def __init__(self, screen: Screen, folder: Path, zone: str) -> None:
        self.folder = folder
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        os.mkfifo(folder / "commands")
        for name in ("answers", "console"):
            (folder / name).touch()
        self.answered = 0
        port = find_free_port()
        environment = {
            "DISPLAY": screen.display,
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "PATH": "/usr/bin:/bin",
            "TZ": zone,
            "VOTEAPP_WINDOW": str(folder),
        }
        self.log = (folder / "log").open("wb")
        self.process = subprocess.Popen(
            [str(find_program("WebKitWebDriver")), "--host=127.0.0.1", f"--port={port}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_for(port)
            options = {"binary": str(WINDOW), "args": []}
            super().__init__(port, {"webkitgtk:browserOptions": options})
        except BaseException as error:
            self._end()
            said = (folder / "log").read_text(errors="replace")
            if "No module named 'gi'" in said or "Namespace" in said:
                raise MissingToolError("python3-gi with GTK 3 and WebKit2 4.1") from error
            raise

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise DriverError("session not created", "WebKitWebDriver did not start")

    def _command(self, *words: object) -> None:
        """Say something to the window itself, and wait until it is done."""
        with (self.folder / "commands").open("w", encoding="utf-8") as pipe:
            pipe.write(" ".join(map(str, words)) + "\n")
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            answers = (self.folder / "answers").read_text(encoding="utf-8").splitlines()
            if len(answers) > self.answered:
                self.answered = len(answers)
                if answers[-1] != "done":
                    raise DriverError("unknown error", answers[-1])
                return
            time.sleep(0.01)
        raise DriverError("timeout", f"the window does not {words[0]}")

    def resize(self, width: int, height: int) -> None:
        self._command("resize", width, height)
        wait_for_size(self, width, height)

    def print(self, paper: str) -> bytes:
        """The page as PDF, without backgrounds."""
        path = self.folder / "printed.pdf"
        self._command("print", PAPERS[paper], path)
        return path.read_bytes()

    def picture(self) -> bytes:
        path = self.folder / "picture.png"
        self._command("picture", path)
        return path.read_bytes()

    def read_console(self) -> list[str]:
        """What went wrong on pages."""
        return (self.folder / "console").read_text(encoding="utf-8").splitlines()

    def quit(self) -> None:
        if self.process.poll() is not None:
            return
        try:
            super().quit()
        except (DriverError, OSError):
            pass
        self._end()

    def _end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
