# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# stunmessage.py: STUN messages (RFC 8489), as much as the tests' servers and
# peers speak.

import hashlib
import hmac
import ipaddress
import os
import struct
import zlib

COOKIE = 0x2112A442
REQUEST, INDICATION, SUCCESS, ERROR = 0x000, 0x010, 0x100, 0x110
BINDING, ALLOCATE, REFRESH = 0x001, 0x003, 0x004
SEND, DATA, CREATE_PERMISSION, CHANNEL_BIND = 0x006, 0x007, 0x008, 0x009
(USERNAME, INTEGRITY, ERROR_CODE, CHANNEL_NUMBER, LIFETIME, XOR_PEER_ADDRESS,
 DATA_VALUE, REALM, NONCE, XOR_RELAYED_ADDRESS, XOR_MAPPED_ADDRESS,
 USE_CANDIDATE, SOFTWARE, FINGERPRINT, ICE_CONTROLLED, ICE_CONTROLLING) = (
     0x0006, 0x0008, 0x0009, 0x000C, 0x000D, 0x0012,
     0x0013, 0x0014, 0x0015, 0x0016, 0x0020,
     0x0025, 0x8022, 0x8028, 0x8029, 0x802A)


def address(host, port):
    """The value of an XOR-...-ADDRESS, of IPv4."""
    return struct.pack('!xBHI', 1, port ^ COOKIE >> 16,
                       int(ipaddress.IPv4Address(host)) ^ COOKIE)


def parse_address(value):
    _, port, host = struct.unpack('!xBHI', value)
    return str(ipaddress.IPv4Address(host ^ COOKIE)), port ^ COOKIE >> 16


def error(code, reason):
    return struct.pack('!xxBB', code // 100, code % 100) + reason.encode()


def long_term_key(username, realm, password):
    """RFC 8489 section 9.2.2."""
    return hashlib.md5(':'.join((username, realm, password)).encode()).digest()


class Message:
    def __init__(self, method, kind, transaction=None, **attributes):
        self.method, self.kind = method, kind
        self.transaction = transaction or os.urandom(12)
        self.attributes = []
        self.signed = b''

    def add(self, attribute, value=b''):
        self.attributes.append((attribute, value))
        return self

    def get(self, attribute):
        for name, value in self.attributes:
            if name == attribute:
                return value
        return None

    def reply(self, kind):
        return Message(self.method, kind, self.transaction)

    def __body(self, extra):
        body = b''.join(struct.pack('!HH', name, len(value)) + value
                        + bytes(-len(value) % 4)
                        for name, value in self.attributes)
        return struct.pack('!HHI', self.method | self.kind, len(body) + extra,
                           COOKIE) + self.transaction + body

    def pack(self, key=None, fingerprint=False):
        if key:
            digest = hmac.new(key, self.__body(24), hashlib.sha1).digest()
            self.add(INTEGRITY, digest)
        if fingerprint:
            crc = zlib.crc32(self.__body(8)) ^ 0x5354554E
            self.add(FINGERPRINT, struct.pack('!I', crc))
        return self.__body(0)

    def is_signed_by(self, key):
        return hmac.compare_digest(
            self.get(INTEGRITY) or b'',
            hmac.new(key, self.signed, hashlib.sha1).digest())


def parse(packet):
    """None when it is no STUN."""
    if len(packet) < 20 or packet[0] > 3:
        return None
    kind, length, cookie = struct.unpack('!HHI', packet[:8])
    if cookie != COOKIE or length + 20 != len(packet):
        return None
    message = Message(kind & ~ERROR, kind & ERROR, packet[8:20])
    at = 20
    while at < len(packet):
        name, size = struct.unpack('!HH', packet[at:at + 4])
        if name == INTEGRITY:
            message.signed = (packet[:2] + struct.pack('!H', at + 4)
                              + packet[4:at])
        message.add(name, packet[at + 4:at + 4 + size])
        at += 4 + size + -size % 4
    return message
