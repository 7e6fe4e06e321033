#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# objects.py: connections by themselves, from a script, over real elements: by
# hand as with fetch and postMessage in a browser, without pipeline or negotiator.

import gc
import threading
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import Gio, GLib, GObject, Gst
from gi.repository.GstPeerConnection import (
    RTCDataChannelInit, RTCDomError, RTCIceCandidate, RTCPeerConnection,
    RTCSdpType, RTCSessionDescription)

DEADLINE_MS = 20000
Gst.init(None)


def wait(condition, what, context=None):
    """Runs the context until condition() or the deadline."""
    context = context or GLib.MainContext.default()
    late = []
    timer = GLib.timeout_source_new(DEADLINE_MS)
    timer.set_callback(lambda *_: late.append(True) or True)
    timer.attach(context)
    while not condition():
        if late:
            raise AssertionError('waited in vain for ' + what)
        context.iteration(True)
    timer.destroy()


class Promise:
    """What an _async call comes to; `thread` says where it was answered."""

    def __init__(self, connection, method, *arguments, cancellable=None):
        self.value = self.error = None
        self.settled = False
        self.thread = None
        self.method = method
        getattr(connection, method + '_async')(*arguments, cancellable,
                                               self.on_result)

    def on_result(self, connection, result):
        self.thread = threading.current_thread()
        self.settle(connection, result)
        self.settled = True
        GLib.MainContext.default().wakeup()    # of whoever waits elsewhere

    def settle(self, connection, result):
        try:
            self.value = getattr(connection, self.method + '_finish')(result)
        except GLib.Error as error:
            self.error = error
            self.rtc_error = connection.get_result_error(result)

    def wait(self, context=None):
        wait(lambda: self.settled, self.method, context)
        if self.error:
            raise self.error
        return self.value


def name_of(error):
    """The DOMException name; no other domain is expected."""
    assert error.matches(RTCDomError.quark(), error.code), error
    return RTCDomError.get_name(error.code)


class Script(unittest.TestCase):
    def setUp(self):
        self.alice, self.bob = RTCPeerConnection(), RTCPeerConnection()
        self.waiting = {'alice': [], 'bob': []}
        self.trickle('alice', 'bob')
        self.trickle('bob', 'alice')

    def tearDown(self):
        for connection in self.alice, self.bob:
            if connection is not None:
                connection.close()

    def trickle(self, source, name):
        """Candidates wait for the description that they belong to."""
        def on_candidate(_connection, event):
            # as a signalling channel has it: in words
            candidate, target = event.props.candidate, getattr(self, name)
            if candidate is None or target is None:
                return
            again = RTCIceCandidate.new(
                candidate.props.candidate, candidate.props.sdp_mid,
                candidate.props.sdp_m_line_index)
            if target.props.remote_description is None:
                self.waiting[name].append(again)
            else:
                target.add_ice_candidate_async(again, None, None)
        getattr(self, source).connect('icecandidate', on_candidate)

    def give(self, name, description):
        """The other side's description, through words."""
        again = RTCSessionDescription.new(description.props.type,
                                          description.props.sdp)
        connection = getattr(self, name)
        Promise(connection, 'set_remote_description', again).wait()
        for candidate in self.waiting[name]:
            connection.add_ice_candidate_async(candidate, None, None)
        self.waiting[name] = []

    def connect_by_hand(self):
        offer = Promise(self.alice, 'create_offer', None).wait()
        self.assertEqual(offer.props.type, RTCSdpType.OFFER)
        Promise(self.alice, 'set_local_description', offer).wait()
        self.give('bob', offer)
        answer = Promise(self.bob, 'create_answer', None).wait()
        self.assertEqual(answer.props.type, RTCSdpType.ANSWER)
        Promise(self.bob, 'set_local_description', answer).wait()
        self.give('alice', answer)

    def channels(self, init=None):
        """A channel from alice, and what bob got of it."""
        others = []
        self.bob.connect('datachannel',
                         lambda _, event: others.append(event.props.channel))
        channel = self.alice.create_data_channel('by hand', init)
        self.connect_by_hand()
        wait(lambda: others and channel.props.ready_state.value_nick == 'open',
             'open channels')
        return channel, others[0]


class Messages(Script):
    def test_text_and_bytes_both_ways(self):
        channel, other = self.channels()
        heard = {channel: [], other: []}
        for end in heard:
            end.connect('message', lambda c, e: heard[c].append(
                e.props.text if e.props.bytes is None
                else e.props.bytes.get_data()))
        said = ['', 'hello', 'grüß Gott €', 'x' * 100000, b'', b'\0\1\2',
                bytes(range(256)) * 256]
        for end in heard:
            for message in said:
                if isinstance(message, str):
                    end.send_string(message)
                else:
                    end.send_bytes(GLib.Bytes.new(message))
        wait(lambda: all(len(h) == len(said) for h in heard.values()),
             'the messages')
        self.assertEqual(heard[channel], said)
        self.assertEqual(heard[other], said)
        wait(lambda: channel.props.buffered_amount == 0, 'an empty queue')

    def test_a_channel_says_what_it_is(self):
        channel, other = self.channels(RTCDataChannelInit(
            ordered=False, max_retransmits=3, protocol='words'))
        for end in channel, other:
            self.assertEqual(end.props.label, 'by hand')
            self.assertEqual(end.props.protocol, 'words')
            self.assertFalse(end.props.ordered)
            self.assertEqual(end.props.max_retransmits, 3)
        self.assertEqual(channel.props.id, other.props.id)

    def test_close_of_the_connection_reaches_the_peer(self):
        channel, other = self.channels()
        closed, errors = [], []
        other.connect('close', lambda c: closed.append(c))
        other.connect('error', lambda c, e: errors.append(
            (e.props.error.get_error_detail().value_nick,
             e.props.error.get_sctp_cause_code())))
        self.alice.close()
        self.assertEqual(self.alice.props.connection_state.value_nick,
                         'closed')
        wait(lambda: closed, "the peer's channel to close")
        self.assertEqual(other.props.ready_state.value_nick, 'closed')
        # RFC 9260 section 3.3.10.12: User-Initiated Abort
        self.assertEqual(errors, [('sctp-failure', 12)])
        wait(lambda: self.bob.props.sctp.props.state.value_nick == 'closed',
             'the association to be closed')
        with self.assertRaises(GLib.Error) as caught:
            other.send_string('too late')
        self.assertEqual(name_of(caught.exception), 'InvalidStateError')


class AnotherPeer(Script):
    """RFC 8842 section 5: an ICE restart that another certificate answers."""

    def test_it_takes_over(self):
        channel, _ = self.channels()
        dtls = self.alice.props.sctp.props.transport
        before = [c.get_data() for c in dtls.get_remote_certificates()]
        states = []
        dtls.connect('statechange',
                     lambda d: states.append(d.props.state.value_nick))
        first, self.bob = self.bob, RTCPeerConnection()
        self.trickle('bob', 'alice')
        self.alice.restart_ice()
        self.connect_by_hand()
        wait(lambda: states[-1:] == ['connected'], 'the other association')
        self.assertEqual(states, ['connecting', 'connected'])
        after = [c.get_data() for c in dtls.get_remote_certificates()]
        self.assertNotEqual(before, after)
        wait(lambda: self.bob.props.connection_state.value_nick == 'connected',
             'the other peer')
        # It knows nothing of the channels of the first.
        wait(lambda: channel.props.ready_state.value_nick == 'closed',
             'the channel to close')
        first.close()


class Errors(Script):
    def fails(self, name, call, *arguments):
        with self.assertRaises(GLib.Error) as caught:
            call(*arguments)
        self.assertEqual(name_of(caught.exception), name)
        return caught.exception

    def operation_fails(self, name, method, *arguments):
        promise = Promise(self.alice, method, *arguments)
        error = self.fails(name, promise.wait)
        self.assertEqual(self.alice.props.signaling_state.value_nick, 'stable')
        self.assertIsNone(self.alice.props.remote_description)
        return error, promise

    def test_errors_have_the_names_of_the_standard(self):
        self.fails('TypeError', self.alice.add_transceiver, 'smell', None)
        self.fails('TypeError', self.alice.create_data_channel, 'x' * 65536,
                   None)
        self.fails('TypeError', self.alice.create_data_channel, 'x',
                   RTCDataChannelInit(max_retransmits=1,
                                      max_packet_life_time=1))
        channel = self.alice.create_data_channel('x', None)
        self.fails('InvalidStateError', channel.send_string, 'too early')
        self.operation_fails('InvalidStateError', 'create_answer', None)
        candidate = RTCIceCandidate.new('candidate:nonsense', '0', 0)
        self.operation_fails('InvalidStateError', 'add_ice_candidate',
                             candidate)

    def test_wrong_descriptions_change_nothing(self):
        answer = RTCSessionDescription.new(RTCSdpType.ANSWER, 'v=0\r\n')
        self.operation_fails('InvalidStateError', 'set_remote_description',
                             answer)
        offer = RTCSessionDescription.new(
            RTCSdpType.OFFER, 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nnonsense\r\n')
        error, promise = self.operation_fails(
            'OperationError', 'set_remote_description', offer)
        self.assertIn('nonsense', error.message)
        self.assertEqual(promise.rtc_error.get_error_detail().value_nick,
                         'sdp-syntax-error')
        self.assertEqual(promise.rtc_error.get_sdp_line_number(), 3)

    def test_only_what_was_created_can_be_set(self):
        self.alice.create_data_channel('x', None)
        offer = Promise(self.alice, 'create_offer', None).wait()
        edited = RTCSessionDescription.new(
            RTCSdpType.OFFER, offer.props.sdp.replace(
                'a=sctp-port:5000', 'a=sctp-port:5001'))
        self.operation_fails('InvalidModificationError',
                             'set_local_description', edited)

    def test_cancelling_abandons_the_result_only(self):
        self.alice.create_data_channel('x', None)
        cancellable = Gio.Cancellable()
        promise = Promise(self.alice, 'set_local_description', None,
                          cancellable=cancellable)
        cancellable.cancel()
        with self.assertRaises(GLib.Error) as caught:
            promise.wait()
        self.assertTrue(caught.exception.matches(
            Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED))
        wait(lambda: self.alice.props.signaling_state.value_nick
             == 'have-local-offer', 'the operation all the same')


class Contexts(unittest.TestCase):
    def test_events_and_answers_come_where_the_object_was_made(self):
        context = GLib.MainContext()
        context.push_thread_default()
        try:
            connection = RTCPeerConnection()
        finally:
            context.pop_thread_default()
        self.assertEqual(connection.props.main_context, context)
        events = []
        connection.connect('signalingstatechange', lambda _: events.append(
            context.is_owner()))
        connection.create_data_channel('x', None)
        promise = Promise(connection, 'set_local_description', None)
        while GLib.MainContext.default().iteration(False):
            pass
        self.assertFalse(promise.settled, 'answered in another context')
        promise.wait(context)
        self.assertEqual(events, [True])
        connection.close()

    def test_a_context_of_a_thread(self):
        context = GLib.MainContext()
        loop = GLib.MainLoop.new(context, False)
        thread = threading.Thread(target=loop.run)
        connection = GObject.new(RTCPeerConnection, main_context=context)
        connection.create_data_channel('x', None)
        thread.start()
        promise = Promise(connection, 'create_offer', None)
        wait(lambda: promise.settled, 'an answer in the thread')
        thread_of_answer = promise.thread
        connection.close()
        loop.quit()
        thread.join()
        self.assertIsNot(thread_of_answer, threading.main_thread())


class Life(Script):
    def drop(self, after):
        """Alice goes without close(), as soon as after() holds."""
        self.alice.create_data_channel('x', None)
        gone = []
        self.alice.weak_ref(lambda: gone.append(True))
        self.connect_by_hand()
        wait(lambda: after(self.alice), 'a moment to go')
        alice, self.alice = self.alice, None
        del alice
        gc.collect()
        wait(lambda: gone, 'the dropped connection to go')

    def test_dropped_while_connecting(self):
        self.drop(lambda connection: True)

    def test_dropped_when_connected(self):
        self.drop(lambda connection:
                  connection.props.connection_state.value_nick == 'connected')

    def test_dropped_with_an_operation_under_way(self):
        gone, settled = [], []
        self.alice.weak_ref(lambda: gone.append(True))
        self.alice.create_data_channel('x', None)
        self.alice.create_offer_async(
            None, None, lambda *_: settled.append(True))
        self.alice = None
        gc.collect()
        wait(lambda: settled, 'the answer, which keeps it alive')
        gc.collect()
        wait(lambda: gone, 'the connection to go after it')


if __name__ == '__main__':
    unittest.main()
