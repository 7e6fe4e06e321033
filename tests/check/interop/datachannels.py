#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Data channels between a pipeline and Chromium: large messages, many
channels, ids used again, unreliable ones; either side offers."""

import hashlib
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import BrowserCase  # noqa: E402
from gi.repository import GLib, Gst, GstPeerConnection  # noqa: E402

BIG = 256 * 1024     # bytes: what Chromium takes in one message
MANY = 200           # channels

# Every channel that the pipeline opens is in window.channels, by label, and
# echoes what it gets.
LISTEN = """
window.channels = {};
window.gone = [];
window.echo = (channel) => {
  channels[channel.label] = channel;
  channel.binaryType = 'arraybuffer';
  channel.onmessage = e => channel.send(e.data);
  channel.onclose = () => gone.push(channel.label);
};
const Real = RTCPeerConnection;
window.RTCPeerConnection = function (...a) {
  const pc = new Real(...a);
  pc.addEventListener('datachannel', e => echo(e.channel));
  return pc;
};
"""


def pattern(size):
    return bytes(i * 7 + (i >> 8) & 0xff for i in range(size))


def state(channel):
    return channel.props.ready_state.value_nick


class Inbox:
    """The messages of a channel, as they come."""

    def __init__(self, channel):
        self.messages = []
        channel.connect("message", self.on_message)

    def on_message(self, _channel, event):
        self.messages.append(event.props.text if event.props.text is not None
                             else event.props.bytes.get_data())


class DataChannelsTest(BrowserCase):
    first_port = 18380

    def create(self, p, label, **settings):
        init = GstPeerConnection.RTCDataChannelInit(**settings)
        return p.connection.create_data_channel(label, init)

    def open_all(self, p, channels):
        p.wait_for("the channels to open", lambda: all(
            state(c) == "open" for c in channels))

    # -- the pipeline offers ------------------------------------------------

    def test_large_messages_both_ways(self):
        with self.pipeline() as p:
            channel = self.create(p, "big")
            inbox = Inbox(channel)
            self.browser(LISTEN)
            self.open_all(p, [channel])
            sent = pattern(BIG)
            for _ in range(4):
                channel.send_bytes(GLib.Bytes.new(sent))
            channel.send_string("ü" * (BIG // 2))
            p.wait_for("five echoes", lambda: len(inbox.messages) == 5)
            for message in inbox.messages[:4]:
                self.assertEqual(hashlib.sha256(message).digest(),
                                 hashlib.sha256(sent).digest())
            self.assertEqual(inbox.messages[4], "ü" * (BIG // 2))

            self.assertEqual(p.connection.props.sctp.props.max_message_size,
                             BIG)
            with self.assertRaises(GLib.Error) as caught:
                channel.send_bytes(GLib.Bytes.new(bytes(BIG + 1)))
            self.assertTrue(caught.exception.matches(
                GstPeerConnection.RTCDomError.quark(),
                GstPeerConnection.RTCDomError.TYPE), caught.exception)

    def test_many_channels_closed_and_opened_again(self):
        with self.pipeline() as p:
            first = self.create(p, "first")
            browser = self.browser(LISTEN)
            self.open_all(p, [first])
            ids = None
            for turn in range(2):
                labels = [f"{turn}-{i}" for i in range(MANY)]
                channels = [self.create(p, label) for label in labels]
                inboxes = [Inbox(c) for c in channels]
                self.open_all(p, channels)
                for label, channel in zip(labels, channels):
                    channel.send_string(label)
                p.wait_for("an echo on each channel", lambda: all(
                    i.messages for i in inboxes))
                self.assertEqual([i.messages for i in inboxes],
                                 [[label] for label in labels])
                # The ids that the first turn gave back.
                self.assertIn(ids, (None, {c.props.id for c in channels}))
                ids = {c.props.id for c in channels}
                self.assertEqual(len(ids), MANY)
                # Each side closes half of them.
                for channel in channels[::2]:
                    channel.close()
                browser.evaluate(
                    f"for (let i = 1; i < {MANY}; i += 2) "
                    f"channels['{turn}-' + i].close(); 0")
                p.wait_for("the channels to close here", lambda: all(
                    state(c) == "closed" for c in channels))
                browser.wait_for("the channels to close there",
                                 f"gone.length === {MANY * (turn + 1)}")
            self.assertEqual(state(first), "open")

    def test_unreliable_channels(self):
        settings = [
            ({"ordered": False}, [False, None, None]),
            ({"ordered": False, "max_retransmits": 0}, [False, None, 0]),
            ({"max_packet_life_time": 500}, [True, 500, None]),
        ]
        with self.pipeline() as p:
            channels = [self.create(p, str(i), **s)
                        for i, (s, _) in enumerate(settings)]
            inboxes = [Inbox(c) for c in channels]
            browser = self.browser(LISTEN)
            self.open_all(p, channels)
            for i, (_, seen) in enumerate(settings):
                browser.wait_for("the channel", f"!!channels[{i}]")
                self.assertEqual(browser.evaluate(
                    f"(c => [c.ordered, c.maxPacketLifeTime, "
                    f"c.maxRetransmits])(channels[{i}])"), seen)
            # Nothing is lost on this way: all are echoed, in some order.
            for channel in channels:
                for k in range(50):
                    channel.send_string(str(k))
            p.wait_for("the echoes", lambda: all(
                len(i.messages) == 50 for i in inboxes))
            for inbox in inboxes:
                self.assertEqual(sorted(inbox.messages, key=int),
                                 [str(k) for k in range(50)])

    # -- the browser offers -------------------------------------------------

    def test_browser_opens_the_channels(self):
        with self.pipeline() as p:
            arrived = {}

            def on_datachannel(_connection, event):
                channel = event.props.channel
                arrived[channel.props.label] = (channel, Inbox(channel))

            p.connection.connect("datachannel", on_datachannel)
            browser = self.browser(LISTEN)
            browser.wait_for("the page", "!!window.pc")
            browser.evaluate("""
                echo(pc.createDataChannel('plain', {protocol: 'p'}));
                echo(pc.createDataChannel('life',
                  {ordered: false, maxPacketLifeTime: 300}));
                echo(pc.createDataChannel('once', {maxRetransmits: 0})); 0""")
            p.wait_for("three channels", lambda: len(arrived) == 3)
            plain, inbox = arrived["plain"]
            self.open_all(p, [c for c, _ in arrived.values()])
            self.assertEqual(plain.props.protocol, "p")
            life, once = arrived["life"][0], arrived["once"][0]
            self.assertFalse(life.props.ordered)
            self.assertEqual(life.props.max_packet_life_time, 300)
            self.assertTrue(once.props.ordered)
            self.assertEqual(once.props.max_retransmits, 0)

            browser.evaluate(f"""
                const sent = new Uint8Array({BIG});
                for (let i = 0; i < sent.length; i++)
                  sent[i] = i * 7 + (i >> 8);
                channels.plain.onmessage = e => {{ window.back = e.data; }};
                channels.plain.send(sent); 0""")
            p.wait_for("the large message", lambda: inbox.messages)
            self.assertEqual(inbox.messages[0], pattern(BIG))
            plain.send_bytes(GLib.Bytes.new(inbox.messages[0]))
            browser.wait_for("the large message back",
                             f"window.back && back.byteLength === {BIG}")
            self.assertTrue(browser.evaluate(
                "new Uint8Array(back).every("
                "(b, i) => b === (i * 7 + (i >> 8) & 255))"))

            # Closed there and opened again: the id is the same.
            number = plain.props.id
            browser.evaluate("channels.plain.close(); 0")
            p.wait_for("it to close", lambda: state(plain) == "closed")
            browser.wait_for("it to close there", "gone.length === 1")
            browser.evaluate("echo(pc.createDataChannel('again')); 0")
            p.wait_for("another channel", lambda: "again" in arrived)
            self.assertEqual(arrived["again"][0].props.id, number)


if __name__ == "__main__":
    Gst.init(None)
    unittest.main(verbosity=2)
