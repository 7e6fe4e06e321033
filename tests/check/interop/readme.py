#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# readme.py: what README.md and docs/plugins show is run as it stands there, but
# for ports, file names and screens, which a test machine has not.

import glob
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import gi

gi.require_version('Gst', '1.0')
from gi.repository import Gst

SOURCE, BUILD = sys.argv.pop(1), sys.argv.pop(1)
DEADLINE = 30    # seconds, for anything
Gst.init(None)


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def read(path):
    with open(os.path.join(SOURCE, path), encoding='utf-8') as file:
        return file.read()


def fenced(text, language):
    return re.findall(rf'^```{language}\n(.*?)^```', text, re.S | re.M)


def indented(text):
    """Blocks of lines with four spaces; lines that go on are one."""
    blocks = re.findall(r'(?:^    .*\n)+', text, re.M)
    return [re.sub(r'\\\n\s*', '', re.sub(r'^    ', '', b, flags=re.M))
            for b in blocks]


def launch_lines(text):
    """The lines that gst-launch-1.0 is called with, in blocks."""
    blocks = indented(text) + [re.sub(r'\\\n\s*', '', block)
                               for block in fenced(text, 'sh')]
    found = [re.findall(r'^gst-launch-1\.0 (?:-\w )?(.*)$', block, re.M)
             for block in blocks]
    return [lines for lines in found if lines]


def fetch(url):
    """Asks until somebody answers."""
    end = time.monotonic() + DEADLINE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
                return answer.status, answer.read()
        except OSError:
            if time.monotonic() > end:
                raise AssertionError('nobody serves ' + url)


def record(path):
    """A second of VP8 and Opus in a file."""
    pipeline = Gst.parse_launch(
        'videotestsrc num-buffers=30 ! video/x-raw,width=160,height=120 ! '
        'vp8enc deadline=1 ! webmmux name=mux ! filesink name=file '
        'audiotestsrc num-buffers=50 ! opusenc ! mux.')
    pipeline.get_by_name('file').props.location = path
    pipeline.set_state(Gst.State.PLAYING)
    message = pipeline.get_bus().timed_pop_filtered(
        DEADLINE * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
    assert message and message.type == Gst.MessageType.EOS, 'no recording'
    pipeline.set_state(Gst.State.NULL)
    with open(path + '.json', 'w', encoding='utf-8') as file:
        file.writelines(f'{{"frame": {i}, "objects": ["cat"]}}\n'
                        for i in range(100))


class Pipelines:
    """The pipelines of one block, played together."""

    def __init__(self, lines, file):
        self.arrived = {}
        self.file = file
        self.copies = []    # what some.* files they are of
        self.web = []
        ports = {'5004': free_port(socket.SOCK_DGRAM),
                 '5005': free_port(socket.SOCK_DGRAM), '8080': free_port()}
        self.pipelines = []
        for line in lines:
            for old, new in ports.items():
                line = re.sub(rf'\b{old}\b', str(new), line)
            self.web += re.findall(r'signaling-uri=(http://\S+)', line)
            line = line.replace('some.webm', file)
            line = line.replace('some.json', file + '.json')
            self.copies += re.findall(r'location=copy(\.\w+)', line)
            line = re.sub(r'\bcopy\.\w+', file + '.copy', line)
            line = re.sub(r'\bauto(video|audio)sink\b',
                          'fakesink signal-handoffs=true', line)
            pipeline = Gst.parse_launch(line.replace('"', ''))
            self.pipelines.append(pipeline)
            for element in self.children(pipeline, 'fakesink'):
                self.arrived[element] = False
                element.connect('handoff', self.on_handoff)

    @staticmethod
    def children(pipeline, factory):
        return [child for child in pipeline.children
                if child.get_factory().get_name() == factory]

    def inputs(self):
        return [pad for pipeline in self.pipelines
                for element in self.children(pipeline, 'peerconnection')
                for pad in element.sinkpads
                if not pad.get_name().startswith('data_')]

    def is_copied(self, ending):
        original = self.file + ('' if ending == '.webm' else ending)
        with open(original, 'rb') as one, open(self.file + '.copy',
                                               'rb') as other:
            return one.read() == other.read()

    def on_handoff(self, sink, _buffer, _pad):
        self.arrived[sink] = True

    def wait(self, condition, what):
        end = time.monotonic() + DEADLINE
        while not condition():
            for pipeline in self.pipelines:
                message = pipeline.get_bus().timed_pop_filtered(
                    10 * Gst.MSECOND, Gst.MessageType.ERROR)
                if message:
                    raise AssertionError(message.parse_error())
            if time.monotonic() > end:
                raise AssertionError('waited in vain for ' + what)

    def play(self):
        for pipeline in self.pipelines:
            assert (pipeline.set_state(Gst.State.PLAYING)
                    != Gst.StateChangeReturn.FAILURE), 'no PLAYING'
        # no browser comes here, so a sink behind one has nothing to show
        if not self.web or not self.arrived:
            self.wait(lambda: all(p.get_state(0)[1] == Gst.State.PLAYING
                                  for p in self.pipelines), 'PLAYING')
            self.wait(lambda: all(self.arrived.values()), 'media at each sink')
        self.wait(lambda: all(pad.get_current_caps() for pad in self.inputs()),
                  'media at each sink pad')
        for pipeline in self.pipelines:
            for sctp in self.children(pipeline, 'rtcsctp'):
                self.wait(lambda: sctp.props.state.value_nick == 'connected',
                          'associations')
        for ending in self.copies:
            self.wait(lambda: self.is_copied(ending), 'a copy')
        for url in self.web:
            status, page = fetch(url)
            assert status == 200 and b'<html' in page.lower(), page
        self.wait(lambda: True, 'nothing, but errors count')

    def stop(self):
        for pipeline in self.pipelines:
            pipeline.set_state(Gst.State.NULL)


class Written(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, 'some.webm')

    def tearDown(self):
        self.folder.cleanup()

    def path(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def play(self, text, expected):
        record(self.file)
        blocks = launch_lines(text)
        self.assertEqual(len(blocks), expected, 'gst-launch lines')
        for lines in blocks:
            with self.subTest(lines=lines):
                pipelines = Pipelines(lines, self.file)
                try:
                    pipelines.play()
                finally:
                    pipelines.stop()

    def run_python(self, script):
        return subprocess.run(
            [sys.executable, self.path('example.py', script)], text=True,
            capture_output=True, timeout=DEADLINE, check=True)

    def serve(self, command, port):
        """A program that shows something to browsers, until Ctrl-C."""
        with subprocess.Popen(command) as process:
            try:
                status, page = fetch(f'http://localhost:{port}/')
                self.assertEqual(status, 200)
                self.assertIn(b'<html', page.lower())
            finally:
                process.send_signal(signal.SIGINT)
        return process.returncode


class Readme(Written):
    TEXT = read('README.md')

    def test_launch_lines(self):
        self.play(self.TEXT, 5)

    def test_python(self):
        script, = fenced(self.TEXT, 'python')
        result = self.run_python(script)
        self.assertEqual(result.stdout, 'bob received: hello\n')
        self.assertEqual(result.stderr, '')

    def test_c(self):
        source, = fenced(self.TEXT, 'c')
        port = free_port()
        self.path('example.c', source.replace('8080', str(port)))
        compiler, = [block for block in indented(self.TEXT)
                     if block.startswith('gcc example.c')]
        environment = dict(os.environ, PKG_CONFIG_PATH=os.path.join(
            BUILD, 'meson-uninstalled'))
        subprocess.run(compiler.strip() + ' -Wall -Werror', shell=True,
                       check=True, cwd=self.folder.name, env=environment)
        returncode = self.serve([os.path.join(self.folder.name, 'example')],
                                port)
        self.assertEqual(returncode, -signal.SIGINT)

    def test_examples(self):
        listed = re.findall(r'tests/examples/([\w-]+\.\w+)', self.TEXT)
        there = [os.path.basename(path) for path in
                 glob.glob(os.path.join(SOURCE, 'tests/examples/*.*'))]
        self.assertEqual(sorted(set(listed)),
                         sorted(n for n in there if n != 'meson.build'))

    def test_links(self):
        for target in re.findall(r'\]\(([^)#:]+)\)', self.TEXT):
            self.assertTrue(os.path.exists(os.path.join(SOURCE, target)),
                            target)

    def test_browser_call(self):
        port = free_port()
        returncode = self.serve(
            [os.path.join(BUILD, 'tests/examples/browser-call'),
             f'http://localhost:{port}/'], port)
        self.assertEqual(returncode, 0)


class Reference(Written):
    def test_launch_lines(self):
        for name, expected in (('peerconnection', 4), ('rtcice', 0),
                               ('rtcdtlssrtp', 0), ('rtcsctp', 1),
                               ('rtcrtp', 1)):
            with self.subTest(element=name):
                self.play(read(f'docs/plugins/{name}.md'), expected)

    def test_python(self):
        for name, said in (('rtcice', 'packets-received'),
                           ('rtcdtlssrtp', 'SRTP_AEAD_AES_128_GCM')):
            with self.subTest(element=name):
                script, = fenced(read(f'docs/plugins/{name}.md'), 'python')
                out = self.run_python(script).stdout
                self.assertIn(said, out)
                self.assertNotRegex(out, r'packets-received=\(guint64\)0\b')


if __name__ == '__main__':
    unittest.main()
