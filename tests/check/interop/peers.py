#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# peers.py BUILD_DIR: calls with aiortc and with pion, each side offering, so
# that each end is once the client and once the server of DTLS.

import json
import os
import shutil
import subprocess
import sys
import threading
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GLib, Gst
from gi.repository.GstPeerConnection import (
    RTCIceGatheringState, RTCPeerConnectionState, RTCSdpType,
    RTCSessionDescription)

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'peers')
BUILD = sys.argv.pop(1) if len(sys.argv) > 1 else 'build'
DEADLINE_S = 30
BIG = bytes(range(256)) * 240           # many records, one message
PIPELINE = '''
    videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=15/1
      ! vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay
      ! peerconnection name=pc receive=video
'''
Gst.init(None)


def build_pion():
    """The peer in Go; the packages of Debian are a GOPATH."""
    program = os.path.join(BUILD, 'pionpeer')
    source = os.path.join(HERE, 'pionpeer.go')
    if os.path.exists(program) and (os.path.getmtime(program)
                                    > os.path.getmtime(source)):
        return program
    place = os.path.join(BUILD, 'go', 'src', 'pionpeer')
    os.makedirs(place, exist_ok=True)
    shutil.copy(source, place)
    with open(os.path.join(place, 'go.mod'), 'w') as module:
        # what an import of .../v3 needs, even outside of modules
        module.write('module pionpeer\nrequire github.com/pion/webrtc/v3 v3\n')
    subprocess.run(['go', 'build', '-o', os.path.abspath(program), '.'],
                   cwd=place, check=True, env=dict(
        os.environ, GO111MODULE='off',
        GOPATH=os.path.abspath(os.path.join(BUILD, 'go'))
        + ':/usr/share/gocode',
        GOCACHE=os.path.abspath(os.path.join(BUILD, 'go', 'cache'))))
    return program


class Program:
    """The other end: a program, JSON lines its signalling."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.heard = []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.heard.append(json.loads(line))
            GLib.MainContext.default().wakeup()

    def say(self, **message):
        self.process.stdin.write(json.dumps(message) + '\n')
        self.process.stdin.flush()

    def hears(self, **words):
        return any(words.items() <= message.items() for message in self.heard)

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.reader.join()
            self.process.stdout.close()


class Calls:
    def setUp(self):
        self.peer = self.start_peer()
        self.pipeline = Gst.parse_launch(PIPELINE)
        self.element = self.pipeline.get_by_name('pc')
        self.element.connect('pad-added', self.on_pad)
        self.received = {}
        self.pipeline.set_state(Gst.State.PLAYING)
        self.connection = self.element.props.peer_connection
        self.channels = []
        self.connection.connect('datachannel', lambda _, event:
                                self.channels.append(event.props.channel))
        self.connection.connect('icegatheringstatechange', self.wake)
        self.connection.connect('connectionstatechange', self.wake)

    def tearDown(self):
        self.pipeline.set_state(Gst.State.NULL)
        self.peer.stop()

    def wake(self, *_):
        GLib.MainContext.default().wakeup()

    def on_pad(self, _element, pad):
        if pad.direction != Gst.PadDirection.SRC:
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

    def wait(self, condition, what):
        late = []
        timer = GLib.timeout_add_seconds(DEADLINE_S, lambda:
                                         late.append(True) or True)
        while not condition():
            if late:
                self.fail('waited %d s for %s; heard %s' % (
                    DEADLINE_S, what, self.peer.heard))
            GLib.MainContext.default().iteration(True)
        GLib.source_remove(timer)

    def promise(self, method, *arguments):
        settled = []

        def done(connection, result):
            try:
                settled.append((getattr(connection, method + '_finish')(
                    result), None))
            except GLib.Error as error:
                settled.append((None, error))
            self.wake()

        getattr(self.connection, method + '_async')(*arguments, None, done)
        self.wait(lambda: settled, method)
        value, error = settled[0]
        if error is not None:
            raise error
        return value

    def describe(self, **words):
        """Ours, with its candidates: these peers do not trickle."""
        self.promise('set_local_description', None)
        self.wait(lambda: self.connection.props.ice_gathering_state
                  == RTCIceGatheringState.COMPLETE, 'candidates')
        local = self.connection.props.local_description
        self.peer.say(description={'type': local.props.type.value_nick,
                                   'sdp': local.props.sdp}, **words)

    def take(self):
        self.wait(lambda: any('description' in message for message
                              in self.peer.heard), 'a description')
        words = next(message['description'] for message in self.peer.heard
                     if 'description' in message)
        kind = {'offer': RTCSdpType.OFFER, 'answer': RTCSdpType.ANSWER}
        self.promise('set_remote_description', RTCSessionDescription.new(
            kind[words['type']], words['sdp']))

    def echo(self, channel):
        heard = []

        def on_message(_channel, event):
            heard.append(event.props.bytes.get_data()
                         if event.props.text is None else event.props.text)
            self.wake()

        channel.connect('message', on_message)
        self.wait(lambda: channel.props.ready_state.value_nick == 'open',
                  'an open channel')
        channel.send_string('grüezi')
        channel.send_bytes(GLib.Bytes.new(BIG))
        self.wait(lambda: len(heard) == 2, 'two messages')
        self.assertEqual(heard, ['grüezi', BIG])

    def media(self):
        self.wait(lambda: self.peer.hears(media='video'), 'our video there')
        self.wait(lambda: self.received.get('video', 0) >= 5,
                  'their video here')

    def role(self):
        """Of DTLS: what this end's last description says."""
        sdp = self.connection.props.local_description.props.sdp
        return 'client' if 'a=setup:active' in sdp else 'server'

    def connected(self):
        self.wait(lambda: self.connection.props.connection_state
                  == RTCPeerConnectionState.CONNECTED, 'connected')
        self.wait(lambda: self.peer.hears(state='connected'),
                  'connected there')

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
        return Program('/usr/bin/python3', os.path.join(HERE,
                                                        'aiortcpeer.py'))


class Pion(Calls, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = build_pion()

    def start_peer(self):
        return Program(self.program)


if __name__ == '__main__':
    unittest.main(verbosity=2)
