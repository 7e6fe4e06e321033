/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakebackend.h: an element "peerconnection" on a virtual network: those whose
 * ICE credentials fit reach each other as soon as each has a candidate of the
 * other. All of it happens on a thread of its own, as facts do in life.
 */

#ifndef FAKE_BACKEND_H
#define FAKE_BACKEND_H

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/rtcbackend.h>

/* bytes */
#define FAKE_MAX_MESSAGE_SIZE (256 * 1024)

#define FAKE_TYPE_BACKEND (fake_backend_get_type ())
G_DECLARE_FINAL_TYPE (FakeBackend, fake_backend, FAKE, BACKEND, GstElement);

/* Makes "peerconnection" of it. */
void fake_backend_register (void);

/* Element first: makes the connection that it owns. */
GstRTCPeerConnection *fake_backend_create (FakeBackend * backend,
    GMainContext * context);

/* Waits until the network has done what was asked of it so far. */
void fake_network_sync (void);

/* Whether the last to be told was told to post no more messages. */
gboolean fake_backend_is_paused (void);

/* Nothing is gathered and no facts are told until it is set again. */
void fake_network_hold (gboolean hold);

/* Elements that are not finalized. */
gint fake_backend_count (void);
/* Calls of configure() and of close(), over all. */
gint fake_backend_configured (void);
gint fake_backend_closed (void);
/* The iceTransportPolicy that was set last, or -1. */
gint fake_backend_policy (void);

/* "ID LABEL" of the last call of set_sender_track(), LABEL "-" for none; NULL
 * when there was none since this was called last. */
gchar *fake_backend_take_sender_track (void);

/* Whether elements that are asked from now on can do telephone-event. */
void fake_backend_offer_events (gboolean offer);
/* "TONE(DURATION) " of each play_tone() since the last call. */
gchar *fake_backend_take_tones (void);
gint fake_backend_jitter_target (void);
/* Whom all receivers hear, of CSRCs or SSRCs, as well; NULL: nobody any more. */
void fake_backend_hear (gboolean contributing, const PcRtpHeard * one);

/* Loses the peer: ICE fails, then the channels. */
void fake_backend_fail (FakeBackend * backend);

#endif /* FAKE_BACKEND_H */
