// gst-peerconnection
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// datachannel.mjs: bench-datachannel for stacks that node has.
//
//   node datachannel.mjs --stack node-datachannel|wrtc ...
//
// Same options, same work, same line of JSON; packages from NODE_PATH or the
// directory that BENCH_NODE names. Exits with 77 when the stack is not there.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const BUFFERED = 1024 * 1024;
const MIN_BUFFERED_MESSAGES = 4;
const WARM_UP_MS = 500;

const number = (value) => ({ type: 'string', default: `${value}` });
const options = parseArgs({
  options: {
    stack: { type: 'string' }, latency: { type: 'boolean', default: false },
    receive: { type: 'boolean', default: false }, size: number(16 * 1024),
    channels: number(1), associations: number(1), processes: number(1),
    seconds: number(3),
  },
}).values;
const [size, nChannels, nAssociations, nProcesses, seconds] =
  ['size', 'channels', 'associations', 'processes', 'seconds']
    .map((name) => Number(options[name]));
const high = Math.max(size * MIN_BUFFERED_MESSAGES,
  BUFFERED / (nChannels * nAssociations));
const require = createRequire(
  `${process.env.BENCH_NODE ?? process.cwd()}/package.json`);

function load(name) {
  try {
    return require(name);
  } catch {
    process.exit(77);
  }
}

// Both stacks as this: connect(send), receive(message) for signalling;
// channels with onOpen, onMessage, onLow, send, buffered, setLow.
const stacks = {
  'node-datachannel': () => {
    const { PeerConnection } = load('node-datachannel');
    const wrap = (channel) => ({
      onOpen: (f) => (channel.isOpen() ? f() : channel.onOpen(f)),
      onMessage: (f) => channel.onMessage(f),
      onLow: (f) => channel.onBufferedAmountLow(f),
      setLow: (n) => channel.setBufferedAmountLowThreshold(n),
      buffered: () => channel.bufferedAmount(),
      send: (message) => channel.sendMessageBinary(message),
      channel,
    });
    return (index, send) => {
      const peer = new PeerConnection(`bench ${index}`, { iceServers: [] });
      let early = [];
      const add = (m) => peer.addRemoteCandidate(m.candidate, m.mid);
      peer.onLocalDescription((sdp, type) => send({ sdp, type }));
      peer.onLocalCandidate((candidate, mid) => send({ candidate, mid }));
      return {
        offer: () => {},
        create: (label) => wrap(peer.createDataChannel(label)),
        accept: (f) => peer.onDataChannel((channel) => f(wrap(channel))),
        receive: (m) => {
          if (!m.sdp) {
            if (early) early.push(m);
            else add(m);
            return;
          }
          peer.setRemoteDescription(m.sdp, m.type);
          early?.forEach(add);
          early = null;
        },
      };
    };
  },
  wrtc: () => {
    const { RTCPeerConnection } = load('@roamhq/wrtc');
    const wrap = (channel) => ({
      onOpen: (f) => (channel.readyState === 'open' ? f()
        : channel.addEventListener('open', f)),
      onMessage: (f) => channel.addEventListener('message',
        (event) => f(event.data)),
      // There is no bufferedamountlow.
      onLow: (f) => setInterval(f, 1),
      polled: true,
      setLow: (n) => { channel.bufferedAmountLowThreshold = n; },
      buffered: () => channel.bufferedAmount,
      send: (message) => channel.send(message),
      channel,
    });
    return (index, send) => {
      const peer = new RTCPeerConnection();
      const early = [];
      peer.onicecandidate = ({ candidate }) => candidate && send({ candidate });
      return {
        offer: async () => {
          await peer.setLocalDescription(await peer.createOffer());
          send({ description: peer.localDescription });
        },
        create: (label) => wrap(peer.createDataChannel(label)),
        accept: (f) => { peer.ondatachannel = (e) => f(wrap(e.channel)); },
        receive: async (m) => {
          if (m.candidate) {
            if (peer.remoteDescription) peer.addIceCandidate(m.candidate);
            else early.push(m.candidate);
            return;
          }
          await peer.setRemoteDescription(m.description);
          early.splice(0).forEach((c) => peer.addIceCandidate(c));
          if (m.description.type !== 'offer') return;
          await peer.setLocalDescription(await peer.createAnswer());
          send({ description: peer.localDescription });
        },
      };
    };
  },
};

const makePeer = stacks[options.stack]();
const message = Buffer.alloc(size);
const kept = [];        // nothing here is garbage before the end
const pings = [];
let received = 0;
let nOpen = 0;
let stopped = false;

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const count = (data) => { received += data.byteLength ?? data.length; };

function echo(peer) {
  peer.accept((channel) => {
    kept.push(channel);
    channel.onMessage(options.latency
      ? (data) => channel.send(data instanceof ArrayBuffer ? Buffer.from(data)
        : data) : count);
  });
}

// A stack that sends as fast as we fill must not keep node from its events.
function fill(channel) {
  for (let i = 0; !stopped && channel.buffered() < high; i += 1) {
    if (i * size >= BUFFERED) {
      if (!channel.polled) setImmediate(fill, channel);
      return;
    }
    channel.send(message);
  }
}

function pingPong(channel) {
  let sent;
  const ping = () => {
    sent = process.hrtime.bigint();
    channel.send(message);
  };
  channel.onMessage(() => {
    pings.push(Number(process.hrtime.bigint() - sent) / 1000);
    if (!stopped) ping();
  });
  ping();
}

function open(channel) {
  kept.push(channel);
  channel.onOpen(() => {
    nOpen += 1;
    channel.setLow(high / 2);
    if (options.latency) {
      pingPong(channel);
    } else {
      channel.onLow(() => fill(channel));
      fill(channel);
    }
  });
}

// Lines "INDEX JSON", or what "report " begins.
function talk(input, output, peers, onReport) {
  createInterface({ input }).on('line', (line) => {
    if (line.startsWith('report ')) {
      onReport(line.slice(7));
      return;
    }
    const space = line.indexOf(' ');
    peers[Number(line.slice(0, space))].receive(JSON.parse(
      line.slice(space + 1)));
  }).on('close', () => process.exit(0));
  return (line) => output.write(`${line}\n`);
}

const indices = [...Array(nAssociations).keys()];

function beReceiver() {
  let write;
  const peers = indices.map((i) => makePeer(i,
    (m) => write(`${i} ${JSON.stringify(m)}`)));
  peers.forEach(echo);
  write = talk(process.stdin, process.stdout, peers,
    () => write(`report ${received} ${cpuSeconds()}`));
}

async function measure() {
  const senders = [];
  let write;
  let onReport;
  if (nProcesses > 1) {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url),
      '--receive', ...process.argv.slice(2)],
    { stdio: ['pipe', 'pipe', 'inherit'] });
    write = talk(child.stdout, child.stdin, senders,
      (text) => onReport(text.split(' ').map(Number)));
    indices.forEach((i) => senders.push(makePeer(i,
      (m) => write(`${i} ${JSON.stringify(m)}`))));
  } else {
    const receivers = indices.map((i) => makePeer(i,
      (m) => setImmediate(() => senders[i].receive(m))));
    receivers.forEach(echo);
    indices.forEach((i) => senders.push(makePeer(i,
      (m) => setImmediate(() => receivers[i].receive(m)))));
    kept.push(receivers);
  }
  const snapshot = async () => {
    if (nProcesses === 1) return { bytes: received, cpu: cpuSeconds() };
    const answer = new Promise((done) => { onReport = done; });
    write('report ?');
    const [bytes, cpu] = await answer;
    return { bytes, cpu: cpu + cpuSeconds() };
  };

  senders.forEach((peer) => {
    for (let i = 0; i < nChannels; i += 1) open(peer.create(`bench ${i}`));
    peer.offer();
  });
  for (let i = 0; nOpen < nChannels * nAssociations; i += 1) {
    if (i > 12000) throw new Error('not all channels opened');
    await sleep(10); // eslint-disable-line no-await-in-loop
  }

  await sleep(WARM_UP_MS);
  const before = await snapshot();
  const first = pings.length;
  const start = process.hrtime.bigint();
  await sleep(seconds * 1000);
  const after = await snapshot();
  const us = Number(process.hrtime.bigint() - start) / 1000;
  const counted = pings.slice(first).sort((a, b) => a - b);
  stopped = true;

  const megabytes = (after.bytes - before.bytes) / 1e6;
  const cpu = after.cpu - before.cpu;
  process.stdout.write(`${JSON.stringify({
    benchmark: 'datachannel', stack: options.stack,
    mode: options.latency ? 'latency' : 'throughput', processes: nProcesses,
    associations: nAssociations, channels: nChannels, size,
    ...(options.latency ? {
      round_trips: counted.length,
      median_us: Math.round(counted[counted.length >> 1]),
      p95_us: Math.round(counted[Math.floor(counted.length * 0.95)]),
      cpu_us: Number((cpu * 1e6 / counted.length).toFixed(1)),
    } : {
      mb_per_s: Number((megabytes * 1e6 / us).toFixed(1)),
      cpu_s_per_gb: Number((cpu * 1000 / megabytes).toFixed(2)),
    }),
  })}\n`, () => process.kill(process.pid, 'SIGKILL'));
}

if (options.receive) beReceiver();
else await measure();
