// gst-peerconnection
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// page.js: what a browser shows of a pipeline, and what it gives back.
'use strict';

const FIRST_RETRY = 500; // ms until a lost pipeline is looked for again
const LAST_RETRY = 8000;
// How long an answer waits for the user to allow the camera. Afterwards the
// answer goes without it, and the camera follows when it comes.
const MEDIA_PATIENCE = 2000; // ms
const MAX_LINES = 500; // kept in a log

const $ = (id) => document.getElementById(id);

let retry = FIRST_RETRY;
let session = null; // what belongs to one RTCPeerConnection

// --- what is seen -----------------------------------------------------------

function append(list, text, className) {
  const item = document.createElement('li');
  item.textContent = text;
  if (className)
    item.className = className;
  list.append(item);
  while (list.children.length > MAX_LINES)
    list.firstElementChild.remove();
  list.scrollTop = list.scrollHeight;
}

function log(text, className) {
  const time = new Date().toTimeString().slice(0, 8);
  append($('log'), `${time} ${text}`, className);
}

function fail(error) {
  console.error(error);
  log(`${error.name}: ${error.message}`, 'bad');
}

function notice(text) {
  $('notice').textContent = text ?? '';
  $('notice').hidden = !text;
}

function showState(id, state) {
  const element = $(id);
  if (element.textContent === state)
    return;
  element.textContent = state;
  element.dataset.state = state;
  log(`${id.replace('-state', '')}: ${state}`);
}

function showStates(pc) {
  showState('connection-state', pc.connectionState);
  showState('ice-state', pc.iceConnectionState);
  showState('signaling-state', pc.signalingState);
}

// --- the pipeline's media ------------------------------------------------------

// A browser plays sound only after a click; pictures at once if they are muted.
async function play(video) {
  try {
    await video.play();
  } catch (error) {
    if (error.name !== 'NotAllowedError')
      return; // a newer play() took over
    video.muted = true;
    $('unmute').hidden = false;
    await video.play().catch(fail);
  }
}

function onTrack({track, transceiver}) {
  const video = $('video');
  const stream = session.remote;
  log(`${track.kind} track, mid ${transceiver.mid}`);

  if (track.kind === 'video' && stream.getVideoTracks().length > 0) {
    const another = document.createElement('video');
    another.autoplay = another.playsInline = another.muted = true;
    another.srcObject = new MediaStream([track]);
    $('more-videos').append(another);
    track.addEventListener('ended', () => another.remove());
    return;
  }
  stream.addTrack(track);
  if (video.srcObject !== stream)
    video.srcObject = stream;
  play(video);
}

$('video').addEventListener('playing', () => { $('placeholder').hidden = true; });

$('unmute').addEventListener('click', () => {
  $('video').muted = false;
  $('unmute').hidden = true;
  play($('video'));
});

// --- our media ---------------------------------------------------------------------

// The mids of the sections whose author wants to receive media.
function wantedMids(sdp) {
  const mids = new Set();
  for (const section of sdp.split(/\r?\nm=/).slice(1)) {
    const mid = /^a=mid:(.*?)\r?$/m.exec(section);
    const receives = /^a=(sendrecv|recvonly)\r?$/m.test(section);
    const media = /^(audio|video) ([0-9]+)/.exec(section);
    if (mid && receives && media)
      mids.add(mid[1]);
  }
  return mids;
}

async function openMedia(kinds) {
  if (!navigator.mediaDevices) {
    throw new Error('the pipeline asks for camera or microphone, which a ' +
        'browser gives only to https: pages and to localhost');
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: kinds.has('audio'),
      video: kinds.has('video'),
    });
  } catch (error) {
    // A machine with a microphone but no camera still has something to give.
    if (kinds.size < 2 || error.name !== 'NotFoundError')
      throw error;
    return openMedia(new Set(['audio'])).catch(() =>
      openMedia(new Set(['video'])));
  }
}

async function attachMedia(current, transceivers, stream) {
  if (current.pc.signalingState === 'closed') {
    stream.getTracks().forEach((track) => track.stop());
    return;
  }
  current.local = stream;
  for (const transceiver of transceivers) {
    const track = stream.getTracks()
        .find(({kind}) => kind === transceiver.receiver.track.kind);
    if (!track || transceiver.stopped)
      continue;
    await transceiver.sender.replaceTrack(track);
    transceiver.sender.setStreams?.(stream);
    transceiver.direction = transceiver.direction.startsWith('recv') ||
        transceiver.direction === 'sendrecv' ? 'sendrecv' : 'sendonly';
  }
  if (stream.getVideoTracks().length > 0) {
    $('self-view').srcObject = stream;
    $('self-view').hidden = false;
  }
  log(`sending ${stream.getTracks().map(({kind}) => kind).join(' and ')}`);
}

async function prepareAnswer(current, offer) {
  const mids = wantedMids(offer.sdp);
  const transceivers = current.pc.getTransceivers().filter((transceiver) =>
    mids.has(transceiver.mid) && !transceiver.sender.track);
  const kinds = new Set(transceivers
      .map(({receiver}) => receiver.track.kind)
      .filter((kind) => !current.asked.has(kind)));

  if (kinds.size === 0)
    return;
  kinds.forEach((kind) => current.asked.add(kind));
  notice(`The pipeline asks for your ${[...kinds]
      .map((kind) => kind === 'video' ? 'camera' : 'microphone').join(' and ')}.`);
  const given = openMedia(kinds)
      .then((stream) => {
        notice(null);
        return attachMedia(current, transceivers, stream);
      })
      .catch((error) => {
        notice(error.name === 'NotAllowedError' ?
          'Camera or microphone denied: the pipeline gets nothing from here.' :
          `No camera or microphone: ${error.message}`);
        fail(error);
      });
  await Promise.race([given,
    new Promise((resolve) => setTimeout(resolve, MEDIA_PATIENCE))]);
}

// --- data channels --------------------------------------------------------------------

function addChannel(current, channel) {
  channel.binaryType = 'arraybuffer';
  current.channels.push(channel);
  channel.addEventListener('open', () => {
    log(`data channel "${channel.label}" is open`);
    $('chat-name').textContent = `\u201c${channel.label}\u201d`;
    for (const line of current.unsent.splice(0))
      channel.send(line);
  });
  channel.addEventListener('message', ({data}) => {
    if (typeof data === 'string')
      append($('chat-log'), data, 'theirs');
    else
      append($('chat-log'), `${data.byteLength} bytes`, 'theirs binary');
  });
  channel.addEventListener('close', () => {
    log(`data channel "${channel.label}" is closed`);
    current.channels = current.channels.filter((other) => other !== channel);
  });
  channel.addEventListener('error', ({error}) => fail(error));
}

function sendLine(line) {
  const open = session.channels.find(({readyState}) => readyState === 'open');
  if (open) {
    open.send(line);
  } else {
    session.unsent.push(line);
    if (session.channels.length === 0)
      addChannel(session, session.pc.createDataChannel('chat'));
  }
}

$('chat-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const line = $('chat-input').value;
  if (!line || !session)
    return;
  try {
    sendLine(line);
    append($('chat-log'), line, 'mine');
    $('chat-input').value = '';
  } catch (error) {
    fail(error);
  }
});

// --- one connection after the other -----------------------------------------------------

function endSession() {
  if (!session)
    return;
  session.pc.close();
  session.local?.getTracks().forEach((track) => track.stop());
  showStates(session.pc);
  session = null;
  $('video').srcObject = null;
  $('self-view').srcObject = null;
  $('self-view').hidden = true;
  $('unmute').hidden = true;
  $('placeholder').hidden = false;
  $('more-videos').replaceChildren();
  $('chat-name').textContent = '';
}

function beginSession(socket) {
  const pc = new RTCPeerConnection();
  const current = {
    pc,
    remote: new MediaStream(),
    local: null,
    asked: new Set(),
    channels: [],
    unsent: [],
  };
  session = current;
  window.pc = pc;

  for (const event of ['connectionstatechange', 'iceconnectionstatechange',
    'signalingstatechange'])
    pc.addEventListener(event, () => showStates(pc));
  pc.addEventListener('iceconnectionstatechange', () => {
    if (pc.iceConnectionState === 'failed')
      pc.restartIce();
  });
  pc.addEventListener('track', onTrack);
  pc.addEventListener('datachannel', ({channel}) =>
    addChannel(current, channel));
  showStates(pc);

  return new Negotiator(pc, {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN)
        socket.send(JSON.stringify(message));
    },
    prepareAnswer: (offer) => prepareAnswer(current, offer),
    fail,
  });
}

function connect() {
  const socket = new WebSocket(`ws://${location.host}/ws`);
  let negotiator = null;
  let busy = false;

  showState('socket-state', 'connecting');
  socket.addEventListener('message', ({data}) => {
    const message = JSON.parse(data);
    if (message.error === 'busy') {
      busy = true;
      return;
    }
    retry = FIRST_RETRY;
    negotiator.receive(message);
  });
  socket.addEventListener('open', () => {
    showState('socket-state', 'connected');
    negotiator = beginSession(socket);
  });
  socket.addEventListener('close', ({reason}) => {
    endSession();
    busy ||= reason === 'busy'; // somebody else is here
    showState('socket-state', busy ? 'busy' : 'disconnected');
    $('placeholder').textContent = busy ?
      'Busy: another page is connected to this pipeline.' :
      'Disconnected. Waiting for the pipeline\u2026';
    notice(busy ? 'busy: another page is connected to this pipeline' : null);
    setTimeout(connect, retry);
    retry = Math.min(retry * 2, LAST_RETRY);
  });
}

connect();
