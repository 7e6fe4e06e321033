#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# lossy.py: two connections, and between them a relay of datagrams that loses
# some. What is reliable arrives, what is not vanishes.

import os
import random
import re
import select
import socket
import sys
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peercall import Inbox, Waiting
from gi.repository import GLib, Gst
from gi.repository.GstPeerConnection import (
    RTCConfiguration, RTCDataChannelInit, RTCDataMeta, RTCPeerConnection,
    RTCPeerConnectionState, RTCSessionDescription)

LOSS = 0.1
SILENCE_S = 0.2             # longer than BRIEF_MS, shorter than a deadline
BRIEF_MS = 1
APPLICATION_DATA = 23       # RFC 6347 section 4.1
MESSAGES = 300
SIZE = 1000                 # bytes: a packet each
CANDIDATE = re.compile(r'a=candidate:\S+ 1 UDP \d+ (\d+\.\d+\.\d+\.\d+) (\d+) '
                       r'typ host.*\r\n', re.IGNORECASE)
ANY_CANDIDATE = re.compile(r'a=candidate:.*\r\n')
Gst.init(None)


class Relay:
    """Stands for each of two peers before the other."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.loss = 0.0         # of DTLS; ICE must not think that all is over
        self.cut = False        # all is lost,
        self.mends = False      # until something was and nothing comes
        self.lost = 0
        self.largest = 0        # bytes of a datagram of SCTP
        self.places = []        # of the peers: (address, port)
        self.sockets = []       # the one that stands for that peer
        self.end, self.ended = socket.socketpair()
        self.thread = threading.Thread(target=self.carry)

    def stand_for(self, sdp):
        """A description with the relay's address, for the other peer."""
        found = CANDIDATE.search(sdp)
        place = (found[1], int(found[2]))
        stand_in = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        stand_in.bind((place[0], 0))
        self.places.append(place)
        self.sockets.append(stand_in)
        line = found[0].replace('%s %d' % place,
                                '%s %d' % stand_in.getsockname())
        return ANY_CANDIDATE.sub('', sdp).replace(
            'a=end-of-candidates', line + 'a=end-of-candidates')

    def carry(self):
        while True:
            mends = self.mends and self.lost > 0
            ready, _, _ = select.select(self.sockets + [self.ended], [], [],
                                        SILENCE_S)
            if self.ended in ready:
                return
            if mends and not ready:
                self.cut = self.mends = False
                GLib.MainContext.default().wakeup()
            for stand_in in ready:
                to = self.sockets.index(stand_in)
                packet, place = stand_in.recvfrom(65536)
                if place != self.places[1 - to]:
                    continue
                # RFC 7983: DTLS begins so.
                if not 20 <= packet[0] <= 63:
                    self.sockets[1 - to].sendto(packet, self.places[to])
                    continue
                if packet[0] == APPLICATION_DATA:
                    self.largest = max(self.largest, len(packet))
                if self.cut or self.random.random() < self.loss:
                    self.lost += 1
                    continue
                self.sockets[1 - to].sendto(packet, self.places[to])

    def stop(self):
        self.end.send(b'.')
        self.thread.join()
        for one in self.sockets + [self.end, self.ended]:
            one.close()


def payload(number):
    return GLib.Bytes.new(number.to_bytes(4, 'big') * (SIZE // 4))


def number(message):
    assert message == message[:4] * (SIZE // 4)
    return int.from_bytes(message[:4], 'big')


class Peers(Waiting):
    def setUp(self):
        self.relay = Relay(8831)
        self.arrived = {}
        self.a = self.sender()
        self.b = self.connection()
        self.b.connect('datachannel', self.on_channel)
        self.control = self.open('control')
        offer = self.describe_here(self.a)
        self.promise(self.b, 'set_remote_description', self.through(offer))
        answer = self.describe_here(self.b)
        self.promise(self.a, 'set_remote_description', self.through(answer))
        self.relay.thread.start()
        self.addCleanup(self.relay.stop)
        for end in (self.a, self.b):
            self.wait(lambda: end.props.connection_state
                      == RTCPeerConnectionState.CONNECTED, 'connected')

    def connection(self):
        connection = RTCPeerConnection.new(RTCConfiguration())
        self.addCleanup(connection.close)
        return self.watch(connection)

    def watch(self, connection):
        for name in ('connectionstatechange', 'icegatheringstatechange'):
            connection.connect(name, self.wake)
        return connection

    def through(self, description):
        return RTCSessionDescription.new(
            description.props.type, self.relay.stand_for(description.props.sdp))

    def on_channel(self, _connection, event):
        channel = event.props.channel
        self.arrived[channel.props.label] = (channel, Inbox(channel))
        self.wake()

    def told(self):
        return '; %d packets lost, arrived: %s' % (self.relay.lost, {
            label: len(inbox.messages)
            for label, (_, inbox) in self.arrived.items()})

    def open(self, label, **settings):
        return self.a.create_data_channel(label,
                                          RTCDataChannelInit(**settings))

    def open_both(self, label, **settings):
        """On a way that loses nothing yet."""
        channel = self.open(label, **settings)
        return channel, self.wait_both(channel)

    def wait_both(self, channel):
        """With a word back: until it has come, all that the one who opens
        sends is ordered (RFC 8832 section 6)."""
        label = channel.props.label
        back = Inbox(channel)
        self.wait(lambda: label in self.arrived, 'the channel ' + label)
        self.arrived[label][0].send_string('here')
        self.wait(lambda: back.messages, 'a word back')
        return self.arrived[label][1]

    def cut(self, send):
        """What is sent is sent in vain, until nothing more is."""
        self.relay.cut = True
        send()
        self.relay.mends = True
        self.wait(lambda: not self.relay.cut, 'the sender to fall silent')

    def end(self, channel):
        """All that was sent has arrived, or was given up."""
        channel.close()
        self.wait(lambda: channel.props.ready_state.value_nick == 'closed',
                  'the channel to close')
        there = self.arrived[channel.props.label][0]
        self.wait(lambda: there.props.ready_state.value_nick == 'closed',
                  'it to close there')


class Channels(Peers, unittest.TestCase):
    sender = Peers.connection

    def send_many(self, **settings):
        """The numbers of those of MESSAGES that arrive."""
        channel, inbox = self.open_both('many', **settings)
        self.relay.loss = LOSS
        for i in range(MESSAGES):
            channel.send_bytes(payload(i))
        self.end(channel)
        self.assertGreater(self.relay.lost, 0)
        return [number(message) for message in inbox.messages]

    # -- nothing is lost -----------------------------------------------------

    def test_datagrams_are_small(self):
        """No path fragments them (RFC 8261 section 5): with the header of
        TURN's channels, 4 bytes, of UDP and of IPv6, 48, they have fewer than
        the 1280 bytes of RFC 8200 section 5."""
        self.wait(lambda: 'control' in self.arrived, 'the channel')
        self.control.send_bytes(GLib.Bytes.new(bytes(100000)))
        inbox = self.arrived['control'][1]
        self.wait(lambda: inbox.messages, 'the message')
        self.assertLessEqual(self.relay.largest, 1200)
        self.assertGreater(self.relay.largest, 1100)

    # -- some are lost -------------------------------------------------------

    def test_reliable(self):
        self.assertEqual(self.send_many(), list(range(MESSAGES)))

    def test_unordered(self):
        arrived = self.send_many(ordered=False)
        self.assertEqual(sorted(arrived), list(range(MESSAGES)))
        self.assertNotEqual(arrived, sorted(arrived))

    def test_sent_once(self):
        arrived = self.send_many(max_retransmits=0)
        self.assertLess(len(arrived), MESSAGES)
        self.assertGreater(len(arrived), 0)
        self.assertEqual(arrived, sorted(set(arrived)))

    def test_sent_once_in_any_order(self):
        arrived = self.send_many(ordered=False, max_retransmits=0)
        self.assertLess(len(arrived), MESSAGES)
        self.assertGreater(len(arrived), 0)
        self.assertEqual(len(arrived), len(set(arrived)))

    # -- all are lost for a while ---------------------------------------------

    def test_lifetime(self):
        brief, vanished = self.open_both('brief', max_packet_life_time=BRIEF_MS)
        patient, late = self.open_both('patient', max_packet_life_time=65535)

        def send():
            for i in range(20):
                brief.send_bytes(payload(i))
                patient.send_bytes(payload(i))
                self.control.send_bytes(payload(i))

        self.cut(send)
        self.end(brief)
        self.assertEqual(vanished.messages, [])
        for inbox in (late, self.arrived['control'][1]):
            self.wait(lambda: len(inbox.messages) == 20, 'what lives longer')
            self.assertEqual([number(m) for m in inbox.messages],
                             list(range(20)))


class Pads(Peers, unittest.TestCase):
    def sender(self):
        pipeline = Gst.Pipeline.new()
        element = Gst.ElementFactory.make('peerconnection')
        pipeline.add(element)
        self.addCleanup(pipeline.set_state, Gst.State.NULL)
        pipeline.set_state(Gst.State.PLAYING)
        self.pad = element.request_pad_simple('data_0')
        self.source = Gst.Pad.new(None, Gst.PadDirection.SRC)
        self.source.set_active(True)
        self.source.link(self.pad)
        segment = Gst.Segment()
        segment.init(Gst.Format.BYTES)
        self.source.push_event(Gst.Event.new_stream_start('x'))
        self.source.push_event(Gst.Event.new_segment(segment))
        return self.watch(element.props.peer_connection)

    def test_reliability_of_a_buffer(self):
        inbox = self.wait_both(self.pad.props.channel)

        def send():
            for i in range(40):
                buffer = Gst.Buffer.new_wrapped(payload(i).get_data())
                if i % 2:
                    RTCDataMeta.add(buffer, True, BRIEF_MS, -1)
                self.assertEqual(self.source.push(buffer), Gst.FlowReturn.OK)

        self.cut(send)
        self.wait(lambda: len(inbox.messages) >= 20, 'what lives longer')
        self.assertEqual([number(m) for m in inbox.messages],
                         list(range(0, 40, 2)))


if __name__ == '__main__':
    unittest.main(verbosity=2)
