#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A call between two peerconnection elements, watched from outside.

Ten seconds of VP8 and Opus from alice to bob over real ICE, DTLS-SRTP and
SCTP, a data channel beside them, a line a second, a summary, and the last
received picture as a PNG. Exits with 1 when no frame arrived.
"""

import argparse
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstVideo", "1.0")
gi.require_version("GstPeerConnection", "1.0")
from gi.repository import GLib, Gst, GstVideo  # noqa: E402
from gi.repository import GstPeerConnection  # noqa: E402, F401

PIPELINE = """
  videotestsrc is-live=true pattern=ball
    ! video/x-raw,width=640,height=360,framerate=30/1
    ! vp8enc name=encoder deadline=1 target-bitrate=1000000
    ! rtpvp8pay ! peerconnection name=alice signaling-uri=loopback:two-peers
  audiotestsrc is-live=true ! opusenc ! rtpopuspay ! alice.
  peerconnection name=bob signaling-uri=loopback:two-peers
  bob. ! application/x-rtp,media=video ! rtpvp8depay name=vdepay ! vp8dec
    ! videoconvert ! appsink name=picture sync=false max-buffers=1 drop=true
      caps=video/x-raw,format=RGB
  bob. ! application/x-rtp,media=audio ! rtpopusdepay name=adepay ! opusdec
    ! fakesink sync=false
"""


class Counter:
    """Counts what passes a pad."""

    def __init__(self, element, pad):
        self.buffers = self.bytes = 0
        element.get_static_pad(pad).add_probe(Gst.PadProbeType.BUFFER,
                                              self._count)

    def _count(self, _pad, info):
        self.buffers += 1
        self.bytes += info.get_buffer().get_size()
        return Gst.PadProbeReturn.OK


class Call:
    def __init__(self, seconds, png):
        self.seconds, self.png = seconds, png
        self.second = self.last_bytes = 0
        self.round_trips = []
        self.sample = None
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.parse_launch(PIPELINE)
        self.alice = self.pipeline.get_by_name("alice")
        self.bob = self.pipeline.get_by_name("bob")
        self.sent = Counter(self.pipeline.get_by_name("encoder"), "src")
        self.video = Counter(self.pipeline.get_by_name("vdepay"), "src")
        self.audio = Counter(self.pipeline.get_by_name("adepay"), "src")
        self.connect_data_channel()
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.on_error)

    def connect_data_channel(self):
        self.echoes = []        # keeps bob's channels alive
        self.channel = self.alice.props.peer_connection.create_data_channel(
            "ping", None)
        self.channel.connect("message", self.on_pong)
        self.bob.props.peer_connection.connect("datachannel",
                                               self.on_data_channel)

    def on_data_channel(self, _connection, event):
        channel = event.props.channel
        channel.connect("message",
                        lambda c, e: c.send_string(e.props.text))
        self.echoes.append(channel)

    def on_pong(self, _channel, event):
        sent = int(event.props.text)
        self.round_trips.append((time.monotonic_ns() - sent) / 1e6)

    def on_error(self, _bus, message):
        error, debug = message.parse_error()
        print(f"error: {error.message}\n{debug}", file=sys.stderr)
        self.loop.quit()

    def on_second(self):
        self.second += 1
        connection = self.bob.props.peer_connection
        kbits = (self.video.bytes - self.last_bytes) * 8 / 1000
        self.last_bytes = self.video.bytes
        print(f"{self.second:3d} s  connection "
              f"{connection.props.connection_state.value_nick:<10s} ICE "
              f"{connection.props.ice_connection_state.value_nick:<10s} "
              f"frames sent {self.sent.buffers:4d} received "
              f"{self.video.buffers:4d}  audio packets "
              f"{self.audio.buffers:4d}  {kbits:6.0f} kbit/s", flush=True)
        if self.channel.props.ready_state.value_nick == "open":
            self.channel.send_string(str(time.monotonic_ns()))
        if self.second >= self.seconds:
            self.loop.quit()
            return GLib.SOURCE_REMOVE
        return GLib.SOURCE_CONTINUE

    def transport(self, element, factory):
        iterator = element.iterate_recurse()
        while True:
            result, child = iterator.next()
            if result != Gst.IteratorResult.OK:
                return None
            if type(child).__gtype__.name == factory:
                return child

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        GLib.timeout_add_seconds(1, self.on_second)
        self.loop.run()
        sink = self.pipeline.get_by_name("picture")
        self.sample = sink.emit("try-pull-sample", Gst.SECOND)
        self.report()
        self.pipeline.set_state(Gst.State.NULL)
        return 0 if self.video.buffers > 0 and self.sample else 1

    def report(self):
        ice = self.transport(self.bob, "GstRTCIce")
        dtls = self.transport(self.bob, "GstRTCDtlsSrtp")
        print("\nSummary")
        print(f"  video frames      {self.sent.buffers} encoded, "
              f"{self.video.buffers} received")
        print(f"  audio packets     {self.audio.buffers} received")
        if ice:
            print(f"  candidate pair    {ice.props.selected_pair}")
        if dtls:
            print(f"  DTLS              {dtls.props.dtls_version}, "
                  f"{dtls.props.cipher}")
            print(f"  SRTP profile      {dtls.props.srtp_profile}")
        if self.round_trips:
            best = min(self.round_trips)
            print(f"  data channel      {len(self.round_trips)} round trips, "
                  f"the fastest in {best:.2f} ms")
        if self.sample:
            self.write_png()
            print(f"  received picture  {self.png}")
        else:
            print("  no frame arrived")

    def write_png(self):
        image = GstVideo.video_convert_sample(
            self.sample, Gst.Caps.from_string("image/png"), 5 * Gst.SECOND)
        ok, mapped = image.get_buffer().map(Gst.MapFlags.READ)
        with open(self.png, "wb") as file:
            file.write(mapped.data)
        image.get_buffer().unmap(mapped)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--png", default="received.png")
    arguments = parser.parse_args()
    Gst.init(None)
    return Call(arguments.seconds, arguments.png).run()


if __name__ == "__main__":
    sys.exit(main())
