#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# values.py: enumerations, errors and dictionaries as a binding sees them.

import sys
import unittest

import gi

gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GLib, GObject, GstPeerConnection as Rtc

HOST = 'candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host'


class Enumerations(unittest.TestCase):
    def test_nick_is_the_string_of_the_standard(self):
        state = Rtc.RTCSignalingState.HAVE_LOCAL_PRANSWER
        self.assertEqual(state.value_nick, 'have-local-pranswer')
        self.assertEqual(Rtc.RTCBundlePolicy.MAX_BUNDLE.value_nick,
                         'max-bundle')


class Errors(unittest.TestCase):
    def test_exception_can_be_told_by_its_name(self):
        with self.assertRaises(GLib.Error) as caught:
            Rtc.RTCIceCandidate.new(HOST, None, -1, None)
        error = caught.exception
        self.assertTrue(error.matches(Rtc.RTCDomError.quark(),
                                      Rtc.RTCDomError.TYPE))
        self.assertEqual(Rtc.RTCDomError.get_name(error.code), 'TypeError')
        self.assertIn('192.0.2.1', error.message)

    def test_rtc_error(self):
        error = Rtc.RTCError(error_detail=Rtc.RTCErrorDetailType.DTLS_FAILURE,
                             message='bad', sent_alert=40)
        self.assertEqual(error.get_name(), 'OperationError')
        self.assertEqual(error.props.sent_alert, 40)
        self.assertEqual(error.props.received_alert, -1)


class Dictionaries(unittest.TestCase):
    # class, members given, defaults of the others
    TABLE = [
        (Rtc.RTCDataChannelInit, {'ordered': False},
         {'max_packet_life_time': -1, 'max_retransmits': -1, 'protocol': '',
          'negotiated': False, 'id': -1}),
        (Rtc.RTCDataChannelInit, {'max_retransmits': 70000},
         {'ordered': True}),
        (Rtc.RTCIceServer, {'urls': ['stun:a', 'stun:b']},
         {'username': None, 'credential': None}),
        (Rtc.RTCConfiguration,
         {'bundle_policy': Rtc.RTCBundlePolicy.MAX_BUNDLE},
         {'ice_transport_policy': Rtc.RTCIceTransportPolicy.ALL,
          'ice_candidate_pool_size': 0}),
        (Rtc.RTCOfferOptions, {'ice_restart': True}, {}),
        (Rtc.RTCAnswerOptions, {}, {}),
        (Rtc.RTCRtpTransceiverInit,
         {'direction': Rtc.RTCRtpTransceiverDirection.RECVONLY}, {}),
        (Rtc.RTCRtpEncodingParameters, {'rid': 'q', 'max_framerate': 7.5},
         {'active': True, 'codec': None, 'max_bitrate': -1,
          'scale_resolution_down_by': -sys.float_info.max}),
        (Rtc.RTCRtpCodec, {'mime_type': 'audio/opus', 'clock_rate': 48000},
         {'channels': -1, 'sdp_fmtp_line': None}),
        (Rtc.RTCRtpHeaderExtensionCapability, {'uri': 'urn:x'}, {}),
        (Rtc.RTCIceParameters, {'username_fragment': 'u'},
         {'password': None}),
    ]

    def test_keyword_arguments_and_defaults(self):
        for cls, given, defaults in self.TABLE:
            with self.subTest(cls.__name__):
                dictionary = cls(**given)
                for name, value in {**given, **defaults}.items():
                    self.assertEqual(getattr(dictionary.props, name), value,
                                     name)

    def test_lists_go_in_and_out(self):
        server = Rtc.RTCIceServer(urls=['stun:a'])
        references = server.__grefcount__
        configuration = Rtc.RTCConfiguration()
        self.assertEqual(configuration.get_ice_servers(), [])
        configuration.set_ice_servers([server])
        for _ in range(100):
            self.assertEqual(configuration.get_ice_servers(), [server])
        configuration.add_ice_server(server)
        self.assertEqual(len(configuration.get_ice_servers()), 2)
        configuration.set_ice_servers(None)
        self.assertEqual(server.__grefcount__, references)


class Interfaces(unittest.TestCase):
    def test_description(self):
        offer = Rtc.RTCSessionDescription(type=Rtc.RTCSdpType.OFFER,
                                          sdp='v=0\r\n')
        self.assertEqual(offer.to_json(), r'{"type":"offer","sdp":"v=0\r\n"}')
        back = Rtc.RTCSessionDescription.new_from_json(offer.to_json())
        self.assertEqual(back.props.type.value_nick, 'offer')
        self.assertEqual(back.props.sdp, 'v=0\r\n')

    def test_interface_is_immutable(self):
        for cls in (Rtc.RTCSessionDescription, Rtc.RTCIceCandidate,
                    Rtc.RTCError, Rtc.RTCErrorEvent, Rtc.MessageEvent):
            for spec in cls.list_properties():
                with self.subTest(spec.owner_type.name, property=spec.name):
                    once = bool(spec.flags & GObject.ParamFlags.CONSTRUCT_ONLY)
                    settable = bool(spec.flags & GObject.ParamFlags.WRITABLE)
                    self.assertEqual(once, settable)

    def test_candidate(self):
        candidate = Rtc.RTCIceCandidate(candidate=HOST, sdp_mid='0')
        self.assertEqual(candidate.props.type.value_nick, 'host')
        self.assertEqual(candidate.props.address, '192.0.2.1')
        self.assertEqual(candidate.props.sdp_m_line_index, -1)
        self.assertEqual(candidate.props.tcp_type.value_nick, 'none')

    def test_message(self):
        data = bytes(range(256))
        event = Rtc.MessageEvent(bytes=GLib.Bytes.new(data))
        self.assertIsNone(event.props.text)
        self.assertEqual(event.get_bytes().get_data(), data)


if __name__ == '__main__':
    unittest.main()
