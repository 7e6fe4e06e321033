/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctransport-private.h: a bundled transport between its files.
 *
 *   gstrtctransport.c      its elements, ICE, DTLS and media
 *   gstrtctransportdata.c  data channels
 */

#ifndef GST_RTC_TRANSPORT_PRIVATE_H
#define GST_RTC_TRANSPORT_PRIVATE_H

#include "gstrtctransport.h"

#include "../dtls/gstrtcdtlssrtp.h"
#include "../ice/gstrtcice.h"
#include "../rtp/gstrtcrtp-private.h"

G_BEGIN_DECLS

struct _GstRTCTransport
{
  gint ref_count;               /* atomic */
  gchar *id;
  GWeakRef bin;
  GWeakRef connection;
  const GstRTCTransportCallbacks *callbacks;

  GstRTCIce *ice;
  GstRTCDtlsSrtp *dtls;
  GstRTCRtp *rtp;
  GstRTCSctp *sctp;

  GMutex lock;                  /* protects all below; a leaf */
  PcNegotiated *negotiated;     /* the last one, or NULL */
  guint gathered_generation;    /* ice_generation for which we gathered, plus one */
  guint dtls_generation;        /* the association's that the element has */
  gboolean dtls_connected;
  gboolean sctp_started;
  GBytes *peer;                 /* the certificate of whom SCTP talks to, or NULL */
  gboolean closed;
};

/* gstrtctransport.c */
GstRTCPeerConnection *gst_rtc_transport_dup_connection (GstRTCTransport * self);
void gst_rtc_transport_unref_closure (gpointer data, GClosure * closure);

/* gstrtctransportdata.c */
void gst_rtc_transport_connect_data (GstRTCTransport * self);
/* DTLS is connected with whom has these @certificates (DER, its own first). */
void gst_rtc_transport_meet_peer (GstRTCTransport * self,
    GPtrArray * certificates);
/* If it can be, and has not been. */
void gst_rtc_transport_start_data (GstRTCTransport * self);

G_END_DECLS

#endif /* GST_RTC_TRANSPORT_PRIVATE_H */
