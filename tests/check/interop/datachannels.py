#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# datachannels.py BUILD_DIR MODULES_DIR: data channels with aiortc, pion,
# libdatachannel, libwebrtc and the browsers, each side offering, so that each
# end is once the client and once the server of DTLS.

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cdp
import marionette
from peercall import Call, Inbox, Page, Program, aiortc, build_pion, node
from gi.repository import GLib, Gst
from gi.repository.GstPeerConnection import (
    RTCConfiguration, RTCDataChannelInit, RTCDomError, RTCPeerConnection)

BUILD = sys.argv.pop(1) if len(sys.argv) > 1 else 'build'
MODULES = sys.argv.pop(1) if len(sys.argv) > 1 else 'build/npm/node_modules'
Gst.init(None)

# What a channel may be: our words, and what the peer's W3C attributes show.
KINDS = {
    'unordered': ({'ordered': False}, {'ordered': False}),
    'once': ({'ordered': False, 'max_retransmits': 0},
             {'ordered': False, 'maxRetransmits': 0}),
    'thrice': ({'max_retransmits': 3}, {'maxRetransmits': 3}),
    'short': ({'max_packet_life_time': 500, 'protocol': 'json'},
              {'maxPacketLifeTime': 500, 'protocol': 'json'}),
}


def pattern(size):
    return bytes((i * 7 + (i >> 8)) & 0xff for i in range(size))


def state(channel):
    return channel.props.ready_state.value_nick


class DataCalls(Call):
    takes_long_words = True     # a label and a protocol of 65,535 bytes
    tells_kind = True           # of a channel that we open,
    no_limit = None             # so
    max_message_size = 262144   # what it says that it takes
    big = 262144                # and what it really takes
    many = 20                   # channels at a time

    def setUp(self):
        self.peer = self.start_peer()
        self.addCleanup(self.peer.stop)
        self.connection = RTCPeerConnection.new(RTCConfiguration())
        self.addCleanup(self.connection.close)
        self.watch()

    def open(self, label, **settings):
        return self.connection.create_data_channel(
            label, RTCDataChannelInit(**settings))

    def wait_state(self, channel, wanted):
        self.wait(lambda: state(channel) == wanted, 'the channel "%s" to be '
                  '%s' % (channel.props.label, wanted))

    def wait_channel(self, label):
        self.wait(lambda: any(c.props.label == label for c in self.channels),
                  'their channel "%s"' % label)
        return next(c for c in self.channels if c.props.label == label)

    # -- what every channel must do -----------------------------------------

    def echo(self, channel):
        self.wait_state(channel, 'open')
        self.assertEqual(self.connection.props.sctp.props.max_message_size,
                         self.max_message_size)
        inbox = Inbox(channel)
        sent = ['grüezi', bytes([0, 1, 255]), '', b'', 'after the empty',
                pattern(self.big), 'ü' * (self.big // 2), 'end']
        for message in sent:
            if isinstance(message, str):
                channel.send_string(message)
            else:
                channel.send_bytes(GLib.Bytes.new(message))
        self.wait(lambda: len(inbox.messages) == len(sent), 'all echoes')
        self.assertEqual(inbox.messages, sent)

        with self.assertRaises(GLib.Error) as caught:
            channel.send_bytes(GLib.Bytes.new(bytes(
                self.max_message_size + 1)))
        self.assertTrue(caught.exception.matches(
            RTCDomError.quark(), RTCDomError.TYPE), caught.exception)

    def our_kinds(self):
        for label, (ours, theirs) in KINDS.items():
            channel = self.open(label, **ours)
            inbox = Inbox(channel)
            self.wait_state(channel, 'open')
            self.wait(lambda: self.peer.hears(channel=label), 'it there')
            if self.tells_kind:
                seen = next(m for m in self.peer.heard
                            if m.get('channel') == label)
                wanted = {'ordered': True, 'maxPacketLifeTime': self.no_limit,
                          'maxRetransmits': self.no_limit, 'protocol': '',
                          **theirs}
                self.assertEqual({k: seen[k] for k in wanted}, wanted, label)
            for i in range(20):
                channel.send_string(str(i))
            # On a way that loses nothing, all arrive; in what order is open.
            self.wait(lambda: len(inbox.messages) == 20, 'echoes')
            self.assertEqual(sorted(map(int, inbox.messages)),
                             list(range(20)))

    def their_kinds(self):
        for label, (ours, theirs) in KINDS.items():
            label = 'their ' + label
            self.peer.say(do='open', label=label, init=theirs)
            channel = self.wait_channel(label)
            wanted = {'ordered': True, 'max_packet_life_time': -1,
                      'max_retransmits': -1, 'protocol': '', **ours}
            self.assertEqual({name: channel.get_property(
                name.replace('_', '-')) for name in wanted}, wanted, label)

    def long_words(self):
        """65,535 bytes of UTF-8, but fewer characters."""
        label = 'ü' * 32767 + '.'
        channel = self.open(label, protocol='p' + 'ü' * 32767)
        self.wait_state(channel, 'open')
        self.wait(lambda: self.peer.hears(channel=label), 'the long label')
        self.assertTrue(self.peer.hears(channel=label,
                                        protocol='p' + 'ü' * 32767))
        self.peer.say(do='open', label='ö' + label[1:], init={})
        self.wait_channel('ö' + label[1:])

    def agreed(self):
        """Both make it, with an id that they agreed on."""
        for kind in ({}, {'ordered': False}):
            number = 77 + len(kind)
            label = 'agreed %d' % number
            channel = self.open(label, negotiated=True, id=number, **kind)
            inbox = Inbox(channel)
            self.peer.say(do='open', label=label, init={
                'negotiated': True, 'id': number, **kind})
            self.wait_state(channel, 'open')
            self.wait(lambda: self.peer.hears(channel=label), 'it there')
            channel.send_string('grüezi')
            self.wait(lambda: inbox.messages, 'an echo')
            self.assertEqual(inbox.messages, ['grüezi'])
        self.assertFalse([c for c in self.channels
                          if c.props.label.startswith('agreed')])

    def many_at_a_time(self):
        """Each side opens half of them and closes half of each."""
        ids = None
        for turn in range(2):
            ours = ['%d: our %d' % (turn, i) for i in range(self.many // 2)]
            theirs = ['%d: their %d' % (turn, i)
                      for i in range(self.many // 2)]
            channels = [self.open(label) for label in ours]
            for label in theirs:
                self.peer.say(do='open', label=label, init={})
            channels += [self.wait_channel(label) for label in theirs]
            inboxes = [Inbox(channel) for channel in channels]
            for channel in channels:
                self.wait_state(channel, 'open')
                self.wait(lambda: self.peer.hears(
                    channel=channel.props.label), 'it there')
                channel.send_string(channel.props.label)
            self.wait(lambda: all(inbox.messages for inbox in inboxes),
                      'an echo on each channel')
            self.assertEqual([inbox.messages for inbox in inboxes],
                             [[label] for label in ours + theirs])
            self.assertEqual(len({c.props.id for c in channels}),
                             len(channels))
            # The second time with the ids that the first gave back.
            self.assertIn(ids, (None, [c.props.id for c in
                                       channels[:len(ours)]]))
            ids = [c.props.id for c in channels[:len(ours)]]
            for channel in channels[::2]:
                channel.close()
            for channel in channels[1::2]:
                self.peer.say(do='close', label=channel.props.label)
            for channel in channels:
                self.wait_state(channel, 'closed')
                self.wait(lambda: self.peer.hears(
                    closed=channel.props.label), 'its end there')

    def close_from_here(self):
        channel = self.open('ours')
        self.wait_state(channel, 'open')
        # Its close may come before libdatachannel's binding listens for it.
        self.wait(lambda: self.peer.hears(channel='ours'), 'it there')
        number = channel.props.id
        channel.send_string('last words')
        channel.close()
        self.wait_state(channel, 'closed')
        self.wait(lambda: self.peer.hears(closed='ours'), 'its end there')
        again = self.open('ours again')
        self.wait_state(again, 'open')
        self.assertEqual(again.props.id, number)

    def close_from_there(self):
        heard = []
        channel = self.open('to be closed')
        for name in ('closing', 'close', 'error'):
            channel.connect(name, lambda *_, name=name: (
                heard.append((name, state(channel))), self.wake()))
        self.wait(lambda: self.peer.hears(channel='to be closed'), 'it there')
        self.wait_state(channel, 'open')
        self.peer.say(do='close', label='to be closed')
        self.wait_state(channel, 'closed')
        self.wait(lambda: ('close', 'closed') in heard, 'the event close')
        self.assertEqual(heard, [('closing', 'closing'), ('close', 'closed')])

    def essentials(self, channel):
        self.echo(channel)
        self.our_kinds()
        self.their_kinds()
        if self.takes_long_words:
            self.long_words()
        self.agreed()
        self.many_at_a_time()
        self.close_from_here()
        self.close_from_there()

    def test_we_offer(self):
        channel = self.open('first')
        self.describe()
        self.take()
        self.connected()
        self.assertEqual(self.role(), 'server')
        self.essentials(channel)

    def test_they_offer(self):
        self.peer.say(do='offer', channel=True)
        self.take()
        self.describe()
        self.connected()
        self.assertEqual(self.role(), 'client')
        self.essentials(self.wait_channel('theirs'))


class Aiortc(DataCalls, unittest.TestCase):
    takes_long_words = False    # counts the characters of its own
    max_message_size = big = 65536

    def start_peer(self):
        return aiortc()


class Pion(DataCalls, unittest.TestCase):
    max_message_size = 65536    # no word of it: RFC 8841 section 6.1
    big = 65535                 # its buffer
    takes_long_words = False

    @classmethod
    def setUpClass(cls):
        cls.program = build_pion(BUILD)

    def start_peer(self):
        return Program(self.program)


class Libdatachannel(DataCalls, unittest.TestCase):
    tells_kind = False

    def start_peer(self):
        return node(MODULES, 'node-datachannel')


class InBrowser(DataCalls):
    @classmethod
    def start_browser(cls, program, start):
        if not program:
            raise unittest.SkipTest('it is not installed')
        cls.browser = start()
        cls.addClassCleanup(cls.browser.close)

    def start_peer(self):
        self.browser.open('about:blank')
        return Page(self.browser)


class Chromium(InBrowser, unittest.TestCase):
    many = 200

    @classmethod
    def setUpClass(cls):
        cls.start_browser(cdp.find_chromium(), cdp.Chromium)


class Firefox(InBrowser, unittest.TestCase):
    max_message_size = 64 << 20     # ours: its own is 1 GiB
    big = 1 << 20

    @classmethod
    def setUpClass(cls):
        cls.start_browser(marionette.find_firefox(),
                          lambda: marionette.Firefox(18072))


class Libwebrtc(DataCalls, unittest.TestCase):
    no_limit = 65535            # as W3C's drafts once had it

    def start_peer(self):
        return node(MODULES, '@roamhq/wrtc')


if __name__ == '__main__':
    unittest.main(verbosity=2)
