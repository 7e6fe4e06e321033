// gst-peerconnection
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// negotiator.js: perfect negotiation (webrtc-pc section 10.7), the polite side.
'use strict';

class Negotiator {
  // send (message): gives an object to the other peer.
  // prepareAnswer (offer): may change transceivers before the answer is made.
  // fail (error): something could not be done.
  constructor(pc, {send, prepareAnswer, fail}) {
    this.pc = pc;
    this.send = send;
    this.prepareAnswer = prepareAnswer;
    this.fail = fail;
    this.makingOffer = false;
    this.isSettingRemoteAnswerPending = false;

    pc.addEventListener('icecandidate', ({candidate}) => send({candidate}));
    pc.addEventListener('negotiationneeded', () => this.offer());
  }

  async offer() {
    try {
      this.makingOffer = true;
      await this.pc.setLocalDescription();
      this.send({description: this.pc.localDescription});
    } catch (error) {
      this.fail(error);
    } finally {
      this.makingOffer = false;
    }
  }

  async receive({description, candidate}) {
    try {
      if (description)
        await this.receiveDescription(description);
      else if (candidate)
        await this.pc.addIceCandidate(candidate);
    } catch (error) {
      // A connection that was closed meanwhile has nothing left to tell.
      if (this.pc.signalingState !== 'closed')
        this.fail(error);
    }
  }

  // The polite side never ignores an offer: setRemoteDescription rolls its own
  // back where they collide.
  async receiveDescription(description) {
    this.isSettingRemoteAnswerPending = description.type === 'answer';
    try {
      await this.pc.setRemoteDescription(description);
    } finally {
      this.isSettingRemoteAnswerPending = false;
    }
    if (description.type !== 'offer')
      return;
    await this.prepareAnswer(description);
    await this.pc.setLocalDescription();
    this.send({description: this.pc.localDescription});
  }
}
