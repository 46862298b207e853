"""The W3C's WebDriver commands, as far as the tests play: one session of one engine.

How a command travels is the engine's: over HTTP to WebKit's driver, over Marionette to Firefox.
An own client, because a person who clicks needs some twenty commands, and the library that has
them all needs a driver program for Firefox that neither Debian nor a package registry carries.
"""

from __future__ import annotations

import http.client
import json
import time
from typing import Any, Protocol

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TIMEOUT = 120.0
"""Seconds until an engine that does not answer fails the test."""


class DriverError(Exception):
    """An engine refuses a command; ``code`` is WebDriver's name of the error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Session(Protocol):
    """What an engine does. Elements are handed about as the engine names them."""

    def navigate(self, address: str) -> None: ...
    def get_address(self) -> str: ...
    def move(self, where: str) -> None:
        """``where``: "back", "forward" or "refresh"."""

    def execute(self, script: str, *arguments: Any) -> Any: ...
    def execute_async(self, script: str, *arguments: Any) -> Any: ...
    def click(self, element: Any) -> None: ...
    def send_keys(self, element: Any, keys: str) -> None: ...
    def perform(self, actions: list[dict[str, Any]]) -> None: ...
    def accept_dialog(self) -> None: ...
    def list_tabs(self) -> list[str]: ...
    def open_tab(self) -> str: ...
    def switch_to(self, tab: str) -> None: ...
    def close_tab(self) -> None: ...
    def add_cookie(self, name: str, value: str) -> None: ...
    def delete_cookies(self) -> None: ...
    def quit(self) -> None: ...


def wait_for_size(session: Session, width: int, height: int) -> None:
    """Until the page has taken on its new size, and was laid out for it."""
    end = time.monotonic() + TIMEOUT
    while session.execute("return [innerWidth, innerHeight]") != [width, height]:
        if time.monotonic() > end:
            raise DriverError(
                "timeout", f"the page does not become {width} x {height} pixels large"
            )
        time.sleep(0.02)


class HttpSession:
    """A session of a driver program that listens on loopback."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self.port = port
        self.path = ""
        wanted = {"capabilities": {"alwaysMatch": capabilities}}
        answer = self._ask("POST", "/session", wanted)
        self.path = f"/session/{answer['sessionId']}"
        timeouts = {"script": int(TIMEOUT * 1000), "pageLoad": int(TIMEOUT * 1000)}
        self._ask("POST", "/timeouts", timeouts)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT + 10)
        try:
            text = None if method != "POST" else json.dumps(body or {})
            connection.request(method, self.path + path, text, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
        finally:
            connection.close()
        if answer.status != 200:
            raise DriverError(value["error"], value.get("message", ""))
        return value

    def navigate(self, address: str) -> None:
        self._ask("POST", "/url", {"url": address})

    def get_address(self) -> str:
        return str(self._ask("GET", "/url"))

    def move(self, where: str) -> None:
        self._ask("POST", f"/{where}")

    def execute(self, script: str, *arguments: Any) -> Any:
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def execute_async(self, script: str, *arguments: Any) -> Any:
        return self._ask("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def click(self, element: Any) -> None:
        self._ask("POST", f"/element/{element[ELEMENT]}/click")

    def send_keys(self, element: Any, keys: str) -> None:
        self._ask("POST", f"/element/{element[ELEMENT]}/value", {"text": keys})

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self._ask("POST", "/actions", {"actions": actions})

    def accept_dialog(self) -> None:
        self._ask("POST", "/alert/accept")

    def list_tabs(self) -> list[str]:
        return list(self._ask("GET", "/window/handles"))

    def open_tab(self) -> str:
        return str(self._ask("POST", "/window/new", {"type": "tab"})["handle"])

    def switch_to(self, tab: str) -> None:
        self._ask("POST", "/window", {"handle": tab})

    def close_tab(self) -> None:
        self._ask("DELETE", "/window")

    def add_cookie(self, name: str, value: str) -> None:
        self._ask("POST", "/cookie", {"cookie": {"name": name, "value": value}})

    def delete_cookies(self) -> None:
        self._ask("DELETE", "/cookie")

    def quit(self) -> None:
        self._ask("DELETE", "")
