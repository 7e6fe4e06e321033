# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls with a peer that is a program and speaks JSON, a line a message."""

import fcntl
import json
import os
import queue
import shutil
import subprocess
import threading
import unittest

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstPeerConnection', '1.0')
from gi.repository import GLib, Gst
from gi.repository.GstPeerConnection import (
    RTCIceGatheringState, RTCPeerConnectionState, RTCSdpType,
    RTCSessionDescription)

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'peers')
DEADLINE_S = 30


def build_pion(build):
    """The peer in Go; the packages of Debian are a GOPATH."""
    place = os.path.join(build, 'go', 'src', 'pionpeer')
    os.makedirs(place, exist_ok=True)
    # Another test may do the same at this moment.
    with open(os.path.join(build, 'go', 'lock'), 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return build_pion_locked(build, place)


def build_pion_locked(build, place):
    program = os.path.join(build, 'pionpeer')
    source = os.path.join(HERE, 'pionpeer.go')
    if os.path.exists(program) and (os.path.getmtime(program)
                                    > os.path.getmtime(source)):
        return program
    shutil.copy(source, place)
    with open(os.path.join(place, 'go.mod'), 'w') as module:
        # what an import of .../v3 needs, even outside of modules
        module.write('module pionpeer\nrequire github.com/pion/webrtc/v3 v3\n')
    subprocess.run(['go', 'build', '-o', os.path.abspath(program), '.'],
                   cwd=place, check=True, env=dict(
        os.environ, GO111MODULE='off',
        GOPATH=os.path.abspath(os.path.join(build, 'go'))
        + ':/usr/share/gocode',
        GOCACHE=os.path.abspath(os.path.join(build, 'go', 'cache'))))
    return program


def aiortc():
    return Program('/usr/bin/python3', os.path.join(HERE, 'aiortcpeer.py'))


def node(modules, module):
    """The peer in JavaScript, made of a module of npm's registry."""
    program = shutil.which('node') or shutil.which('nodejs')
    if not program:
        raise unittest.SkipTest('node is not installed')
    if not os.path.exists(os.path.join(modules, module, 'package.json')):
        raise unittest.SkipTest('%s is not in %s, where scripts/check '
                                'installs it' % (module, modules))
    return Program(program, os.path.join(HERE, 'nodepeer.js'),
                   os.path.join(modules, module))


class Program:
    """The other end: a program, JSON lines its signalling."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.heard = []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.heard.append(json.loads(line))
            GLib.MainContext.default().wakeup()

    def say(self, **message):
        self.process.stdin.write(json.dumps(message) + '\n')
        self.process.stdin.flush()

    def hears(self, **words):
        return any(words.items() <= message.items() for message in self.heard)

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.reader.join()
            self.process.stdout.close()


class Page:
    """The other end: webpeer.js in a browser's page."""

    # What is new there, at once or after a moment.
    EXCHANGE = """(async messages => {
      if (!window.handle) {
        window.said = [];
        window.handle = startPeer(RTCPeerConnection,
          words => { said.push(words); window.wake && wake(); });
      }
      messages.forEach(message => handle(message));
      if (!said.length)
        await new Promise(r => { window.wake = r; setTimeout(r, 50); });
      return said.splice(0);
    })(%s)"""

    def __init__(self, browser):
        self.browser = browser
        self.heard = []
        self.waiting = queue.SimpleQueue()
        with open(os.path.join(HERE, 'webpeer.js'), encoding='utf-8') as file:
            browser.evaluate('new Promise(r => { %s; window.startPeer = '
                             'startPeer; r(); })' % file.read())
        self.over = False
        self.exchanger = threading.Thread(target=self.exchange)
        self.exchanger.start()

    def exchange(self):
        while not self.over:
            messages = []
            while not self.waiting.empty():
                messages.append(self.waiting.get())
            heard = self.browser.evaluate(self.EXCHANGE % json.dumps(messages))
            self.heard += heard
            if heard:
                GLib.MainContext.default().wakeup()

    def say(self, **message):
        self.waiting.put(message)

    def hears(self, **words):
        return any(words.items() <= message.items() for message in self.heard)

    def stop(self):
        self.over = True
        self.exchanger.join()


class Inbox:
    """The messages of a channel, as they come."""

    def __init__(self, channel):
        self.messages = []
        channel.connect('message', self.on_message)

    def on_message(self, _channel, event):
        self.messages.append(event.props.text if event.props.text is not None
                             else event.props.bytes.get_data())
        GLib.MainContext.default().wakeup()


class Waiting:
    """What a test case waits for has a deadline and a name."""

    def wake(self, *_):
        GLib.MainContext.default().wakeup()

    def told(self):
        """What a failure should tell besides."""
        return ''

    def wait(self, condition, what):
        late = []
        timer = GLib.timeout_add_seconds(DEADLINE_S, lambda:
                                         late.append(True) or True)
        while not condition():
            if late:
                self.fail('waited %d s for %s%s' % (DEADLINE_S, what,
                                                    self.told()))
            GLib.MainContext.default().iteration(True)
        GLib.source_remove(timer)

    def promise(self, connection, method, *arguments):
        settled = []

        def done(connection, result):
            try:
                settled.append((getattr(connection, method + '_finish')(
                    result), None))
            except GLib.Error as error:
                settled.append((None, error))
            self.wake()

        getattr(connection, method + '_async')(*arguments, None, done)
        self.wait(lambda: settled, method)
        value, error = settled[0]
        if error is not None:
            raise error
        return value

    def describe_here(self, connection):
        """Its own description, with all of its candidates."""
        self.promise(connection, 'set_local_description', None)
        self.wait(lambda: connection.props.ice_gathering_state
                  == RTCIceGatheringState.COMPLETE, 'candidates')
        return connection.props.local_description


class Call(Waiting):
    """A connection in self.connection, and the program in self.peer."""

    def watch(self):
        self.channels = []
        self.connection.connect('datachannel', self.on_channel)
        self.connection.connect('icegatheringstatechange', self.wake)
        self.connection.connect('connectionstatechange', self.wake)

    def on_channel(self, _connection, event):
        self.channels.append(event.props.channel)
        self.wake()

    def told(self):
        return '; heard %s' % self.peer.heard

    def describe(self, **words):
        """These peers do not trickle."""
        local = self.describe_here(self.connection)
        self.peer.say(description={'type': local.props.type.value_nick,
                                   'sdp': local.props.sdp}, **words)

    def take(self):
        self.wait(lambda: any('description' in message for message
                              in self.peer.heard), 'a description')
        words = next(message['description'] for message in self.peer.heard
                     if 'description' in message)
        kind = {'offer': RTCSdpType.OFFER, 'answer': RTCSdpType.ANSWER}
        self.promise(self.connection, 'set_remote_description',
                     RTCSessionDescription.new(kind[words['type']],
                                               words['sdp']))

    def connected(self):
        self.wait(lambda: self.connection.props.connection_state
                  == RTCPeerConnectionState.CONNECTED, 'connected')
        self.wait(lambda: self.peer.hears(state='connected'),
                  'connected there')

    def role(self):
        """Of DTLS: what this end's last description says."""
        sdp = self.connection.props.local_description.props.sdp
        return 'client' if 'a=setup:active' in sdp else 'server'
