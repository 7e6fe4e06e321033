#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A call with Firefox on the built-in page; skipped where it is not there."""

import os
import sys
import unittest

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import marionette  # noqa: E402
from browser import AUDIO, VIDEO, Pipeline, is_near, VIDEO_COLOR  # noqa: E402

URI = "http://127.0.0.1:18070/"
SINK = ("pc. ! application/x-rtp,media=video ! rtpvp8depay ! vp8dec ! "
        "fakesink name=picture sync=false "
        "pc. ! application/x-rtp,media=audio ! rtpopusdepay ! opusdec ! "
        "fakesink name=sound sync=false")

AUDIO_PACKETS = """(async () => {
  let packets = 0;
  (await pc.getStats()).forEach(s => {
    if (s.type === 'inbound-rtp' && s.kind === 'audio')
      packets = s.packetsReceived; });
  return packets; })()"""


@unittest.skipUnless(marionette.find_firefox(), "Firefox is not installed")
class FirefoxTest(unittest.TestCase):
    def test_call(self):
        with Pipeline(VIDEO.format(color="0xffff0000") + "peerconnection "
                      f"name=pc signaling-uri={URI} receive=video,audio "
                      + AUDIO + " " + SINK) as p, \
                marionette.Firefox(18071) as browser:
            browser.open(URI)
            browser.wait_for("the connection", "!!window.pc && "
                             "pc.connectionState === 'connected'")
            p.wait_for("a red picture", lambda: is_near(
                browser.evaluate(VIDEO_COLOR), (255, 0, 0)))
            p.wait_for("sound", lambda: browser.evaluate(AUDIO_PACKETS) > 20)
            p.wait_for("frames from the browser", lambda: p.get(
                "picture").props.last_sample is not None)
            p.wait_for("sound from the browser", lambda: p.get(
                "sound").props.last_sample is not None)

    def test_data_channel(self):
        with Pipeline(f"peerconnection name=pc signaling-uri={URI}") as p, \
                marionette.Firefox(18071) as browser:
            got = []
            channel = p.connection.create_data_channel("data", None)
            channel.connect("message", lambda _c, e: got.append(e.props.text))
            browser.open(URI)
            p.wait_for("the channel to open", lambda:
                       channel.props.ready_state.value_nick == "open")
            channel.send_string("x" * 200000)
            browser.wait_for("the message in the page", "document.querySelector"
                             "('#chat-log').textContent.includes('xxxx')")
            browser.evaluate("""(() => {
                document.querySelector('#chat-input').value = 'grüße';
                document.querySelector('#chat-send').click(); })()""")
            p.wait_for("a line from the page", lambda: got)
            self.assertEqual(got, ["grüße"])


if __name__ == "__main__":
    Gst.init(None)
    unittest.main(verbosity=2)
