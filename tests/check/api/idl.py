#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# idl.py: all that the IDL of webrtc-pc names is there, as a binding sees it.
#
#   interface RTCPeerConnection       class RTCPeerConnection
#   attribute iceGatheringState       property ice-gathering-state
#   event icecandidate                signal icecandidate
#   method addTransceiver             method add_transceiver
#   promise createOffer               create_offer_async, create_offer_finish
#   member maxRetransmits             property max-retransmits, or for a
#                                     sequence get_... and set_...
#   value have-local-offer            nick have-local-offer
#
# What is missing is listed below with its reason; what is listed and there
# after all is a failure too, so that the list only shrinks.

import re
import sys

import gi

gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GObject, GstPeerConnection as Rtc

# What C or a binding needs another name for.
RENAMED = {
    'RTCDataChannel.send': ['send_string', 'send_bytes'],
}

# "name or name.member: reason"; a whole interface stands for its members.
MISSING = '''
RTCOfferAnswerOptions: a base without members
RTCSessionDescriptionInit: methods take an RTCSessionDescription
RTCLocalSessionDescriptionInit: methods take an RTCSessionDescription, or NULL
RTCIceCandidateInit: methods take an RTCIceCandidate
RTCLocalIceCandidateInit: methods take an RTCIceCandidate
RTCPeerConnectionIceEventInit: an event's attributes are arguments of its constructor
RTCPeerConnectionIceErrorEventInit: an event's attributes are arguments of its constructor
RTCTrackEventInit: an event's attributes are arguments of its constructor
RTCDataChannelEventInit: an event's attributes are arguments of its constructor
RTCErrorEventInit: an event's attributes are arguments of its constructor
RTCErrorInit: the attributes of RTCError are properties to construct it with
RTCCertificateExpiration: an argument of gst_rtc_certificate_generate()
RTCRtpCodingParameters: a base; its member is RTCRtpEncodingParameters.rid
RTCPeerConnection.getStats: statistics come later
RTCRtpSender.getStats: statistics come later
RTCRtpReceiver.getStats: statistics come later
RTCRtpParameters: a base; its members are those of RTCRtpSendParameters
RTCSetParameterOptions: has no members
RTCDTMFToneChangeEventInit: an event's attributes are arguments of its constructor
RTCStatsReport: statistics come later
RTCStats: statistics come later
'''


def words(camel):
    """canTrickleIceCandidates -> can trickle ice candidates; toJSON -> to json"""
    return re.findall(r'[A-Z]+(?=[A-Z][a-z]|$)|[A-Z]?[a-z0-9]+', camel)


def snake(camel):
    return '_'.join(words(camel)).lower()


def has_property(cls, name):
    return cls.find_property(snake(name).replace('_', '-')) is not None


def has_attribute(cls, name):
    # a sequence is no property: gst_rtc_track_event_get_streams()
    return has_property(cls, name) or hasattr(cls, 'get_' + snake(name))


def has_signal(cls, name):
    cls.list_properties()  # a class has signals from its first use on
    return GObject.signal_lookup(name, cls) != 0


def has_method(cls, name):
    return all(hasattr(cls, n) for n in
               RENAMED.get(f'{cls.__name__}.{name}', [snake(name)]))


def has_promise(cls, name):
    return has_method(cls, name + 'Async') and has_method(cls, name + 'Finish')


def has_member(cls, name):
    return has_property(cls, name) or (
        hasattr(cls, 'get_' + snake(name)) and
        hasattr(cls, 'set_' + snake(name)))


def has_value(cls, name):
    return name in [v.value_nick for v in cls.__enum_values__.values()]


CHECKS = {
    'attribute': has_attribute,
    'event': has_signal,
    'method': has_method,
    'static method': has_method,
    'promise': has_promise,
    'static promise': has_promise,
    'member': has_member,
    'value': has_value,
    'maplike': lambda cls, name: has_method(cls, 'get'),
}


def read_idl(path):
    """Yields (interface, kind of member, member); a member of None first."""
    interface = None
    with open(path) as lines:
        for line in lines:
            if line.startswith('#') or not line.strip():
                continue
            if line.startswith(' '):
                kind, name = line.strip().rsplit(' ', 1)
                yield interface, kind, name
            else:
                interface = line.split()[1]
                yield interface, None, None


def read_missing():
    entries = {}
    for line in MISSING.strip().splitlines():
        name, reason = line.split(':', 1)
        assert reason.strip(), f'{name} has no reason'
        entries[name] = reason.strip()
    return entries


def is_there(interface, kind, name):
    cls = getattr(Rtc, interface, None)
    # a name that is only declared is a struct without anything
    if not hasattr(cls, '__gtype__') or cls.__gtype__ == GObject.TYPE_NONE:
        return False
    return kind is None or CHECKS[kind](cls, name)


def main(path):
    missing = read_missing()
    used = set()
    wrong = []
    n_there = 0
    for interface, kind, name in read_idl(path):
        full = interface if name is None else f'{interface}.{name}'
        there = is_there(interface, kind, name)
        n_there += there
        listed = {interface, full} & missing.keys()
        used |= listed
        if not there and not listed:
            wrong.append(f'{full}: missing ({kind or "interface"})')
        elif there and full in missing:
            wrong.append(f'{full}: is there, take it from the list')
    wrong += [f'{name}: listed, but not in the IDL'
              for name in missing.keys() - used]
    print(f'{n_there} of the IDL are there, {len(missing)} entries are listed '
          'as missing')
    print('\n'.join(wrong))
    return 1 if wrong or n_there == 0 else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
