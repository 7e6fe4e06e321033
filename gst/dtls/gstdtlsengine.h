/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlsengine.h: a DTLS association; datagrams in, datagrams out.
 *
 * No pads, no timers, no threads: all calls from one thread at a time. The
 * callbacks run inside the calls and must not call back.
 */

#ifndef GST_DTLS_ENGINE_H
#define GST_DTLS_ENGINE_H

#include <gst/gst.h>
#include <gst/peerconnection/core/dtls/pcsrtpprofile.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* A UDP payload that nearly every path carries (RFC 8261 section 5), and what
 * is tried where a flight stays unanswered (RFC 6347 section 4.1.1.1): what the
 * Internet must carry in one piece, and the least that OpenSSL fragments to. */
#define GST_DTLS_MTU 1200       /* bytes */
#define GST_DTLS_SMALL_MTU 548  /* bytes; 576 without IP's and UDP's headers */
#define GST_DTLS_LEAST_MTU 256  /* bytes */
/* The largest message that fits in a record (RFC 6347 section 4.1). */
#define GST_DTLS_MAX_MESSAGE 16384      /* bytes */
/* ICE has measured that the path is quick, so the first retransmission need
 * not wait the second of RFC 6347 section 4.2.4.1; each next one waits twice
 * as long, up to a limit. OpenSSL gives up after twelve: here, 25 seconds. */
#define GST_DTLS_FIRST_TIMEOUT_US (100 * 1000)
#define GST_DTLS_MAX_TIMEOUT_US (3200 * 1000)

typedef struct _GstDtlsEngine GstDtlsEngine;

typedef enum
{
  GST_DTLS_ENGINE_HANDSHAKE,
  GST_DTLS_ENGINE_OPEN,
  GST_DTLS_ENGINE_CLOSED,       /* by us, or by the peer's close_notify */
  GST_DTLS_ENGINE_FAILED,
} GstDtlsEngineState;

typedef struct
{
  /* A datagram for the peer. */
  void (*send) (gpointer user_data, const guint8 * data, gsize size);
  /* A message from the peer; only after verify() said TRUE. */
  void (*receive) (gpointer user_data, const guint8 * data, gsize size);
  /* Is this the peer's certificate? Once, in the handshake. */
  gboolean (*verify) (gpointer user_data, X509 * certificate);
} GstDtlsEngineCallbacks;

/* Loads OpenSSL and libsrtp, which takes some ten milliseconds once a process:
 * not on a thread that others wait for. */
void gst_dtls_engine_load (void);

/* NULL when OpenSSL does not like certificate or key. */
GstDtlsEngine *gst_dtls_engine_new (X509 * certificate, EVP_PKEY * key,
    gboolean server, const GstDtlsEngineCallbacks * callbacks,
    gpointer user_data);
void gst_dtls_engine_free (GstDtlsEngine * engine);

/* The client's first flight; a server waits. */
void gst_dtls_engine_start (GstDtlsEngine * engine);
void gst_dtls_engine_process (GstDtlsEngine * engine, const guint8 * data,
    gsize size);
/* FALSE when it is too large or the association is not open. */
gboolean gst_dtls_engine_write (GstDtlsEngine * engine, const guint8 * data,
    gsize size);
/* Microseconds until handle_timeout() wants to be called; -1: never. */
gint64 gst_dtls_engine_get_timeout (GstDtlsEngine * engine);
void gst_dtls_engine_handle_timeout (GstDtlsEngine * engine);
/* Sends close_notify when the association is open. */
void gst_dtls_engine_close (GstDtlsEngine * engine);

GstDtlsEngineState gst_dtls_engine_get_state (GstDtlsEngine * engine);
gboolean gst_dtls_engine_is_server (GstDtlsEngine * engine);
/* Once open: asks verify() about the same certificate. */
gboolean gst_dtls_engine_verify_again (GstDtlsEngine * engine);
/* The server's first flight is out: what comes next is the certificate. */
gboolean gst_dtls_engine_awaits_certificate (GstDtlsEngine * engine);
/* Why it failed, for people. */
const gchar *gst_dtls_engine_get_reason (GstDtlsEngine * engine);
/* Fatal alerts (RFC 8446 section 6.2), or -1. */
gint gst_dtls_engine_get_sent_alert (GstDtlsEngine * engine);
gint gst_dtls_engine_get_received_alert (GstDtlsEngine * engine);
guint gst_dtls_engine_get_retransmissions (GstDtlsEngine * engine);
/* Handshake datagrams are not larger. It never grows. */
guint gst_dtls_engine_get_mtu (GstDtlsEngine * engine);

/* Once open. */
const PcSrtpProfile *gst_dtls_engine_get_profile (GstDtlsEngine * engine);
/* The secrets of RFC 5764 section 4.2. */
gboolean gst_dtls_engine_export (GstDtlsEngine * engine, guint8 * material,
    gsize size);
const gchar *gst_dtls_engine_get_version (GstDtlsEngine * engine);
const gchar *gst_dtls_engine_get_cipher (GstDtlsEngine * engine);
/* Of GBytes (DER), end entity first. */
GPtrArray *gst_dtls_engine_get_certificates (GstDtlsEngine * engine);

G_END_DECLS

#endif /* GST_DTLS_ENGINE_H */
