#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# tcp.py: connections that have no UDP candidates.

import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GLib, Gst
from gi.repository.GstPeerConnection import (
    RTCDataChannelState, RTCIceGatheringState, RTCSessionDescription)

from waiting import finish, wait

MESSAGE = bytes(i * 7 % 256 for i in range(200000))
Gst.init(None)


def without_udp(description):
    lines = description.props.sdp.split('\r\n')
    return RTCSessionDescription(
        type=description.props.type,
        sdp='\r\n'.join(line for line in lines if ' udp ' not in line))


class Tcp(unittest.TestCase):

    def setUp(self):
        self.elements = [Gst.ElementFactory.make('peerconnection')
                         for _ in range(2)]
        for element in self.elements:
            element.set_property('ice-tcp', True)
        self.connections = [element.get_property('peer-connection')
                            for element in self.elements]

    def tearDown(self):
        for connection in self.connections:
            connection.close()

    def describe(self, connection, other):
        finish(connection, 'set_local_description', None)
        wait(lambda: connection.props.ice_gathering_state
             == RTCIceGatheringState.COMPLETE, 'gathering')
        description = without_udp(connection.props.local_description)
        self.assertIn(' tcp ', description.props.sdp)
        finish(other, 'set_remote_description', description)

    def test_large_messages(self):
        a, b = self.connections
        heard, channels = [], []
        channel = a.create_data_channel('x', None)
        b.connect('datachannel', lambda _, event: channels.append(
            event.props.channel))
        channel.connect('message', lambda _, event: heard.append(
            event.get_bytes().get_data()))
        self.describe(a, b)
        self.describe(b, a)
        wait(lambda: channels and channels[0].props.ready_state
             == RTCDataChannelState.OPEN, 'the channel')
        for _ in range(5):
            channels[0].send_bytes(GLib.Bytes.new(MESSAGE))
        wait(lambda: len(heard) == 5, 'the messages')
        self.assertTrue(all(message == MESSAGE for message in heard))
        ice = a.props.sctp.props.transport.props.ice_transport
        pair = ice.get_selected_candidate_pair()
        for end in pair.props.local, pair.props.remote:
            self.assertEqual(end.props.protocol.value_nick, 'tcp')


if __name__ == '__main__':
    unittest.main(verbosity=2)
