"""Debian's Firefox ESR without a window, each with a profile of its own, over Marionette:
WebDriver's commands on a socket, as Firefox itself speaks them."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.players.browser.engines.driver import ELEMENT, TIMEOUT, DriverError, wait_for_size
from tests.support.tools import find_program

PAPERS = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}
"""Centimetres."""

PREFERENCES: dict[str, str | int | bool] = {
    # Nothing but this machine can be reached.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "https://127.0.0.1:9",
    # No page but the tests' own.
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "termsofuse.bypassNotification": True,
    "intl.accept_languages": "en-US, en",
    # Files come without a question, and paper is a file.
    "browser.download.folderList": 2,
    "browser.download.always_ask_before_handling_new_types": False,
    "print.always_print_silent": True,
    "print_printer": "Mozilla Save to PDF",
    "print.printer_Mozilla_Save_to_PDF.print_to_file": True,
    "dom.max_script_run_time": 0,
}

SIZE = """const { style } = gBrowser.selectedBrowser;
for (const [side, size] of [["width", arguments[0]], ["height", arguments[1]]]) {
  for (const limit of ["", "min-", "max-"]) style.setProperty(limit + side, `${size}px`);
}"""
ERRORS = """const isError = (message) => {
  try {
    message.QueryInterface(Ci.nsIScriptError);
  } catch {
    return false;
  }
  // Scripts may run for ever here: only those of a tab that is being closed are stopped.
  if (message.errorMessage.startsWith("Script terminated by timeout")) return false;
  return /^(https?|file|blob):/.test(message.sourceName) && !message.isWarning;
};
return Services.console.getMessageArray().filter(isError).map((message) =>
  `error: ${message.errorMessage} ${message.sourceName}:${message.lineNumber}`);"""


class FirefoxSession:
    """One Firefox of one person. ``downloads`` is where its files go."""

    name = "firefox"

    def __init__(self, folder: Path, zone: str) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        self.profile = Path(tempfile.mkdtemp(prefix="profile-", dir=folder))
        self.printed = folder / "printed.pdf"
        self._write_preferences()
        command = [
            str(find_program("firefox-esr")),
            *("--headless", "--no-remote", "--marionette", "--remote-allow-system-access"),
            *("--profile", str(self.profile)),
        ]
        environment = {"TZ": zone, "HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.socket: socket.socket | None = None
        try:
            self.socket = self._connect()
            self._call("WebDriver:NewSession", {"strictFileInteractability": False})
            timeouts = {"script": int(TIMEOUT * 1000), "pageLoad": int(TIMEOUT * 1000)}
            self._call("WebDriver:SetTimeouts", timeouts)
        except BaseException:
            self._end()
            raise

    def _write_preferences(self) -> None:
        own = {
            "marionette.port": 0,
            "browser.download.dir": str(self.downloads),
            "print.printer_Mozilla_Save_to_PDF.print_to_filename": str(self.printed),
        }
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in (PREFERENCES | own).items()
        ]
        (self.profile / "user.js").write_text("\n".join(lines), encoding="utf-8")

    def _connect(self) -> socket.socket:
        """The port is written into the profile once Firefox listens."""
        chosen = self.profile / "MarionetteActivePort"
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end and self.process.poll() is None:
            if chosen.exists() and chosen.read_text().strip():
                port = int(chosen.read_text())
                connection = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT + 10)
                self.stream = connection.makefile("rb")
                self._read()
                return connection
            time.sleep(0.05)
        raise DriverError("session not created", "Firefox did not start")

    def _read(self) -> Any:
        """One message: its length in digits, a colon, JSON."""
        digits = b""
        while (sign := self.stream.read(1)) != b":":
            if not sign:
                raise DriverError("unknown error", "Firefox hung up")
            digits += sign
        return json.loads(self.stream.read(int(digits)))

    def _call(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        self.number += 1
        message = json.dumps([0, self.number, command, parameters or {}]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error is not None:
            raise DriverError(error["error"], error["message"])
        if isinstance(result, dict) and set(result) == {"value"}:
            return result["value"]
        return result

    def _in_chrome(self, script: str, *arguments: Any) -> Any:
        """Run something in the browser itself rather than in its page."""
        self._call("Marionette:SetContext", {"value": "chrome"})
        try:
            return self.execute(script, *arguments)
        finally:
            self._call("Marionette:SetContext", {"value": "content"})

    def navigate(self, address: str) -> None:
        self._call("WebDriver:Navigate", {"url": address})

    def get_address(self) -> str:
        return str(self._call("WebDriver:GetCurrentURL"))

    def move(self, where: str) -> None:
        self._call(f"WebDriver:{where.capitalize()}")

    def execute(self, script: str, *arguments: Any) -> Any:
        return self._call("WebDriver:ExecuteScript", {"script": script, "args": list(arguments)})

    def execute_async(self, script: str, *arguments: Any) -> Any:
        return self._call(
            "WebDriver:ExecuteAsyncScript", {"script": script, "args": list(arguments)}
        )

    def click(self, element: Any) -> None:
        self._call("WebDriver:ElementClick", {"id": element[ELEMENT]})

    def send_keys(self, element: Any, keys: str) -> None:
        self._call("WebDriver:ElementSendKeys", {"id": element[ELEMENT], "text": keys})

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self._call("WebDriver:PerformActions", {"actions": actions})

    def accept_dialog(self) -> None:
        self._call("WebDriver:AcceptAlert")

    def list_tabs(self) -> list[str]:
        return list(self._call("WebDriver:GetWindowHandles"))

    def open_tab(self) -> str:
        return str(self._call("WebDriver:NewWindow", {"type": "tab"})["handle"])

    def switch_to(self, tab: str) -> None:
        self._call("WebDriver:SwitchToWindow", {"handle": tab, "focus": True})

    def close_tab(self) -> None:
        self._call("WebDriver:CloseWindow")

    def add_cookie(self, name: str, value: str) -> None:
        self._call("WebDriver:AddCookie", {"cookie": {"name": name, "value": value}})

    def delete_cookies(self) -> None:
        self._call("WebDriver:DeleteAllCookies")

    def resize(self, width: int, height: int) -> None:
        """The page's own size; a window would not get as narrow as a phone."""
        self._in_chrome(SIZE, width, height)
        wait_for_size(self, width, height)

    def print(self, paper: str) -> bytes:
        """The page as PDF, without backgrounds."""
        width, height = PAPERS[paper]
        data = self._call(
            "WebDriver:Print",
            {"page": {"width": width, "height": height}, "shrinkToFit": False},
        )
        return base64.b64decode(data)

    def picture(self) -> bytes:
        return base64.b64decode(self._call("WebDriver:TakeScreenshot", {"full": True}))

    def read_console(self) -> list[str]:
        """What went wrong on pages: errors of scripts, and what a page's policy stopped."""
        return list(self._in_chrome(ERRORS))

    def quit(self) -> None:
        if self.process.poll() is not None:
            return
        try:
            self._call("Marionette:Quit", {"flags": ["eForceQuit"]})
        except (DriverError, OSError):
            pass
        self._end()

    def _end(self) -> None:
        if self.process.poll() is None:
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.socket is not None:
            self.stream.close()
            self.socket.close()
        shutil.rmtree(self.profile, ignore_errors=True)
