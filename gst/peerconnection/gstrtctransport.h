/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctransport.h: the elements of one bundled transport, wired.
 *
 *   rtcrtp ──▶ rtcdtlssrtp ──▶ rtcice          (and back)
 *   rtcsctp ──▶     ┘
 *
 * Brings the agreement down to the elements and their facts up to the
 * connection. Does not know of pads that an application can see.
 */

#ifndef GST_RTC_TRANSPORT_H
#define GST_RTC_TRANSPORT_H

#include <gst/gst.h>
#include <gst/peerconnection/rtcbackend.h>

#include "../ice/gstrtcice.h"
#include "../io/gstrtcio.h"
#include "../rtp/gstrtcrtp.h"
#include "../sctp/gstrtcsctp.h"

G_BEGIN_DECLS

typedef struct _GstRTCTransport GstRTCTransport;

/* In the connection's event queue. */
typedef struct
{
  /* Packets may be sent, or not any more. */
  void (*writable) (GstBin * bin, GstRTCTransport * transport);
  /* The state of its ICE transport has changed. */
  void (*ice_state) (GstBin * bin, GstRTCTransport * transport);
  /* This machine's addresses have, and it has no path. */
  void (*network_changed) (GstBin * bin, GstRTCTransport * transport);
  /* rtcrtp's signals */
  void (*new_source) (GstBin * bin, GstRTCTransport * transport,
      guint transceiver_id, guint32 ssrc);
  void (*source_gone) (GstBin * bin, GstRTCTransport * transport,
      guint transceiver_id, guint32 ssrc);
} GstRTCTransportCallbacks;

/* Adds the elements to @bin, with locked state, and starts them. @ice: one of
 * the pool (transfer full), or NULL. */
GstRTCTransport *gst_rtc_transport_new (GstBin * bin,
    GstRTCPeerConnection * connection, const gchar * id, GstRTCIce * ice,
    GstRTCIO * io, const GstRTCTransportCallbacks * callbacks);
GstRTCTransport *gst_rtc_transport_ref (GstRTCTransport * transport);
void gst_rtc_transport_unref (GstRTCTransport * transport);

/* STUN and TURN, the policy, interfaces and ports: from the next gathering
 * on. */
void gst_rtc_transport_set_servers (GstRTCTransport * transport,
    GstRTCConfiguration * configuration);
void gst_rtc_transport_configure (GstRTCTransport * transport,
    PcNegotiated * negotiated);
void gst_rtc_transport_add_remote_candidate (GstRTCTransport * transport,
    const PcCandidate * candidate);
/* Says goodbye to the peer, takes the elements out of the bin. Idempotent. */
void gst_rtc_transport_close (GstRTCTransport * transport);

const gchar *gst_rtc_transport_get_id (GstRTCTransport * transport);
PcIceState gst_rtc_transport_get_ice_state (GstRTCTransport * transport);
gboolean gst_rtc_transport_is_writable (GstRTCTransport * transport);
/* transfer none */
GstRTCRtp *gst_rtc_transport_get_rtp (GstRTCTransport * transport);
GstRTCSctp *gst_rtc_transport_get_sctp (GstRTCTransport * transport);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCTransport, gst_rtc_transport_unref)

G_END_DECLS

#endif /* GST_RTC_TRANSPORT_H */
