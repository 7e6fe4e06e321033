#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A call with Chromium that changes while it goes on."""

import collections
import re
import threading
import unittest

import browser
from browser import FAKE_DEVICES, INBOUND, VIDEO, Gst

# A track of its own, of the same blue canvas.
ADD_VIDEO = """navigator.mediaDevices.getUserMedia({video: true}).then(s => {
  (window.added ??= []).push(
    pc.addTransceiver(s.getTracks()[0], {direction: 'sendonly'})); })"""
ROLE = re.compile(r"^a=setup:(\w+)", re.M)


class Pads:
    """What comes out of the source pads of an element, counted by pad."""

    def __init__(self, pipeline):
        self.pipeline = pipeline
        self.lock = threading.Lock()
        self.counts = collections.defaultdict(collections.Counter)
        pipeline.element.connect("pad-added", self.on_added)
        pipeline.element.connect("pad-removed", self.on_removed)

    def count(self, pad, what):
        with self.lock:
            self.counts[pad.get_name()][what] += 1

    def get(self, name, what):
        with self.lock:
            return self.counts[name][what]

    def on_added(self, _element, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        self.count(pad, "added")
        sink = Gst.ElementFactory.make("fakesink")
        sink.set_property("sync", False)
        sink.set_property("async", False)
        pad.add_probe(Gst.PadProbeType.BUFFER
                      | Gst.PadProbeType.EVENT_DOWNSTREAM, self.on_data)
        self.pipeline.element.get_parent().add(sink)
        pad.link(sink.get_static_pad("sink"))
        sink.sync_state_with_parent()

    def on_removed(self, _element, pad):
        if pad.get_direction() == Gst.PadDirection.SRC:
            self.count(pad, "removed")

    def on_data(self, pad, info):
        if info.type & Gst.PadProbeType.BUFFER:
            self.count(pad, "buffers")
            return Gst.PadProbeReturn.OK
        kind = info.get_event().type
        name = {Gst.EventType.GAP: "gap", Gst.EventType.EOS: "eos"}.get(kind)
        if name:
            self.count(pad, name)
        elif self.get(pad.get_name(), "buffers"):
            self.count(pad, "repeated")
        return Gst.PadProbeReturn.OK

    def wait_more(self, name, what, more):
        wanted = self.get(name, what) + more
        self.pipeline.wait_for(f"{wanted} {what} at {name}",
                               lambda: self.get(name, what) >= wanted)

    def check_untouched(self, test, name):
        with self.lock:
            counts = dict(self.counts[name])
        counts.pop("buffers")
        test.assertEqual(counts, {"added": 1})


class RenegotiationTest(browser.BrowserCase):
    first_port = browser.PORT + 100

    def wait_frames(self, page, p, more=10):
        def frames():
            return page.evaluate(INBOUND).get("video", {}).get(
                "framesDecoded", 0)
        wanted = frames() + more
        p.wait_for(f"{wanted} frames in the browser",
                   lambda: frames() >= wanted)

    def local_role(self, p):
        roles = set(ROLE.findall(p.connection.props.local_description
                                 .props.sdp))
        self.assertEqual(len(roles), 1)
        return roles.pop()

    def wait_stable(self, p, page):
        p.wait_for("both ends to be stable", lambda:
                   p.connection.props.signaling_state.value_nick == "stable"
                   and page.evaluate("pc.signalingState") == "stable")

    def test_tracks_come_and_go_while_the_first_plays(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            pads = Pads(p)
            page = self.browser(FAKE_DEVICES)
            self.wait_connected(page)
            self.wait_frames(page, p)
            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_1", "buffers", 10)
            for n in 1, 2:
                page.evaluate(ADD_VIDEO)
                pads.wait_more("src_2", "buffers", 10)
                page.evaluate("added.pop().stop()")
                p.wait_for("the pad to go", lambda:
                           pads.get("src_2", "removed") == n)
                self.assertEqual(pads.get("src_2", "eos"), n)
                pads.wait_more("src_1", "buffers", 10)
            pads.check_untouched(self, "src_1")
            self.wait_frames(page, p)
            stats = page.evaluate(INBOUND)["video"]
            self.assertEqual(stats["packetsLost"], 0)
            self.assertEqual(stats.get("freezeCount", 0), 0)

    def test_inactive_and_back(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            pads = Pads(p)
            page = self.browser(FAKE_DEVICES)
            self.wait_connected(page)
            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_1", "buffers", 10)
            for _ in range(2):
                page.evaluate("added[0].direction = 'inactive'; 0")
                pads.wait_more("src_1", "gap", 3)
                page.evaluate("added[0].direction = 'sendonly'; 0")
                pads.wait_more("src_1", "buffers", 10)
                self.wait_frames(page, p)
            self.assertEqual(pads.get("src_1", "added"), 1)
            self.assertEqual(pads.get("src_1", "eos"), 0)
            self.assertEqual(pads.get("src_1", "repeated"), 0)

    def test_removed_and_added_again(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            pads = Pads(p)
            page = self.browser(FAKE_DEVICES)
            self.wait_connected(page)
            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_1", "buffers", 10)
            page.evaluate("pc.removeTrack(added[0].sender)")
            pads.wait_more("src_1", "gap", 2)
            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_2", "buffers", 10)
            self.assertEqual(pads.get("src_1", "eos"), 0)

    def test_roles_stay_when_the_pipeline_began(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            pads = Pads(p)
            page = self.browser(FAKE_DEVICES)
            self.wait_connected(page)
            self.assertEqual(self.local_role(p), "actpass")
            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_1", "buffers", 10)
            self.wait_stable(p, page)
            # Chromium answered as the client: it stays one.
            self.assertEqual(self.local_role(p), "passive")
            self.assertEqual(page.evaluate("pc.connectionState"), "connected")

    def test_roles_stay_when_the_browser_began(self):
        with self.pipeline() as p:
            pads = Pads(p)
            page = self.browser(FAKE_DEVICES)
            page.wait_for("the page", "!!window.pc")
            page.evaluate(ADD_VIDEO)
            self.wait_connected(page)
            pads.wait_more("src_0", "buffers", 10)
            self.assertEqual(self.local_role(p), "active")

            source = Gst.parse_bin_from_description(
                "videotestsrc is-live=true ! video/x-raw,width=320,height=240 "
                "! vp8enc deadline=1 ! rtpvp8pay", True)
            p.element.get_parent().add(source)
            pad = p.element.request_pad_simple("video_%u")
            source.get_static_pad("src").link(pad)
            source.sync_state_with_parent()
            self.wait_frames(page, p)
            self.wait_stable(p, page)
            self.assertEqual(self.local_role(p), "actpass")
            self.assertIn("a=setup:passive",
                          page.evaluate("pc.currentLocalDescription.sdp"))

            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_2", "buffers", 10)
            self.wait_stable(p, page)
            self.assertEqual(self.local_role(p), "active")
            pads.check_untouched(self, "src_0")

    def test_an_offer_of_nothing_new_changes_nothing(self):
        with self.pipeline(VIDEO.format(color="0xffff0000")) as p:
            pads = Pads(p)
            page = self.browser(FAKE_DEVICES)
            self.wait_connected(page)
            page.evaluate(ADD_VIDEO)
            pads.wait_more("src_1", "buffers", 10)
            self.wait_stable(p, page)
            before = None
            for _ in range(3):
                states = []
                for signal in "iceconnectionstatechange", \
                        "connectionstatechange", "icegatheringstatechange", \
                        "icecandidate", "track", "negotiationneeded":
                    p.connection.connect(signal, lambda *a: states.append(a))
                turns = []
                p.connection.connect("signalingstatechange",
                                     lambda c: turns.append(c))
                page.evaluate(
                    "pc.dispatchEvent(new Event('negotiationneeded')); 0")
                p.wait_for("an offer and an answer",
                           lambda: len(turns) >= 2)
                self.wait_stable(p, page)
                lines = set(
                    p.connection.props.local_description.props.sdp.split(
                        "\r\n")[2:])
                self.assertTrue(before is None or lines == before)
                before = lines
                pads.wait_more("src_1", "buffers", 10)
                self.wait_frames(page, p)
                self.assertEqual(states, [])
            pads.check_untouched(self, "src_1")


if __name__ == "__main__":
    Gst.init(None)
    unittest.main(verbosity=2)
