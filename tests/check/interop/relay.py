#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# relay.py: connections over a TURN server whose allocations last three seconds
# and whose nonces last one. (coturn keeps each for ten minutes at least.)

import selectors
import socket
import struct
import threading
import time
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import Gst
from gi.repository.GstPeerConnection import (
    RTCConfiguration, RTCDataChannelState, RTCIceGatheringState, RTCIceServer,
    RTCIceTransportPolicy, RTCPeerConnection)

import stunmessage as stun
from waiting import finish, own_address, wait

LIFETIME = 3            # s; libnice refreshes after the half, rounded down
NONCE_LIFETIME = 1
USER, PASSWORD, REALM = 'alice', 'wonderland', 'test'
KEY = stun.long_term_key(USER, REALM, PASSWORD)
Gst.init(None)


class Allocation:
    def __init__(self, client):
        self.client = client
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((own_address(), 0))
        self.expires = time.monotonic() + LIFETIME
        self.permitted = set()
        self.channels = {}
        self.refreshes = 0


class Server(threading.Thread):
    """TURN over UDP (RFC 8656), of a client that behaves."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((own_address(), 0))
        self.url = 'turn:%s:%d' % self.socket.getsockname()
        self.allocations = {}
        self.ended = []
        self.expired = 0
        self.stale = set()              # methods that met a stale nonce
        self.deaf_to = None             # an attribute
        self.closing = False
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.socket, selectors.EVENT_READ)
        self.start()

    def close(self):
        self.closing = True
        self.join()
        for allocation in list(self.allocations.values()):
            allocation.socket.close()
        self.socket.close()

    def run(self):
        while not self.closing:
            for key, _ in self.selector.select(0.05):
                packet, source = key.fileobj.recvfrom(65536)
                if key.data:
                    self.from_peer(key.data, packet, source)
                else:
                    self.from_client(packet, source)
            for allocation in list(self.allocations.values()):
                if allocation.expires < time.monotonic():
                    self.expired += 1
                    self.end(allocation)

    def end(self, allocation):
        self.ended.append(allocation)
        del self.allocations[allocation.client]
        self.selector.unregister(allocation.socket)
        allocation.socket.close()

    # From the peer.

    def from_peer(self, allocation, packet, source):
        if source[0] not in allocation.permitted:
            return
        for number, peer in allocation.channels.items():
            if peer == source:
                packet = struct.pack('!HH', number, len(packet)) + packet
                self.socket.sendto(packet, allocation.client)
                return
        message = stun.Message(stun.DATA, stun.INDICATION)
        message.add(stun.XOR_PEER_ADDRESS, stun.address(*source))
        message.add(stun.DATA_VALUE, packet)
        self.socket.sendto(message.pack(), allocation.client)

    # From the client.

    def from_client(self, packet, source):
        allocation = self.allocations.get(source)
        message = stun.parse(packet)
        if message is None:
            number, size = struct.unpack('!HH', packet[:4])
            if allocation and number in allocation.channels:
                allocation.socket.sendto(packet[4:4 + size],
                                         allocation.channels[number])
        elif message.kind == stun.INDICATION:
            peer = stun.parse_address(message.get(stun.XOR_PEER_ADDRESS))
            if allocation and peer[0] in allocation.permitted:
                allocation.socket.sendto(message.get(stun.DATA_VALUE), peer)
        elif message.kind == stun.REQUEST and message.get(
                self.deaf_to) is None:
            self.socket.sendto(self.answer(message, source, allocation),
                               source)

    def refuse(self, message, code, reason):
        reply = message.reply(stun.ERROR)
        reply.add(stun.ERROR_CODE, stun.error(code, reason))
        if code in (401, 438):
            reply.add(stun.REALM, REALM.encode())
            reply.add(stun.NONCE, b'%.3f' % time.monotonic())
        return reply.pack()

    def answer(self, message, source, allocation):
        if message.method == stun.BINDING:
            return message.reply(stun.SUCCESS).add(
                stun.XOR_MAPPED_ADDRESS, stun.address(*source)).pack()
        nonce = message.get(stun.NONCE)
        if nonce is None or not message.is_signed_by(KEY):
            return self.refuse(message, 401, 'Unauthorized')
        if float(nonce) + NONCE_LIFETIME < time.monotonic():
            self.stale.add(message.method)
            return self.refuse(message, 438, 'Stale Nonce')
        if allocation is None and message.method != stun.ALLOCATE:
            return self.refuse(message, 437, 'Allocation Mismatch')
        reply = message.reply(stun.SUCCESS)
        {stun.ALLOCATE: self.allocate, stun.REFRESH: self.refresh,
         stun.CREATE_PERMISSION: self.permit,
         stun.CHANNEL_BIND: self.bind}[message.method](
             message, reply, source, allocation)
        return reply.pack(KEY)

    def allocate(self, message, reply, source, allocation):
        if allocation is None:
            allocation = Allocation(source)
            self.allocations[source] = allocation
            self.selector.register(allocation.socket, selectors.EVENT_READ,
                                   allocation)
        reply.add(stun.XOR_RELAYED_ADDRESS,
                  stun.address(*allocation.socket.getsockname()))
        reply.add(stun.XOR_MAPPED_ADDRESS, stun.address(*source))
        reply.add(stun.LIFETIME, struct.pack('!I', LIFETIME))

    def refresh(self, message, reply, source, allocation):
        lifetime = message.get(stun.LIFETIME) or struct.pack('!I', LIFETIME)
        if lifetime == bytes(4):
            self.end(allocation)
        else:
            lifetime = struct.pack('!I', LIFETIME)
            allocation.expires = time.monotonic() + LIFETIME
            allocation.refreshes += 1
        reply.add(stun.LIFETIME, lifetime)

    def permit(self, message, reply, source, allocation):
        for name, value in message.attributes:
            if name == stun.XOR_PEER_ADDRESS:
                allocation.permitted.add(stun.parse_address(value)[0])

    def bind(self, message, reply, source, allocation):
        number, = struct.unpack('!Hxx', message.get(stun.CHANNEL_NUMBER))
        self.permit(message, reply, source, allocation)
        allocation.channels[number] = stun.parse_address(
            message.get(stun.XOR_PEER_ADDRESS))


class Relay(unittest.TestCase):

    def setUp(self):
        self.server = Server()
        self.heard = []
        self.connections = [self.connect_to_server() for _ in range(2)]
        self.channel = self.connections[0].create_data_channel('x', None)
        self.channel.connect('message', lambda _, event: self.heard.append(
            event.get_text()))
        self.connections[1].connect('datachannel', self.on_channel)

    def tearDown(self):
        for connection in self.connections:
            connection.close()
        wait(lambda: not self.server.allocations, 'the allocations to end')
        self.server.close()

    def connect_to_server(self):
        configuration = RTCConfiguration(
            ice_transport_policy=RTCIceTransportPolicy.RELAY)
        configuration.add_ice_server(RTCIceServer(
            urls=[self.server.url], username=USER, credential=PASSWORD))
        return RTCPeerConnection.new(configuration)

    def on_channel(self, _, event):
        self.echo = event.props.channel
        self.echo.connect('message', lambda channel, event:
                          channel.send_string(event.get_text() + ' too'))

    def describe(self, connection, other):
        finish(connection, 'set_local_description', None)
        wait(lambda: connection.props.ice_gathering_state
             == RTCIceGatheringState.COMPLETE, 'gathering')
        finish(other, 'set_remote_description',
               connection.props.local_description)

    def negotiate(self):
        a, b = self.connections
        self.describe(a, b)
        self.describe(b, a)

    def say(self, text):
        self.channel.send_string(text)
        wait(lambda: len(self.heard) == 1, 'an answer over the relay')
        self.assertEqual(self.heard.pop(), text + ' too')

    def test_an_old_nonce_is_no_error(self):
        # Who gathers gets no answer; who asks why waits for it, meanwhile.
        self.server.deaf_to = stun.SOFTWARE
        connection = self.connections[0]
        errors = []
        connection.connect('icecandidateerror', lambda _, event: errors.append(
            (event.props.error_code, event.props.error_text)))
        finish(connection, 'set_local_description', None)
        wait(lambda: connection.props.ice_gathering_state
             == RTCIceGatheringState.COMPLETE, 'gathering')
        self.assertEqual(self.server.stale, {stun.ALLOCATE})
        self.assertEqual(errors, [])

    def test_data_outlives_lifetimes(self):
        self.negotiate()
        wait(lambda: self.channel.props.ready_state
             == RTCDataChannelState.OPEN, 'the channel')
        self.say('early')
        allocations = list(self.server.allocations.values())
        self.assertGreaterEqual(len(allocations), 2)
        wait(lambda: all(allocation.refreshes > LIFETIME
                         for allocation in allocations), 'refreshes')
        self.say('late')
        self.assertEqual(self.server.expired, 0)
        self.assertIn(stun.REFRESH, self.server.stale)


if __name__ == '__main__':
    unittest.main(verbosity=2)
