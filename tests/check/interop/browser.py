#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls between a pipeline and Chromium, on the built-in page."""

import os
import struct
import sys
import time
import unittest

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstPeerConnection", "1.0")
from gi.repository import GLib, Gst  # noqa: E402
from gi.repository import GstPeerConnection  # noqa: E402, F401

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cdp  # noqa: E402

PORT = 18080

VIDEO = ("videotestsrc name=source is-live=true pattern=solid-color "
         "foreground-color={color} ! video/x-raw,width=320,height=240,"
         "framerate=30/1 ! vp8enc name=encoder deadline=1 "
         "keyframe-max-dist=100000 ! rtpvp8pay name=pay ! ")
# Of an encoder's own level, which is not that of the agreement.
H264 = ("videotestsrc is-live=true pattern=solid-color "
        "foreground-color=0xffff0000 ! video/x-raw,width=320,height=240,"
        "framerate=30/1 ! x264enc tune=zerolatency key-int-max=30 "
        "! rtph264pay name=pay config-interval=-1 ! ")
AUDIO = "audiotestsrc is-live=true ! opusenc ! rtpopuspay ! pc."

# The browser's camera is a blue canvas, its microphone a tone.
FAKE_DEVICES = """
navigator.mediaDevices.getUserMedia = async ({video, audio}) => {
  const stream = new MediaStream();
  if (video) {
    const canvas = document.createElement('canvas');
    canvas.width = 320; canvas.height = 240;
    const g = canvas.getContext('2d');
    setInterval(() => { g.fillStyle = '#0000ff'; g.fillRect(0, 0, 320, 240);
      g.fillStyle = '#0000fe'; g.fillRect(Math.random() * 300, 0, 9, 9); }, 33);
    canvas.captureStream(30).getTracks().forEach(t => stream.addTrack(t));
  }
  if (audio) {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const out = context.createMediaStreamDestination();
    tone.connect(out); tone.start();
    out.stream.getTracks().forEach(t => stream.addTrack(t));
  }
  return stream;
};
"""

VIDEO_COLOR = """(() => {
  const v = document.querySelector('#video');
  if (!v || !v.videoWidth) return null;
  const c = document.createElement('canvas'); c.width = c.height = 8;
  const g = c.getContext('2d'); g.drawImage(v, 0, 0, 8, 8);
  return Array.from(g.getImageData(4, 4, 1, 1).data).slice(0, 3);
})()"""

# A build without the patented codecs has no H.264.
PLAYS_H264 = """RTCRtpReceiver.getCapabilities('video').codecs.some(
  c => c.mimeType === 'video/H264')"""

INBOUND = """(async () => {
  const stats = await window.pc.getStats(); const out = {};
  stats.forEach(s => { if (s.type === 'inbound-rtp') out[s.kind] = s; });
  return out;
})()"""


def is_near(color, wanted, tolerance=60):
    return color is not None and all(
        abs(a - b) <= tolerance for a, b in zip(color, wanted))


class Pipeline:
    """A running pipeline whose bus errors fail the test."""

    def __init__(self, description):
        # A single element would come without a pipeline around it.
        self.pipeline = Gst.Pipeline.new()
        self.pipeline.add(Gst.parse_bin_from_description(description, False))
        self.element = self.pipeline.get_by_name("pc")
        self.bus = self.pipeline.get_bus()

    def __enter__(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        return self

    def __exit__(self, *_):
        self.pipeline.set_state(Gst.State.NULL)

    @property
    def connection(self):
        return self.element.props.peer_connection

    def get(self, name):
        return self.pipeline.get_by_name(name)

    def check_errors(self):
        message = self.bus.pop_filtered(Gst.MessageType.ERROR)
        if message:
            error, debug = message.parse_error()
            raise AssertionError(f"{error.message}: {debug}")

    def wait_for(self, what, condition, timeout=20):
        deadline = time.monotonic() + timeout
        while not condition():
            self.check_errors()
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout} s for {what}")
            # Paced by the bus: nothing comes, so this is a deadline of 20 ms.
            self.bus.timed_pop_filtered(20 * Gst.MSECOND,
                                        Gst.MessageType.EOS)


class BrowserCase(unittest.TestCase):
    """A pipeline that serves the page, and a browser that opens it."""

    @classmethod
    def setUpClass(cls):
        if not cdp.find_chromium():
            raise unittest.SkipTest("Chromium is not installed")
        BrowserCase.port = cls.first_port

    def setUp(self):
        BrowserCase.port += 1
        self.uri = f"http://127.0.0.1:{self.port}/"

    def pipeline(self, before="", properties="", after=""):
        return Pipeline(f"{before} peerconnection name=pc "
                        f"signaling-uri={self.uri} {properties} {after}")

    def browser(self, script=None):
        browser = cdp.Chromium()
        self.addCleanup(browser.close)
        if script:
            browser.before_load(script)
        browser.open(self.uri)
        return browser

    def wait_connected(self, browser):
        try:
            browser.wait_for("the connection", "!!window.pc && "
                             "window.pc.connectionState === 'connected'")
        except cdp.Timeout as timeout:
            states = browser.evaluate(
                "window.pc ? [pc.signalingState, pc.iceConnectionState, "
                "pc.iceGatheringState, pc.connectionState].join() : 'no pc'")
            log = browser.evaluate("document.querySelector('#log').innerText")
            raise AssertionError(f"{timeout}; {states}; {log}") from timeout


class BrowserTest(BrowserCase):
    first_port = PORT

    # -- media ------------------------------------------------------------

    def test_picture_and_sound_reach_the_browser(self):
        with self.pipeline(VIDEO.format(color="0xffff0000"), "", AUDIO) as p:
            browser = self.browser()
            self.wait_connected(browser)
            p.wait_for("a red picture", lambda: is_near(
                browser.evaluate(VIDEO_COLOR), (255, 0, 0)))
            p.wait_for("sound", lambda: browser.evaluate(INBOUND).get(
                "audio", {}).get("totalAudioEnergy", 0) > 0.001)
            if "SCREENSHOT" in os.environ:
                browser.screenshot(os.environ["SCREENSHOT"])

    def test_h264_picture_reaches_the_browser(self):
        if not Gst.ElementFactory.find("x264enc"):
            self.skipTest("x264enc is not installed")
        with self.pipeline(H264) as p:
            browser = self.browser()
            if not browser.evaluate(PLAYS_H264):
                self.skipTest("this Chromium has no H.264")
            self.wait_connected(browser)
            p.wait_for("a red picture", lambda: is_near(
                browser.evaluate(VIDEO_COLOR), (255, 0, 0)))
            caps = p.get("pay").get_static_pad("src").get_current_caps()
            self.assertEqual(caps.get_structure(0).get_string(
                "profile-level-id")[:4], "42c0")

    def test_camera_and_microphone_reach_the_pipeline(self):
        sink = ("pc. ! application/x-rtp,media=video ! rtpvp8depay ! vp8dec ! "
                "videoconvert ! appsink name=picture sync=false drop=true "
                "max-buffers=1 caps=video/x-raw,format=RGB "
                "pc. ! application/x-rtp,media=audio ! rtpopusdepay ! opusdec "
                "! audioconvert ! level name=level post-messages=false ! "
                "appsink name=sound sync=false drop=true max-buffers=1 "
                "caps=audio/x-raw,format=S16LE")
        with self.pipeline("", "receive=video,audio", sink) as p:
            browser = self.browser(FAKE_DEVICES)
            self.wait_connected(browser)

            def color():
                sample = p.get("picture").emit("try-pull-sample",
                                               20 * Gst.MSECOND)
                if not sample:
                    return None
                data = sample.get_buffer().extract_dup(3 * 320 * 100, 3)
                return tuple(data)

            def loudness():
                sample = p.get("sound").emit("try-pull-sample",
                                             20 * Gst.MSECOND)
                if not sample:
                    return 0
                buffer = sample.get_buffer()
                data = buffer.extract_dup(0, buffer.get_size() & ~1)
                return max(map(abs, struct.unpack(f"<{len(data) // 2}h",
                                                  data)), default=0)

            p.wait_for("a blue picture",
                       lambda: is_near(color(), (0, 0, 255)))
            p.wait_for("a tone", lambda: loudness() > 1000)

    def test_both_ways_at_once(self):
        sink = ("pc. ! application/x-rtp,media=video ! rtpvp8depay ! vp8dec ! "
                "fakesink name=picture sync=false")
        with self.pipeline(VIDEO.format(color="0xff00ff00"),
                           "receive=video,audio", AUDIO + " " + sink) as p:
            browser = self.browser(FAKE_DEVICES)
            self.wait_connected(browser)
            p.wait_for("a green picture", lambda: is_near(
                browser.evaluate(VIDEO_COLOR), (0, 255, 0)))
            p.wait_for("frames from the browser", lambda: p.get(
                "picture").props.last_sample is not None)

    def test_picture_loss_asks_for_a_key_frame(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            requests = []

            def count(_pad, info):
                structure = info.get_event().get_structure()
                if structure and structure.get_name() == "GstForceKeyUnit":
                    requests.append(time.monotonic())
                return Gst.PadProbeReturn.OK

            p.get("encoder").get_static_pad("src").add_probe(
                Gst.PadProbeType.EVENT_UPSTREAM, count)
            browser = self.browser()
            self.wait_connected(browser)
            p.wait_for("frames", lambda: browser.evaluate(INBOUND).get(
                "video", {}).get("framesDecoded", 0) > 10)
            before = len(requests)
            keys = browser.evaluate(INBOUND)["video"]["keyFramesDecoded"]

            lost = []

            def lose(_pad, info):
                lost.append(1)
                return (Gst.PadProbeReturn.DROP if len(lost) < 15
                        else Gst.PadProbeReturn.REMOVE)

            p.get("pay").get_static_pad("src").add_probe(
                Gst.PadProbeType.BUFFER | Gst.PadProbeType.BUFFER_LIST, lose)
            p.wait_for("a request after the loss",
                       lambda: len(requests) > before)
            p.wait_for("a new key frame", lambda: browser.evaluate(INBOUND)
                       ["video"]["keyFramesDecoded"] > keys)
            self.assertGreater(browser.evaluate(INBOUND)["video"]["pliCount"],
                               0)

    # -- data -------------------------------------------------------------

    def check_messages(self, p, browser, channel):
        received = []
        channel.connect("message", lambda _c, e: received.append(
            e.props.text if e.props.text is not None
            else e.props.bytes.get_data()))
        browser.wait_for("the browser's channel to open",
                         "window.channel.readyState === 'open'")
        p.wait_for("the pipeline's channel to open", lambda:
                   channel.props.ready_state.value_nick == "open")
        browser.evaluate("""window.got = [];
            channel.binaryType = 'arraybuffer';
            channel.addEventListener('message', e => got.push(
              typeof e.data === 'string' ? e.data
                : Array.from(new Uint8Array(e.data))));
            channel.send('grüße'); channel.send('');
            channel.send(new Uint8Array([0, 1, 255])); 0""")
        p.wait_for("three messages", lambda: len(received) == 3)
        self.assertEqual(received, ["grüße", "", b"\x00\x01\xff"])
        channel.send_string("straße")
        channel.send_string("")
        channel.send_bytes(GLib.Bytes.new(b"\x02\x00"))
        big = "x" * 200000
        channel.send_string(big)
        browser.wait_for("four messages", "got.length === 4")
        self.assertEqual(browser.evaluate("got.slice(0, 3)"),
                         ["straße", "", [2, 0]])
        self.assertEqual(browser.evaluate("got[3].length"), len(big))

    def test_data_channel_when_the_pipeline_offers(self):
        with self.pipeline() as p:
            channel = p.connection.create_data_channel("data", None)
            browser = self.browser("""
                const Real = RTCPeerConnection;
                window.RTCPeerConnection = function (...a) {
                  const pc = new Real(...a);
                  pc.addEventListener('datachannel',
                    e => { window.channel = e.channel; });
                  return pc; };""")
            browser.wait_for("a channel", "!!window.channel")
            self.check_messages(p, browser, channel)

    def test_data_channel_when_the_browser_offers(self):
        with self.pipeline() as p:
            channels = []
            p.connection.connect("datachannel", lambda _p, e:
                                 channels.append(e.props.channel))
            browser = self.browser()
            browser.wait_for("the page", "!!window.pc")
            browser.evaluate("window.channel = pc.createDataChannel('x'); 0")
            p.wait_for("a channel", lambda: channels)
            self.check_messages(p, browser, channels[0])

    def test_browser_offers_media(self):
        with self.pipeline(
                "", "", "pc. ! application/x-rtp,media=video ! rtpvp8depay ! "
                "vp8dec ! fakesink name=picture sync=false") as p:
            browser = self.browser(FAKE_DEVICES)
            browser.wait_for("the page", "!!window.pc")
            browser.evaluate("""navigator.mediaDevices.getUserMedia(
                {video: true}).then(s => { pc.addTrack(s.getTracks()[0], s); })
                """)
            self.wait_connected(browser)
            p.wait_for("frames from the browser", lambda: p.get(
                "picture").props.last_sample is not None)

    # -- the page ---------------------------------------------------------

    def test_reload_makes_a_new_connection(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            browser = self.browser()
            for _ in range(3):
                self.wait_connected(browser)
                p.wait_for("a red picture", lambda: is_near(
                    browser.evaluate(VIDEO_COLOR), (255, 0, 0)))
                browser.open(self.uri)


if __name__ == "__main__":
    Gst.init(None)
    unittest.main(verbosity=2)
