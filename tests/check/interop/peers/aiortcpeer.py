#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# aiortcpeer.py: a peer made of aiortc that speaks JSON, a line a message.
#
#   in   {"do": "offer", "channel": true, "media": true}   make an offer
#        {"do": "open", "label": …, "init": {…}}            open a channel
#        {"do": "close", "label": …}                        close it
#        {"description": {"type": …, "sdp": …}}             take it; answer an offer
#   out  {"description": …}, {"state": "connected"}
#        {"media": kind, "frames": 5}     that many were decoded
#        {"channel": label, "ordered": …, …}   is open; {"closed": label}
# A channel's messages are sent back.

import asyncio
import json
import sys

from aiortc import (RTCPeerConnection, RTCSessionDescription)
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

FRAMES = 5


def say(**message):
    print(json.dumps(message), flush=True)


class Peer:
    def __init__(self):
        self.connection = RTCPeerConnection()
        self.channels = {}
        self.connection.on('datachannel', self.echo)
        self.connection.on('track', self.on_track)
        self.connection.on('connectionstatechange', lambda: say(
            state=self.connection.connectionState))

    def echo(self, channel):
        self.channels[channel.label] = channel
        channel.on('message', channel.send)
        channel.on('close', lambda: say(closed=channel.label))
        if channel.readyState == 'open':
            self.tell(channel)
        else:
            channel.on('open', lambda: self.tell(channel))

    def tell(self, channel):
        say(channel=channel.label, ordered=channel.ordered,
            maxPacketLifeTime=channel.maxPacketLifeTime,
            maxRetransmits=channel.maxRetransmits, protocol=channel.protocol)

    def on_track(self, track):
        asyncio.ensure_future(self.count(track))

    async def count(self, track):
        for _ in range(FRAMES):
            await track.recv()
        say(media=track.kind, frames=FRAMES)
        sink = MediaBlackhole()
        sink.addTrack(track)
        await sink.start()

    def add_media(self, *kinds):
        for kind in kinds:
            self.connection.addTrack(VideoStreamTrack() if kind == 'video'
                                     else AudioStreamTrack())

    async def describe(self, description):
        await self.connection.setLocalDescription(description)
        local = self.connection.localDescription
        say(description={'type': local.type, 'sdp': local.sdp})

    async def handle(self, message):
        if message.get('do') == 'offer':
            if message.get('channel'):
                self.echo(self.connection.createDataChannel('theirs'))
            if message.get('media'):
                self.add_media('video', 'audio')
            await self.describe(await self.connection.createOffer())
        elif message.get('do') == 'open':
            self.echo(self.connection.createDataChannel(
                message['label'], **message['init']))
        elif message.get('do') == 'close':
            self.channels[message['label']].close()
        elif 'description' in message:
            await self.connection.setRemoteDescription(
                RTCSessionDescription(**message['description']))
            if message['description']['type'] == 'offer':
                if message.get('media'):
                    self.add_media(*(transceiver.kind for transceiver in
                                     self.connection.getTransceivers()))
                await self.describe(await self.connection.createAnswer())


async def main():
    peer = Peer()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        await peer.handle(json.loads(line))
    await peer.connection.close()


asyncio.run(main())
