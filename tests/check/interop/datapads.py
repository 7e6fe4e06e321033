#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# datapads.py: data channels as pads of peerconnection: what goes into data_%u
# comes out of data_src_%u.

import hashlib
import os
import random
import tempfile
import threading
import time
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import Gst
from gi.repository.GstPeerConnection import RTCDataMeta  # noqa: F401

DEADLINE = 30    # seconds, for anything
Gst.init(None)
names = iter(range(1000000))


def random_bytes(size, seed=1):
    return random.Random(seed).randbytes(size)


class Pipeline:
    def __init__(self, line):
        self.room = f'{os.getpid()}-{next(names)}'
        self.pipeline = Gst.parse_launch(line.replace('ROOM', self.room))
        if not isinstance(self.pipeline, Gst.Pipeline):
            element, self.pipeline = self.pipeline, Gst.Pipeline.new()
            self.pipeline.add(element)
        self.bus = self.pipeline.get_bus()

    def __enter__(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        return self

    def __exit__(self, *_):
        self.pipeline.set_state(Gst.State.NULL)

    def get(self, name):
        return self.pipeline.get_by_name(name)

    def add_video(self, name):
        """Something to negotiate: the new pad."""
        video = Gst.parse_bin_from_description(
            'videotestsrc is-live=true ! video/x-raw,width=32,height=32 ! '
            'vp8enc deadline=1 ! rtpvp8pay', True)
        self.pipeline.add(video)
        pad = self.get(name).request_pad_simple('sink_%u')
        video.get_static_pad('src').link(pad)
        video.sync_state_with_parent()
        return pad

    def wait_message(self, kind):
        message = self.bus.timed_pop_filtered(
            DEADLINE * Gst.SECOND, kind | Gst.MessageType.ERROR)
        assert message, f'waited in vain for {kind}'
        if message.type == Gst.MessageType.ERROR and not (
                kind & Gst.MessageType.ERROR):
            raise AssertionError(message.parse_error())
        return message

    def wait(self, condition, what):
        end = time.monotonic() + DEADLINE
        while not condition():
            message = self.bus.timed_pop_filtered(5 * Gst.MSECOND,
                                                  Gst.MessageType.ERROR)
            assert not message, message.parse_error()
            assert time.monotonic() < end, 'waited in vain for ' + what


class Inbox:
    """What comes out of an appsink."""

    def __init__(self, sink):
        self.messages, self.caps, self.eos = [], [], threading.Event()
        sink.props.emit_signals = True
        sink.props.sync = False
        sink.connect('new-sample', self.on_sample)
        sink.connect('eos', lambda _sink: self.eos.set())

    def on_sample(self, sink):
        sample = sink.emit('pull-sample')
        buffer = sample.get_buffer()
        self.caps.append(sample.get_caps().to_string())
        self.messages.append(buffer.extract_dup(0, buffer.get_size()))
        return Gst.FlowReturn.OK


PAIR = ('peerconnection name=alice signaling-uri=loopback:ROOM '
        'peerconnection name=bob signaling-uri=loopback:ROOM ')


class DataPads(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def copy(self, content, blocksize):
        with open(self.path('in'), 'wb') as file:
            file.write(content)
        with Pipeline(
                f'filesrc location={self.path("in")} blocksize={blocksize} ! '
                f'alice.data_0 {PAIR} bob.data_src_0 ! '
                f'filesink location={self.path("out")}') as p:
            p.wait_message(Gst.MessageType.EOS)
        with open(self.path('out'), 'rb') as file:
            return file.read()

    def test_files_arrive_bit_exact(self):
        for size, blocksize in ((5000000, 65536), (1, 4096), (0, 4096),
                                (300001, 300000), (40000, 100)):
            with self.subTest(size=size, blocksize=blocksize):
                content = random_bytes(size, size)
                self.assertEqual(
                    hashlib.sha256(self.copy(content, blocksize)).digest(),
                    hashlib.sha256(content).digest())

    def test_a_message_is_a_buffer(self):
        with Pipeline(f'appsrc name=in ! alice.data_0 {PAIR} '
                      'bob.data_src_0 ! appsink name=out') as p:
            box, source = Inbox(p.get('out')), p.get('in')
            source.props.caps = Gst.Caps('text/x-raw,format=utf8')
            for text in ('grüße', '', 'x' * 70000):
                source.emit('push-buffer', Gst.Buffer.new_wrapped(
                    text.encode()) if text else Gst.Buffer.new())
            source.emit('end-of-stream')
            p.wait_message(Gst.MessageType.EOS)
            p.wait(box.eos.is_set, 'the end')
            self.assertEqual(box.messages, ['grüße'.encode(), b'',
                                            b'x' * 70000])
            self.assertIn('text/x-raw', box.caps[0])

    def test_caps_cross_the_channel(self):
        with Pipeline('appsrc name=in caps=meta/x-klv,parsed=true ! '
                      'meta/x-klv,parsed=true ! alice.data_0 '
                      f'{PAIR} bob.data_src_0 ! appsink name=out') as p:
            box = Inbox(p.get('out'))
            p.get('in').emit('push-buffer', Gst.Buffer.new_wrapped(b'\x06\x0e'))
            p.get('in').emit('end-of-stream')
            p.wait_message(Gst.MessageType.EOS)
            p.wait(box.eos.is_set, 'the end')
            self.assertEqual(box.messages, [b'\x06\x0e'])
            self.assertIn('meta/x-klv', box.caps[0])

    def test_properties_are_the_channels(self):
        with Pipeline('appsrc name=in ! alice.data_0 '
                      'peerconnection name=alice signaling-uri=loopback:ROOM '
                      'data_0::label=control data_0::protocol=chat '
                      'data_0::ordered=false data_0::max-retransmits=3 '
                      'data_0::priority=high '
                      'peerconnection name=bob signaling-uri=loopback:ROOM '
                      'bob.data_src_0 ! fakesink async=false') as p:
            bob = p.get('bob')
            p.wait(lambda: bob.get_static_pad('data_src_0'), 'the pad')
            channel = bob.get_static_pad('data_src_0').props.channel
            self.assertEqual(channel.props.label, 'control')
            self.assertEqual(channel.props.protocol, 'chat')
            self.assertFalse(channel.props.ordered)
            self.assertEqual(channel.props.max_retransmits, 3)
            self.assertEqual(channel.props.priority.value_nick, 'high')
            mine = p.get('alice').get_static_pad('data_0').props.channel
            self.assertEqual(mine.props.label, 'control')

    def test_back_pressure_blocks_and_loses_nothing(self):
        size, count = 16384, 3000
        with Pipeline(f'appsrc name=in block=true max-bytes={size} ! '
                      f'alice.data_0 {PAIR} '
                      'bob.data_src_0 ! appsink name=out') as p:
            box, gate, pushed = Inbox(p.get('out')), threading.Event(), []
            p.get('out').get_static_pad('sink').add_probe(
                Gst.PadProbeType.BUFFER,
                lambda *_: gate.wait() and Gst.PadProbeReturn.OK)

            def push():
                for i in range(count):
                    p.get('in').emit('push-buffer', Gst.Buffer.new_wrapped(
                        i.to_bytes(4, 'big') + bytes(size - 4)))
                    pushed.append(i)
                p.get('in').emit('end-of-stream')

            thread = threading.Thread(target=push)
            thread.start()
            # It comes to rest when queues and windows are full: well before
            # the end, which is 48 MB.
            bound = 16 * 1024 * 1024 // size
            before = -1

            def rests():
                nonlocal before
                here, before = before, len(pushed)
                if here != before or before < 100:
                    return False
                p.bus.timed_pop_filtered(300 * Gst.MSECOND,
                                         Gst.MessageType.TAG)
                return len(pushed) == before

            try:
                p.wait(rests, 'the source to be blocked')
                blocked = len(pushed)
            finally:
                gate.set()
            self.assertLess(blocked, bound)
            p.wait_message(Gst.MessageType.EOS)
            thread.join()
            p.wait(box.eos.is_set, 'the end')
            self.assertEqual([int.from_bytes(m[:4], 'big')
                              for m in box.messages], list(range(count)))

    def test_going_down_while_blocked(self):
        """Nobody answers: the push waits, and NULL ends it."""
        with Pipeline('fakesrc sizetype=fixed sizemax=1000 ! alice.data_0 '
                      'peerconnection name=alice') as p:
            alice = p.get('alice')
            p.wait(lambda: alice.get_static_pad('data_0').props.channel,
                   'the channel')
        self.assertIsNone(alice.get_static_pad('data_0').props.channel)

    def collect(self, bob):
        """What each channel brings, in the order of their opening."""
        contents, ends, self.sinks = [], [], []

        def on_pad(_element, pad):
            if not pad.get_name().startswith('data_src'):
                return
            content = bytearray()
            contents.append(content)
            sink = Gst.Pad.new(None, Gst.PadDirection.SINK)
            sink.set_chain_function_full(lambda _pad, _parent, buffer: (
                content.extend(buffer.extract_dup(0, buffer.get_size())),
                Gst.FlowReturn.OK)[1])
            sink.set_event_function_full(lambda _pad, _parent, event: (
                event.type == Gst.EventType.EOS and ends.append(content),
                True)[1])
            sink.set_active(True)
            self.sinks.append(sink)
            pad.link(sink)

        bob.connect('pad-added', on_pad)
        return contents, ends

    def test_a_seek_begins_anew(self):
        """After EOS: another channel, and another EOS."""
        content = random_bytes(200000)
        with open(self.path('in'), 'wb') as file:
            file.write(content)
        with Pipeline(f'filesrc name=in location={self.path("in")} '
                      f'blocksize=4096 ! alice.data_0 {PAIR}') as p:
            contents, ends = self.collect(p.get('bob'))
            for turn in (1, 2, 3):
                p.wait_message(Gst.MessageType.EOS)
                p.wait(lambda: len(ends) == turn, 'the end there')
                self.assertEqual([bytes(c) for c in contents],
                                 [content] * turn)
                self.assertTrue(p.get('in').seek_simple(
                    Gst.Format.BYTES, Gst.SeekFlags.FLUSH, 0))

    def test_a_flush_while_blocked(self):
        """Nobody answers yet: a push and an EOS that wait end, and what comes
        afterwards is what the peer gets."""
        with Pipeline('peerconnection name=alice signaling-uri=loopback:ROOM'
                      ) as p:
            pad = p.get('alice').request_pad_simple('data_0')
            source = Gst.Pad.new(None, Gst.PadDirection.SRC)
            source.set_active(True)
            source.link(pad)
            source.push_event(Gst.Event.new_stream_start('x'))
            segment = Gst.Segment()
            segment.init(Gst.Format.BYTES)
            channel, entered = pad.props.channel, threading.Event()
            pad.add_probe(Gst.PadProbeType.BUFFER
                          | Gst.PadProbeType.EVENT_DOWNSTREAM, lambda *_: (
                              entered.set(), Gst.PadProbeReturn.OK)[1])
            for push, result in (
                    (lambda: source.push(Gst.Buffer.new_wrapped(b'lost')),
                     Gst.FlowReturn.FLUSHING),
                    (lambda: source.push_event(Gst.Event.new_eos()), False)):
                results = []
                source.push_event(Gst.Event.new_segment(segment))
                entered.clear()
                thread = threading.Thread(
                    target=lambda: results.append(push()))
                thread.start()
                self.assertTrue(entered.wait(DEADLINE))
                source.push_event(Gst.Event.new_flush_start())
                thread.join()
                self.assertEqual(results, [result])
                source.push_event(Gst.Event.new_flush_stop(True))
            self.assertEqual(pad.props.channel, channel)
            with Pipeline('peerconnection name=bob '
                          f'signaling-uri=loopback:{p.room}') as other:
                contents, ends = self.collect(other.get('bob'))
                source.push_event(Gst.Event.new_segment(segment))
                self.assertEqual(source.push(Gst.Buffer.new_wrapped(b'kept')),
                                 Gst.FlowReturn.OK)
                source.push_event(Gst.Event.new_eos())
                p.wait(lambda: ends, 'the end')
                self.assertEqual([bytes(c) for c in contents], [b'kept'])

    def test_a_renegotiation_loses_nothing(self):
        count, size = 400, 5000
        with Pipeline(f'appsrc name=in block=true max-bytes={size} ! '
                      f'alice.data_0 {PAIR} bob.data_src_0 ! '
                      'appsink name=out') as p:
            box, source = Inbox(p.get('out')), p.get('in')
            added = []
            for i in range(count):
                source.emit('push-buffer', Gst.Buffer.new_wrapped(
                    i.to_bytes(4, 'big') + bytes(size - 4)))
                if i % 100 == 50:
                    # A new m-section each time, and then data again.
                    added.append(p.add_video('alice'))
                    p.wait(lambda: added[-1].props.mid is not None,
                           'the negotiation')
            source.emit('end-of-stream')
            p.wait(box.eos.is_set, 'the end')
            self.assertEqual([int.from_bytes(m[:4], 'big')
                              for m in box.messages], list(range(count)))
            self.assertEqual(len(added), 4)

    def test_down_and_up_again(self):
        pipeline = Pipeline(
            'fakesrc num-buffers=5 sizetype=fixed sizemax=1000 ! tee '
            f'! alice.data_0 {PAIR} bob.data_src_0 ! appsink name=out')
        box = Inbox(pipeline.get('out'))
        pipeline.get('alice').get_static_pad('data_0').add_probe(
            Gst.PadProbeType.EVENT_DOWNSTREAM, lambda _pad, info:
            Gst.PadProbeReturn.DROP if info.get_event().type ==
            Gst.EventType.EOS else Gst.PadProbeReturn.OK)
        for count in (5, 10, 15):
            with pipeline as p:
                p.wait(lambda: len(box.messages) == count,
                       f'{count} messages')

    def test_no_media_by_mistake(self):
        """A data pad takes anything, but is not found by anything."""
        source = Gst.ElementFactory.make('videotestsrc', None)
        element = Gst.ElementFactory.make('peerconnection', None)
        bin_ = Gst.Bin.new(None)
        bin_.add(source)
        bin_.add(element)
        self.assertFalse(source.link(element))
        self.assertEqual(element.sinkpads, [])

    def test_reliability_of_a_buffer(self):
        buffer = Gst.Buffer.new_wrapped(b'soon')
        RTCDataMeta.add(buffer, False, -1, 2)
        meta = RTCDataMeta.get(buffer)
        self.assertEqual((meta.ordered, meta.max_packet_life_time,
                          meta.max_retransmits), (False, -1, 2))
        copy = RTCDataMeta.get(buffer.copy())
        self.assertEqual(copy.max_retransmits, 2)
        with Pipeline(f'appsrc name=in ! alice.data_0 {PAIR} '
                      'bob.data_src_0 ! appsink name=out') as p:
            box = Inbox(p.get('out'))
            p.get('in').emit('push-buffer', buffer)
            p.wait(lambda: box.messages == [b'soon'], 'the message')

    def test_too_large_is_an_error_that_says_so(self):
        with Pipeline('appsrc name=in ! alice.data_0 '
                      'peerconnection name=alice max-message-size=300000 '
                      'signaling-uri=loopback:ROOM '
                      'peerconnection name=bob signaling-uri=loopback:ROOM '
                      'bob.data_src_0 ! appsink name=out') as p:
            p.get('in').emit('push-buffer', Gst.Buffer.new_wrapped(
                bytes(300001)))
            message = p.wait_message(Gst.MessageType.ERROR)
            self.assertIn('300001', message.parse_error()[1])


if __name__ == '__main__':
    unittest.main()
