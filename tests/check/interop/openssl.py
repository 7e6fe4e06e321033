#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# openssl.py: rtcdtlssrtp by itself, between two UDP elements, against the
# openssl program: a peer that is who it says, and peers that are not.

import os
import socket
import subprocess
import tempfile
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GLib, Gst
from gi.repository.GstPeerConnection import RTCCertificate

DEADLINE_S = 20
PIPELINE = '''
    udpsrc name=in address=127.0.0.1 port=0 ! dtls.sink
    rtcdtlssrtp name=dtls
    dtls.src ! udpsink name=out host=127.0.0.1 sync=false async=false close-socket=false
    appsrc name=message format=time ! dtls.data_sink
    dtls.data_src ! fakesink name=data sync=false async=false
      signal-handoffs=true
    dtls.rtp_src ! fakesink name=media sync=false async=false
'''
Gst.init(None)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class OpenSsl(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.program = None
        self.heard, self.errors = [], []
        self.pipeline = Gst.parse_launch(PIPELINE)
        self.dtls = self.pipeline.get_by_name('dtls')
        self.dtls.connect('error', lambda _, error: self.errors.append(error))
        self.dtls.connect('notify::state', self.wake)
        self.pipeline.get_by_name('data').connect('handoff', self.on_message)
        self.port = free_port()
        self.pipeline.get_by_name('out').props.port = self.port

    def tearDown(self):
        self.pipeline.set_state(Gst.State.NULL)
        if self.program is not None:
            self.program.kill()
            self.program.communicate()
        self.directory.cleanup()

    def wake(self, *_):
        GLib.MainContext.default().wakeup()

    def on_message(self, _sink, buffer, _pad):
        self.heard.append(buffer.extract_dup(0, buffer.get_size()))
        self.wake()

    def wait(self, condition, what):
        late = []
        timer = GLib.timeout_add_seconds(DEADLINE_S, lambda:
                                         late.append(True) or True)
        while not condition():
            self.assertFalse(late, 'waited %d s for %s; the state is %s' % (
                DEADLINE_S, what, self.state()))
            GLib.MainContext.default().iteration(True)
        GLib.source_remove(timer)

    def state(self):
        return self.dtls.props.state.value_nick

    def pem(self, algorithm='ECDSA'):
        """A certificate for the program, as a file; and its fingerprint."""
        certificate = RTCCertificate.generate(algorithm, None, 2048, None, -1)
        path = os.path.join(self.directory.name, 'peer.pem')
        with open(path, 'w') as file:
            file.write(certificate.get_pem())
        fingerprint = certificate.get_fingerprints()[0].props
        return path, '%s %s' % (fingerprint.algorithm, fingerprint.value)

    def start(self, role, fingerprint):
        self.dtls.set_property('remote-fingerprints', [fingerprint])
        self.dtls.set_property('role', role)
        # one port for both ways: the program connects its socket
        ways = [self.pipeline.get_by_name(name) for name in ('in', 'out')]
        ways[0].set_state(Gst.State.READY)
        ways[1].props.socket = ways[0].props.used_socket
        self.pipeline.set_state(Gst.State.PLAYING)
        self.pipeline.get_state(Gst.CLOCK_TIME_NONE)

    def s_client(self, *options):
        self.program = subprocess.Popen(
            ['openssl', 's_client', '-quiet', '-bind',
             '127.0.0.1:%d' % self.port, '-connect',
             '127.0.0.1:%d' % self.pipeline.get_by_name('in').props.port,
             *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.dtls.set_property('writable', True)

    def say(self, text):
        self.program.stdin.write(text)
        self.program.stdin.flush()

    def friend(self, algorithm, *options):
        path, fingerprint = self.pem(algorithm)
        self.start('server', fingerprint)
        self.s_client('-dtls1_2', '-cert', path, '-key', path, *options)
        self.wait(lambda: self.state() == 'connected', 'a handshake')
        self.say(b'from afar\n')
        self.wait(lambda: self.heard == [b'from afar\n'], 'a message')
        self.pipeline.get_by_name('message').emit(
            'push-buffer', Gst.Buffer.new_wrapped(b'from here\n'))
        self.assertEqual(self.program.stdout.readline(), b'from here\n')

    def test_ecdsa(self):
        self.friend('ECDSA', '-use_srtp', 'SRTP_AES128_CM_SHA1_80')
        self.assertEqual(self.dtls.props.srtp_profile,
                         'SRTP_AES128_CM_HMAC_SHA1_80')
        self.assertEqual(self.dtls.props.dtls_version, 'DTLSv1.2')

    def test_each_profile(self):
        for name, program_name in (
                ('SRTP_AEAD_AES_256_GCM', 'SRTP_AEAD_AES_256_GCM'),
                ('SRTP_AEAD_AES_128_GCM', 'SRTP_AEAD_AES_128_GCM'),
                ('SRTP_AES128_CM_HMAC_SHA1_80', 'SRTP_AES128_CM_SHA1_80')):
            with self.subTest(name):
                self.friend('ECDSA', '-use_srtp', program_name)
                self.assertEqual(self.dtls.props.srtp_profile, name)
            self.tearDown()
            self.setUp()

    def test_rsa_and_chacha20(self):
        self.friend('RSASSA-PKCS1-v1_5', '-cipher',
                    'ECDHE-ECDSA-CHACHA20-POLY1305')
        self.assertIn('CHACHA20', self.dtls.props.cipher)

    def test_small_mtu(self):
        """Flights in many fragments, both ways."""
        self.friend('RSASSA-PKCS1-v1_5', '-mtu', '256')

    def test_close_notify(self):
        self.friend('ECDSA', '-no_ign_eof')
        self.program.stdin.close()
        self.program.stdin = None
        self.wait(lambda: self.state() == 'closed', 'its close_notify')
        self.assertEqual(self.errors, [])

    def refused(self, detail, *options):
        """Nothing that it says is heard, and both ends know why."""
        path, _ = self.pem()
        stranger = RTCCertificate.new().get_fingerprints()[0].props
        self.start('server', '%s %s' % (stranger.algorithm, stranger.value))
        self.s_client(*(option.replace('PEM', path) for option in options))
        self.say(b'let me in\n')
        self.wait(lambda: self.state() == 'failed', 'a refusal')
        self.wait(lambda: self.errors, 'an error')
        self.assertEqual(self.errors[0].props.error_detail.value_nick, detail)
        self.assertGreaterEqual(self.errors[0].props.sent_alert, 40)
        self.program.stdin.close()
        self.program.stdin = None
        self.program.wait(DEADLINE_S)
        self.assertEqual(self.heard, [])
        self.assertEqual(self.dtls.get_property('stats')
                         .get_uint64('messages-received').value, 0)

    def test_another_certificate(self):
        self.refused('fingerprint-failure', '-dtls1_2', '-cert', 'PEM',
                     '-key', 'PEM')

    def test_no_certificate(self):
        self.refused('dtls-failure', '-dtls1_2')

    def test_old_version(self):
        self.refused('dtls-failure', '-dtls1', '-cipher', 'ALL:@SECLEVEL=0',
                     '-cert', 'PEM', '-key', 'PEM')

    def test_no_forward_secrecy(self):
        self.refused('dtls-failure', '-dtls1_2', '-cipher', 'AES128-SHA256',
                     '-cert', 'PEM', '-key', 'PEM')

    def test_s_server(self):
        path, fingerprint = self.pem()
        port = self.port
        self.program = subprocess.Popen(
            ['openssl', 's_server', '-quiet', '-dtls1_2', '-accept',
             '127.0.0.1:%d' % port, '-cert', path, '-key', path, '-verify',
             '1', '-verify_quiet'], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.start('client', fingerprint)
        self.dtls.set_property('writable', True)
        self.wait(lambda: self.state() == 'connected', 'a handshake')
        self.pipeline.get_by_name('message').emit(
            'push-buffer', Gst.Buffer.new_wrapped(b'from here\n'))
        self.assertEqual(self.program.stdout.readline(), b'from here\n')
        self.say(b'from afar\n')
        self.wait(lambda: self.heard == [b'from afar\n'], 'a message')


if __name__ == '__main__':
    unittest.main(verbosity=2)
