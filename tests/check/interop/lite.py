#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# lite.py: connections with a peer that is ICE lite (RFC 8445 section 2.5): it
# answers checks, and never sends one.

import hashlib
import socket
import threading
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import Gst
from gi.repository.GstPeerConnection import (
    RTCIceRole, RTCIceTransportState, RTCPeerConnection, RTCSdpType,
    RTCSessionDescription)

import stunmessage as stun
from waiting import finish, own_address, wait

UFRAG, PASSWORD = 'lite', 'aPasswordOf22Characters'
SDP = '''v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=ice-lite
a=group:BUNDLE 0
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=candidate:1 1 udp 2130706431 {0} {1} typ host
a=end-of-candidates
a=ice-ufrag:{2}
a=ice-pwd:{3}
a=fingerprint:sha-256 {4}
a=setup:{5}
a=mid:0
a=sctp-port:5000
'''
Gst.init(None)


class Lite(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((own_address(), 0))
        self.socket.settimeout(0.05)
        self.wrong = []
        self.nominated = 0
        self.hellos = 0
        self.closing = False
        self.start()

    def sdp(self, setup):
        fingerprint = hashlib.sha256(b'nobody').hexdigest().upper()
        return SDP.replace('\n', '\r\n').format(
            *self.socket.getsockname(), UFRAG, PASSWORD,
            ':'.join(fingerprint[i:i + 2] for i in range(0, 64, 2)), setup)

    def close(self):
        self.closing = True
        self.join()
        self.socket.close()

    def run(self):
        while not self.closing:
            try:
                packet, source = self.socket.recvfrom(65536)
            except socket.timeout:
                continue
            message = stun.parse(packet)
            if message is not None:
                self.answer(message, source)
            elif packet[0] == 22:       # a handshake of DTLS
                self.hellos += 1

    def answer(self, message, source):
        if message.kind != stun.REQUEST:
            return
        if not message.is_signed_by(PASSWORD.encode()):
            self.wrong.append('not signed')
        if not message.get(stun.USERNAME).startswith(UFRAG.encode() + b':'):
            self.wrong.append('of another name')
        if message.get(stun.ICE_CONTROLLING) is None:
            self.wrong.append('not controlling')
        if message.get(stun.USE_CANDIDATE) is not None:
            self.nominated += 1
        reply = message.reply(stun.SUCCESS)
        reply.add(stun.XOR_MAPPED_ADDRESS, stun.address(*source))
        self.socket.sendto(reply.pack(PASSWORD.encode(), fingerprint=True),
                           source)


class LitePeer(unittest.TestCase):

    def setUp(self):
        self.lite = Lite()
        self.connection = RTCPeerConnection.new(None)

    def tearDown(self):
        self.connection.close()
        self.lite.close()

    def hear(self, kind, setup):
        finish(self.connection, 'set_remote_description',
               RTCSessionDescription(type=kind, sdp=self.lite.sdp(setup)))

    def check(self):
        ice = self.connection.props.sctp.props.transport.props.ice_transport
        wait(lambda: ice.props.state in (RTCIceTransportState.CONNECTED,
                                         RTCIceTransportState.COMPLETED),
             'ICE to connect')
        self.assertEqual(ice.props.role, RTCIceRole.CONTROLLING)
        pair = ice.get_selected_candidate_pair()
        self.assertEqual((pair.props.remote.props.address,
                          pair.props.remote.props.port),
                         self.lite.socket.getsockname())
        wait(lambda: self.lite.hellos > 0, 'data over the pair')
        self.assertEqual(self.lite.wrong, [])
        self.assertGreater(self.lite.nominated, 0)

    def test_lite_answers(self):
        self.connection.create_data_channel('x', None)
        finish(self.connection, 'set_local_description', None)
        self.hear(RTCSdpType.ANSWER, 'passive')
        self.check()

    def test_lite_offers(self):
        # Who is full controls, though it be the answerer (RFC 8445 section
        # 6.1.1).
        self.hear(RTCSdpType.OFFER, 'actpass')
        finish(self.connection, 'set_local_description', None)
        self.check()


if __name__ == '__main__':
    unittest.main(verbosity=2)
