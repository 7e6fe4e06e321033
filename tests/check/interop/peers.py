#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# peers.py BUILD_DIR: calls with aiortc and with pion, each side offering, so
# that each end is once the client and once the server of DTLS.

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peercall import Call, Inbox, Program, aiortc, build_pion
from gi.repository import GLib, Gst

BUILD = sys.argv.pop(1) if len(sys.argv) > 1 else 'build'
BIG = bytes(range(256)) * 240           # many records, one message
PIPELINE = '''
    videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=15/1
      ! vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay
      ! peerconnection name=pc receive=video
'''
Gst.init(None)


class Calls(Call):
    def setUp(self):
        self.peer = self.start_peer()
        self.pipeline = Gst.parse_launch(PIPELINE)
        self.element = self.pipeline.get_by_name('pc')
        self.element.connect('pad-added', self.on_pad)
        self.received = {}
        self.pipeline.set_state(Gst.State.PLAYING)
        self.connection = self.element.props.peer_connection
        self.watch()

    def tearDown(self):
        self.pipeline.set_state(Gst.State.NULL)
        self.peer.stop()

    def on_pad(self, _element, pad):
        if not pad.name.startswith('src_'):
            return
        sink = Gst.ElementFactory.make('fakesink')
        for name, value in (('sync', False), ('async', False),
                            ('signal-handoffs', True)):
            sink.set_property(name, value)
        media = pad.get_current_caps()[0]['media']
        sink.connect('handoff', self.on_buffer, media)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad('sink'))

    def on_buffer(self, _sink, _buffer, _pad, media):
        self.received[media] = self.received.get(media, 0) + 1
        self.wake()

    def echo(self, channel):
        inbox = Inbox(channel)
        self.wait(lambda: channel.props.ready_state.value_nick == 'open',
                  'an open channel')
        channel.send_string('grüezi')
        channel.send_bytes(GLib.Bytes.new(BIG))
        self.wait(lambda: len(inbox.messages) == 2, 'two messages')
        self.assertEqual(inbox.messages, ['grüezi', BIG])

    def media(self):
        self.wait(lambda: self.peer.hears(media='video'), 'our video there')
        self.wait(lambda: self.received.get('video', 0) >= 5,
                  'their video here')

    def test_we_offer(self):
        channel = self.connection.create_data_channel('ours', None)
        self.describe(media=True)
        self.take()
        self.connected()
        self.echo(channel)
        self.media()
        channel.close()
        self.wait(lambda: self.peer.hears(closed='ours'), 'a closed channel')

    def test_they_offer(self):
        self.peer.say(do='offer', channel=True, media=True)
        self.take()
        self.describe()
        self.connected()
        self.assertEqual(self.role(), 'client')
        self.wait(lambda: self.channels, 'their channel')
        self.echo(self.channels[0])
        self.media()


class Aiortc(Calls, unittest.TestCase):
    def start_peer(self):
        return aiortc()


class Pion(Calls, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = build_pion(BUILD)

    def start_peer(self):
        return Program(self.program)


if __name__ == '__main__':
    unittest.main(verbosity=2)
