# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A headless Firefox, driven over Marionette, its own remote protocol.

Messages are "LENGTH:JSON" on a loopback TCP connection. No package but Firefox
itself.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
}


def find_firefox():
    """The program's path, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Timeout(Exception):
    pass


class Firefox:
    """One browser with one page; a context manager."""

    def __init__(self, port):
        self.profile = tempfile.mkdtemp(prefix="gst-pc-firefox-")
        preferences = dict(PREFERENCES, **{"marionette.port": port})
        with open(os.path.join(self.profile, "user.js"), "w",
                  encoding="utf-8") as file:
            for name, value in preferences.items():
                file.write(f'user_pref("{name}", {json.dumps(value)});\n')
        self.process = subprocess.Popen(
            [find_firefox(), "--headless", "--marionette", "--no-remote",
             "--profile", self.profile, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._buffer = b""
        self._id = 0
        self._socket = self._connect(port)
        self._receive()
        self.call("WebDriver:NewSession")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _connect(self, port):
        deadline = time.monotonic() + 30
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), 30)
            except OSError as error:
                if time.monotonic() > deadline:
                    raise Timeout("waited 30 s for Firefox to start") \
                        from error
                # Its end, or a moment: whichever comes first.
                try:
                    self.process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
                raise Timeout("Firefox has ended") from error

    def _receive(self):
        while b":" not in self._buffer:
            self._buffer += self._socket.recv(1 << 16)
        length, self._buffer = self._buffer.split(b":", 1)
        while len(self._buffer) < int(length):
            self._buffer += self._socket.recv(1 << 20)
        message = self._buffer[:int(length)]
        self._buffer = self._buffer[int(length):]
        return json.loads(message)

    def call(self, command, **parameters):
        self._id += 1
        text = json.dumps([0, self._id, command, parameters])
        self._socket.sendall(f"{len(text)}:{text}".encode())
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def open(self, url):
        self.call("WebDriver:Navigate", url=url)

    def evaluate(self, expression):
        """The value of an expression; a promise is waited for."""
        return self.call(
            "WebDriver:ExecuteAsyncScript", sandbox=None, args=[], script=(
                "const done = arguments[arguments.length - 1];"
                f"Promise.resolve({expression}).then(done);"))["value"]

    def wait_for(self, what, expression, timeout=30):
        deadline = time.monotonic() + timeout
        while not self.evaluate(expression):
            if time.monotonic() > deadline:
                log = self.evaluate(
                    "document.querySelector('#log').textContent")
                raise Timeout(f"waited {timeout} s for {what}: {log}")
            self.evaluate("new Promise(r => requestAnimationFrame(r))")
