// gst-peerconnection
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// webpeer.js: a peer with the interfaces of W3C, of a browser or of a module for
// Node; data channels only. It speaks in the words of aiortcpeer.py.

'use strict';

// handle(message) of a new peer; say(words) is how it answers.
// eslint-disable-next-line no-unused-vars
function startPeer(RTCPeerConnection, say) {
  const connection = new RTCPeerConnection({});
  const channels = {};

  function echo(channel) {
    channels[channel.label] = channel;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = event => {
      try {
        channel.send(event.data);
      } catch (error) {
        // Last words: it is closing, which readyState may not say yet. Who
        // waits for this echo misses it.
        console.error(String(error));
      }
    };
    channel.onclose = () => say({ closed: channel.label });
    if (channel.readyState === 'open') tell(channel);
    else channel.onopen = () => tell(channel);
  }

  function tell(channel) {
    const { label, ordered, maxPacketLifeTime, maxRetransmits, protocol } =
      channel;
    say({
      channel: label, ordered, maxPacketLifeTime, maxRetransmits, protocol,
    });
  }

  function gathered() {
    return new Promise(resolve => {
      const look = () => {
        if (connection.iceGatheringState === 'complete') resolve();
      };
      connection.addEventListener('icegatheringstatechange', look);
      look();
    });
  }

  async function describe(description) {
    await connection.setLocalDescription(description);
    await gathered();
    const { type, sdp } = connection.localDescription;
    say({ description: { type, sdp } });
  }

  async function handle(message) {
    if (message.do === 'offer') {
      echo(connection.createDataChannel('theirs'));
      await describe(await connection.createOffer());
    } else if (message.do === 'open') {
      echo(connection.createDataChannel(message.label, message.init));
    } else if (message.do === 'close') {
      channels[message.label].close();
    } else if (message.description) {
      await connection.setRemoteDescription(message.description);
      if (message.description.type === 'offer')
        await describe(await connection.createAnswer());
    }
  }

  connection.ondatachannel = event => echo(event.channel);
  connection.onconnectionstatechange = () =>
    say({ state: connection.connectionState });

  // One after the other, as they come.
  let last = Promise.resolve();
  return message => { last = last.then(() => handle(message)); };
}
