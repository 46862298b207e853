#!/usr/bin/python3
"""A WebKitGTK window without a frame, for WebKitWebDriver: webkit.py starts it.

Run by the machine's own Python, which has GTK. Settings come by the environment: VOTEAPP_WINDOW
is a folder with a pipe `commands` and, written here, `answers` (a line a command) and `console`
(what went wrong on pages); downloads go into its `downloads`. Commands: `resize WIDTH HEIGHT`,
`print PAPER PATH`, `picture PATH`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")

from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

FOLDER = Path(os.environ["VOTEAPP_WINDOW"])

# Handed to every page before its own scripts: errors go to the file `console`.
HOOK = """(() => {
  const send = (text) => window.webkit.messageHandlers.console.postMessage(text);
  const where = ({ filename, sourceFile, lineno, lineNumber }) =>
    `${filename || sourceFile}:${lineno || lineNumber}`;
  addEventListener("error", (event) => {
    const { message, target } = event;
    if (message) send(`error: ${message} ${where(event)}`);
    else send(`error: ${target.src || target.href || target.tagName} did not load`);
  }, true);
  addEventListener("unhandledrejection", (event) => send(`error: not handled: ${event.reason}`));
  addEventListener("securitypolicyviolation", (event) =>
    send(`error: policy: ${event.violatedDirective} ${event.blockedURI} ${where(event)}`), true);
  for (const kind of ["error", "warn"]) {
    const usual = console[kind];
    console[kind] = (...words) => {
      send(`${kind}: ${words.map(String).join(" ")}`);
      usual.apply(console, words);
    };
  }
})();"""


def write(name: str, line: str) -> None:
    with (FOLDER / name).open("a", encoding="utf-8") as file:
        file.write(line.replace("\n", " ") + "\n")


def watch_console() -> WebKit2.UserContentManager:
    manager = WebKit2.UserContentManager()
    manager.register_script_message_handler("console")
    manager.connect(
        "script-message-received::console",
        lambda _manager, result: write("console", result.get_js_value().to_string()),
    )
    frames = WebKit2.UserContentInjectedFrames.ALL_FRAMES
    start = WebKit2.UserScriptInjectionTime.START
    manager.add_script(WebKit2.UserScript.new(HOOK, frames, start, None, None))
    return manager


class Windows:
    """Every tab is a window of its own, all of one size; the one made last is printed."""

    def __init__(self) -> None:
        self.context = WebKit2.WebContext.new_with_website_data_manager(
            WebKit2.WebsiteDataManager.new_ephemeral()
        )
        self.context.set_automation_allowed(True)
        self.context.connect("automation-started", self.start_session)
        self.context.connect("download-started", self.keep_file)
        self.views: list[WebKit2.WebView] = []
        self.handed = False
        self.kept: list[Any] = []
        self.size = (1280, 900)
        self.open()

    def open(self) -> WebKit2.WebView:
        settings = WebKit2.Settings()
        settings.set_property("enable-media-stream", True)
        never = WebKit2.HardwareAccelerationPolicy.NEVER
        settings.set_property("hardware-acceleration-policy", never)
        view = WebKit2.WebView(
            web_context=self.context,
            user_content_manager=watch_console(),
            is_controlled_by_automation=True,
            settings=settings,
        )
        window = Gtk.Window()
        window.set_decorated(False)
        window.set_default_size(*self.size)
        window.add(view)
        window.show_all()
        window.resize(*self.size)
        view.connect("permission-request", lambda _view, request: (request.allow(), True)[1])
        view.connect("close", lambda _view: self.close(view, window))
        # window.print() of a page: silent, as the tests print for themselves.
        view.connect("print", lambda _view, _operation: True)
        self.views.append(view)
        return view

    def close(self, view: WebKit2.WebView, window: Gtk.Window) -> None:
        self.views.remove(view)
        window.destroy()

    def start_session(self, _context: Any, session: WebKit2.AutomationSession) -> None:
        about = WebKit2.ApplicationInfo()
        about.set_name("voteapp-tests")
        about.set_version(1, 0, 0)
        session.set_application_info(about)
        session.connect("create-web-view", lambda _session: self.hand_out())

    def hand_out(self) -> WebKit2.WebView:
        """The first tab is there already."""
        if self.handed:
            return self.open()
        self.handed = True
        return self.views[0]

    def keep_file(self, _context: Any, download: WebKit2.Download) -> None:
        def decide(chosen: WebKit2.Download, name: str) -> bool:
            path = FOLDER / "downloads" / f"{name}.part"
            chosen.set_allow_overwrite(True)
            chosen.set_destination(f"file://{path}")
            chosen.connect("finished", lambda _chosen: path.rename(path.with_name(name)))
            return True

        download.connect("decide-destination", decide)

    def obey(self, line: str) -> None:
        command, *words = line.split()
        getattr(self, command)(*words)

    def resize(self, width: str, height: str) -> None:
        self.size = (int(width), int(height))
        for view in self.views:
            view.get_toplevel().resize(*self.size)
        write("answers", "done")

    def print(self, paper: str, path: str) -> None:
        settings = Gtk.PrintSettings()
        settings.set_printer("Print to File")
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, f"file://{path}")
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
        page = Gtk.PageSetup()
        page.set_paper_size(Gtk.PaperSize.new(paper))
        operation = WebKit2.PrintOperation.new(self.views[-1])
        operation.set_print_settings(settings)
        operation.set_page_setup(page)
        operation.connect("finished", lambda *_: write("answers", "done"))
        operation.connect("failed", lambda _operation, error: write("answers", str(error)))
        self.kept.append(operation)
        operation.print_()

    def picture(self, path: str) -> None:
        def finish(view: WebKit2.WebView, result: Any) -> None:
            view.get_snapshot_finish(result).write_to_png(path)
            write("answers", "done")

        whole = WebKit2.SnapshotRegion.FULL_DOCUMENT
        self.views[-1].get_snapshot(whole, WebKit2.SnapshotOptions.NONE, None, finish)


def main() -> int:
    windows = Windows()
    # Read and write, so that the pipe does not end with each command.
    pipe = os.fdopen(os.open(FOLDER / "commands", os.O_RDWR), "r", encoding="utf-8")

    def read(*_: Any) -> bool:
        windows.obey(pipe.readline())
        return True

    GLib.io_add_watch(pipe, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN, read)
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
