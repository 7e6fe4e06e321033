# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A headless Chromium, driven over its debugging pipe.

The DevTools protocol on file descriptors 3 and 4: JSON messages that end in a
NUL byte. No network port, no package but Chromium itself.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--remote-debugging-pipe",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]


def find_chromium():
    """The program's path, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Timeout(Exception):
    pass


class Chromium:
    """One browser with one page; a context manager."""

    def __init__(self, program=None, width=900, height=900):
        self.profile = tempfile.mkdtemp(prefix="gst-pc-chromium-")
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()

        def place_pipes():
            # 3 and 4 may be taken by the very pipes that are to go there.
            a, b = os.dup(to_browser), os.dup(from_browser)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [program or find_chromium(), *FLAGS,
             f"--user-data-dir={self.profile}",
             f"--window-size={width},{height}", "about:blank"],
            preexec_fn=place_pipes, close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._next_id = 0
        self._replies = {}
        self.console = []
        targets = self.call("Target.getTargets", session=None)["targetInfos"]
        page = next(t for t in targets if t["type"] == "page")
        self._session = self.call(
            "Target.attachToTarget",
            {"targetId": page["targetId"], "flatten": True},
            session=None)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._write)
        os.close(self._read)
        shutil.rmtree(self.profile, ignore_errors=True)

    # -- protocol ---------------------------------------------------------

    def _receive(self, deadline):
        while b"\0" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                raise Timeout("the browser did not answer")
            data = os.read(self._read, 1 << 20)
            if not data:
                raise EOFError("the browser has ended")
            self._buffer += data
        text, self._buffer = self._buffer.split(b"\0", 1)
        message = json.loads(text)
        if "id" in message:
            self._replies[message["id"]] = message
        elif message["method"] == "Runtime.consoleAPICalled":
            self.console.append(" ".join(
                str(a.get("value", a.get("description", "")))
                for a in message["params"]["args"]))
        elif message["method"] == "Runtime.exceptionThrown":
            self.console.append(
                "exception: " + json.dumps(message["params"])[:500])

    def call(self, method, params=None, session="", timeout=30):
        self._next_id += 1
        request = {"id": self._next_id, "method": method,
                   "params": params or {}}
        if session is not None:
            request["sessionId"] = self._session
        os.write(self._write, json.dumps(request).encode() + b"\0")
        deadline = time.monotonic() + timeout
        while self._next_id not in self._replies:
            self._receive(deadline)
        reply = self._replies.pop(self._next_id)
        if "error" in reply:
            raise RuntimeError(f"{method}: {reply['error']['message']}")
        return reply.get("result", {})

    # -- what a test does -------------------------------------------------

    def before_load(self, script):
        """Runs in every page before its own scripts."""
        self.call("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def open(self, url):
        result = self.call("Page.navigate", {"url": url})
        if "errorText" in result:
            raise RuntimeError(f"{url}: {result['errorText']}")

    def evaluate(self, expression, timeout=30):
        """The value of an expression; a promise is waited for."""
        result = self.call(
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True,
             "returnByValue": True}, timeout=timeout)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get(
                "description", details["text"]))
        return result["result"].get("value")

    def wait_for(self, what, expression, timeout=20, pump=None):
        """Asks the page until the expression is true; `pump` runs between
        two questions, for instance a main loop."""
        deadline = time.monotonic() + timeout
        while True:
            value = self.evaluate(expression)
            if value:
                return value
            if time.monotonic() > deadline:
                raise Timeout(f"waited {timeout} s for {what}; "
                              f"last: {value!r}; console: {self.console[-8:]}")
            if pump:
                pump()
            else:
                # The page's own clock paces the questions.
                self.evaluate("new Promise(r => requestAnimationFrame(r))")

    def screenshot(self, path):
        import base64
        data = self.call("Page.captureScreenshot", {"format": "png"})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
