#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# servers.py: what a connection tells of its ICE servers and its transport.

import socket
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import Gst
from gi.repository.GstPeerConnection import (
    RTCConfiguration, RTCIceGatheringState, RTCIceServer, RTCPeerConnection)

from waiting import finish, wait

Gst.init(None)


def closed_port():
    """A UDP port of loopback where nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Servers(unittest.TestCase):

    def setUp(self):
        self.url = 'stun:127.0.0.1:%d' % closed_port()
        configuration = RTCConfiguration()
        configuration.add_ice_server(RTCIceServer(urls=[self.url]))
        self.connection = RTCPeerConnection.new(configuration)
        self.errors = []
        self.connection.connect(
            'icecandidateerror', lambda _, event: self.errors.append(
                (event, self.connection.props.ice_gathering_state)))
        self.channel = self.connection.create_data_channel('x', None)

    def tearDown(self):
        self.connection.close()

    def test_error_of_a_server_that_is_not_there(self):
        finish(self.connection, 'set_local_description', None)
        wait(lambda: self.connection.props.ice_gathering_state
             == RTCIceGatheringState.COMPLETE, 'gathering')
        self.assertEqual(len(self.errors), 1)
        event, state = self.errors[0]
        self.assertEqual(state, RTCIceGatheringState.GATHERING)
        self.assertEqual(event.props.url, self.url)
        self.assertEqual(event.props.error_code, 701)
        self.assertTrue(event.props.error_text)
        # One that candidates tell anyway (webrtc-pc section 4.8.2).
        sdp = self.connection.props.local_description.props.sdp
        self.assertIn(' %s %d typ host' % (
            event.props.address, event.props.port), sdp)

    def test_parameters_are_those_of_the_description(self):
        finish(self.connection, 'set_local_description', None)
        transport = self.connection.props.sctp.props.transport
        ice = transport.props.ice_transport
        parameters = ice.get_local_parameters()
        sdp = self.connection.props.local_description.props.sdp
        self.assertIn('a=ice-ufrag:%s\r\n'
                      % parameters.props.username_fragment, sdp)
        self.assertIn('a=ice-pwd:%s\r\n' % parameters.props.password, sdp)
        self.assertIsNone(ice.get_remote_parameters())


if __name__ == '__main__':
    unittest.main(verbosity=2)
