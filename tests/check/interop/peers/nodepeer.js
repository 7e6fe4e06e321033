// gst-peerconnection
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// nodepeer.js MODULE: webpeer.js with a module for Node, libdatachannel's or
// libwebrtc's: JSON, a line a message.

'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const vm = require('vm');

const folder = path.resolve(process.argv[2]);
const { RTCPeerConnection } = require(
  path.basename(folder) === 'node-datachannel'
    ? path.join(folder, 'dist/cjs/polyfill/index.cjs') : folder);

vm.runInThisContext(fs.readFileSync(path.join(__dirname, 'webpeer.js')));
const handle = startPeer(RTCPeerConnection,
  words => fs.writeSync(1, JSON.stringify(words) + '\n'));

readline.createInterface({ input: process.stdin })
  .on('line', line => handle(JSON.parse(line)))
  .on('close', () => process.exit(0));
process.on('unhandledRejection', error => {
  console.error(error);
  process.exit(1);
});
