#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# negotiate.py: connections as a script sees them: two of them, no pipeline in
# sight, negotiate and talk. The real element moves the packets, over loopback.

import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GLib, GObject, Gst
from gi.repository.GstPeerConnection import (
    MediaStreamTrack, RTCCertificate, RTCConfiguration, RTCDataChannelInit,
    RTCDataChannelState, RTCDomError, RTCIceServer, RTCPeerConnection,
    RTCPeerConnectionState, RTCSdpType, RTCSessionDescription, RTCSignalingState)

DEADLINE_MS = 20000
Gst.init(None)
HAVE_ELEMENT = Gst.ElementFactory.find('peerconnection') is not None


def wait(condition, what):
    """Runs the main context until condition() or the deadline."""
    late = []
    timer = GLib.timeout_add(DEADLINE_MS, lambda: late.append(True) or True)
    while not condition():
        if late:
            raise AssertionError('waited in vain for ' + what)
        GLib.MainContext.default().iteration(True)
    GLib.source_remove(timer)


def call(connection, method, *arguments):
    """An operation of the chain, waited for."""
    results = []
    getattr(connection, method + '_async')(
        *arguments, None, lambda source, result: results.append(result))
    wait(lambda: results, method)
    return getattr(connection, method + '_finish')(results[0])


def join(a, b):
    """Candidates go both ways, behind the descriptions."""
    def connect(source, target):
        def pass_candidate(_connection, event):
            candidate = event.props.candidate
            if candidate is None:
                return

            def add():
                if target.props.remote_description is None:
                    return True
                target.add_ice_candidate_async(candidate, None, None)
                return False
            GLib.timeout_add(1, add)
        source.connect('icecandidate', pass_candidate)
    connect(a, b)
    connect(b, a)


def negotiate(offerer, answerer):
    call(offerer, 'set_local_description', None)
    call(answerer, 'set_remote_description',
         offerer.props.local_description)
    call(answerer, 'set_local_description', None)
    call(offerer, 'set_remote_description',
         answerer.props.local_description)


class Names(unittest.TestCase):
    EVENTS = ['negotiationneeded', 'icecandidate', 'icecandidateerror',
              'signalingstatechange', 'iceconnectionstatechange',
              'icegatheringstatechange', 'connectionstatechange', 'track',
              'datachannel', 'addstream', 'removestream', 'identityresult',
              'peeridentity', 'idpassertionerror', 'idpvalidationerror']
    ATTRIBUTES = ['local-description', 'current-local-description',
                  'pending-local-description', 'remote-description',
                  'current-remote-description', 'pending-remote-description',
                  'signaling-state', 'ice-gathering-state',
                  'ice-connection-state', 'connection-state',
                  'can-trickle-ice-candidates', 'sctp']

    def test_events_are_signals(self):
        for name in self.EVENTS:
            self.assertNotEqual(
                GObject.signal_lookup(name, RTCPeerConnection), 0, name)

    def test_attributes_are_properties(self):
        names = [p.name for p in RTCPeerConnection.list_properties()]
        for name in self.ATTRIBUTES:
            self.assertIn(name, names)


class Alone(unittest.TestCase):
    def test_fresh_connection(self):
        connection = RTCPeerConnection()
        self.assertEqual(connection.props.signaling_state,
                         RTCSignalingState.STABLE)
        self.assertEqual(connection.props.connection_state,
                         RTCPeerConnectionState.NEW)
        self.assertIsNone(connection.props.local_description)
        self.assertEqual(connection.get_transceivers(), [])
        connection.close()
        self.assertEqual(connection.props.signaling_state.value_nick,
                         'closed')

    def test_bad_configuration(self):
        configuration = RTCConfiguration()
        configuration.add_ice_server(RTCIceServer(urls=['http://example']))
        with self.assertRaises(GLib.Error) as caught:
            RTCPeerConnection.new(configuration)
        self.assertTrue(caught.exception.matches(RTCDomError.quark(),
                                                 RTCDomError.SYNTAX))

    def test_certificates_can_be_made(self):
        results = []
        RTCPeerConnection.generate_certificate_async(
            'ECDSA', None, lambda source, result: results.append(result))
        wait(lambda: results, 'a certificate')
        certificate = RTCPeerConnection.generate_certificate_finish(
            results[0])
        self.assertEqual(
            certificate.get_fingerprints()[0].props.algorithm, 'sha-256')

    def test_certificates_are_made_as_told(self):
        results = []
        for n, algorithm in (1, 'RSASSA-PKCS1-v1_5, modulusLength=2048, '
                             'hash=SHA-256, expires=0'), (
                                 2, 'ECDSA, namedCurve=X'):
            RTCPeerConnection.generate_certificate_async(
                algorithm, None, lambda source, result: results.append(result))
            wait(lambda: len(results) == n, 'a certificate')
        expired = RTCPeerConnection.generate_certificate_finish(results[0])
        with self.assertRaises(GLib.Error) as caught:
            RTCPeerConnection.generate_certificate_finish(results[1])
        self.assertTrue(caught.exception.matches(RTCDomError.quark(),
                                                 RTCDomError.NOT_SUPPORTED))

        configuration = RTCConfiguration()
        configuration.set_certificates([RTCCertificate.new(), expired])
        with self.assertRaises(GLib.Error) as caught:
            RTCPeerConnection.new(configuration)
        self.assertTrue(caught.exception.matches(RTCDomError.quark(),
                                                 RTCDomError.INVALID_ACCESS))

    def test_each_certificate_has_its_line(self):
        both = [RTCCertificate.new(), RTCCertificate.new()]
        configuration = RTCConfiguration()
        configuration.set_certificates(both)
        connection = RTCPeerConnection.new(configuration)
        connection.create_data_channel('x', None)
        offer = call(connection, 'create_offer', None)
        for certificate in both:
            value = certificate.get_fingerprints()[0].props.value
            self.assertEqual(value, value.lower())
            self.assertIn('a=fingerprint:sha-256 ' + value.upper(),
                          offer.props.sdp)
        connection.close()

    def test_association_is_there_from_the_offer_on(self):
        alice, bob = RTCPeerConnection(), RTCPeerConnection()
        alice.create_data_channel('x', None)
        self.assertIsNone(alice.props.sctp)
        call(alice, 'set_local_description', None)
        self.assertIsNotNone(alice.props.sctp)
        call(bob, 'set_remote_description', alice.props.local_description)
        sctp = bob.props.sctp
        self.assertEqual(sctp.props.state.value_nick, 'connecting')
        call(bob, 'set_remote_description', RTCSessionDescription(
            type=RTCSdpType.ROLLBACK, sdp=''))
        self.assertIsNone(bob.props.sctp)
        call(bob, 'set_remote_description', alice.props.local_description)
        sctp = bob.props.sctp
        call(bob, 'set_local_description', None)
        self.assertIs(bob.props.sctp, sctp)
        self.assertIsNotNone(sctp.props.transport)
        alice.close()
        bob.close()

    def test_closed_connection_raises(self):
        connection = RTCPeerConnection()
        connection.close()
        with self.assertRaises(GLib.Error) as caught:
            connection.create_data_channel('x', None)
        self.assertEqual(RTCDomError.get_name(caught.exception.code),
                         'InvalidStateError')
        with self.assertRaises(GLib.Error) as caught:
            call(connection, 'create_offer', None)
        self.assertEqual(RTCDomError.get_name(caught.exception.code),
                         'InvalidStateError')


@unittest.skipUnless(HAVE_ELEMENT, 'the element is not built')
class Together(unittest.TestCase):
    def setUp(self):
        self.alice = RTCPeerConnection()
        self.bob = RTCPeerConnection()
        join(self.alice, self.bob)

    def tearDown(self):
        self.alice.close()
        self.bob.close()

    def test_who_leaves_or_stops_is_muted(self):
        # A BYE each: after stop() for one stream, before the close for all.
        tracks = [MediaStreamTrack.new(kind, None)
                  for kind in ('audio', 'video')]
        for track in tracks:
            self.alice.add_track(track, [])
        negotiate(self.alice, self.bob)
        audio, video = [receiver.props.track
                        for receiver in self.bob.get_receivers()]
        wait(lambda: not audio.props.muted and not video.props.muted,
             'sound and picture')
        self.alice.get_transceivers()[1].stop()
        wait(lambda: video.props.muted, 'the end of the picture')
        self.assertFalse(audio.props.muted)
        self.alice.close()
        wait(lambda: audio.props.muted, 'the end of the sound')

    def test_descriptions(self):
        self.alice.add_transceiver('audio', None)
        for _ in range(10):    # a list may not cost its elements a reference
            transceiver, = self.alice.get_transceivers()
            sender, = self.alice.get_senders()
        self.assertIs(transceiver.props.sender, sender)
        self.assertEqual(transceiver.props.kind.value_nick, 'audio')
        self.assertEqual(transceiver.props.current_direction.value_nick,
                         'none')
        offer = call(self.alice, 'create_offer', None)
        self.assertEqual(offer.props.type, RTCSdpType.OFFER)
        self.assertIn('m=audio', offer.props.sdp)
        with self.assertRaises(GLib.Error) as caught:
            call(self.alice, 'create_answer', None)
        self.assertEqual(RTCDomError.get_name(caught.exception.code),
                         'InvalidStateError')
        wrong = RTCSessionDescription.new(RTCSdpType.OFFER, 'v=0\nnonsense')
        with self.assertRaises(GLib.Error):
            call(self.bob, 'set_remote_description', wrong)
        self.assertEqual(self.bob.props.signaling_state,
                         RTCSignalingState.STABLE)

    def test_two_objects_talk(self):
        heard = []
        channel = self.alice.create_data_channel(
            'chat', RTCDataChannelInit(protocol='words'))
        channel.connect('open', lambda c: c.send_string('hello'))
        channel.connect('message',
                        lambda c, event: heard.append(event.props.text))
        others = []

        def on_message(other, event):
            heard.append(event.props.text)
            other.send_string('hello yourself')

        def on_datachannel(_connection, event):
            other = event.props.channel
            others.append(other)
            self.assertEqual(other.props.protocol, 'words')
            other.connect('message', on_message)

        self.bob.connect('datachannel', on_datachannel)
        negotiate(self.alice, self.bob)
        wait(lambda: len(heard) == 2, 'two messages')
        self.assertEqual(heard, ['hello', 'hello yourself'])
        self.assertEqual(self.alice.props.connection_state,
                         RTCPeerConnectionState.CONNECTED)
        self.assertIn(self.alice.get_sctp().get_transport()
                      .get_ice_transport().props.state.value_nick,
                      ['connected', 'completed'])

        certificates = (self.alice.get_sctp().get_transport()
                        .get_remote_certificates())
        self.assertEqual(len(certificates), 1)

        data = GLib.Bytes.new(bytes(range(256)))
        received = []
        others[0].connect('message',
                          lambda c, event: received.append(event.props.bytes))
        others[0].disconnect_by_func(on_message)
        channel.send_bytes(data)
        wait(lambda: received, 'the bytes')
        self.assertEqual(received[0].get_data(), data.get_data())

        channel.close()
        wait(lambda: others[0].props.ready_state ==
             RTCDataChannelState.CLOSED, 'the close')


if __name__ == '__main__':
    unittest.main()
