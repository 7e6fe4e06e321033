/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcmodel.h: what a connection and its views share.
 *
 * A transceiver, a transport or a channel may outlive its connection, and then
 * still answers. None of them holds the connection: all hold the model.
 */

#ifndef GST_RTC_MODEL_H
#define GST_RTC_MODEL_H

#include "core/jsep/pcsession.h"
#include "rtcbackend.h"
#include "rtcoperations.h"

G_BEGIN_DECLS

typedef struct
{
  gint ref_count;               /* atomic */
  GstRTCOperations *queue;      /* immutable */
  GWeakRef backend;             /* who moves packets; may be empty */

  /* The one short mutex of a connection: protects what follows, the
   * connection's tables and the state of its views. Nothing is called with it
   * but the core, which calls nobody. */
  GMutex lock;
  PcSession *session;           /* NULL until first needed */
  gboolean closed;              /* [[IsClosed]] */
  gboolean connected;           /* the connection state is */
  guint64 can_send_size;        /* bytes that fit into a message we send */
  guint64 max_message_size;     /* bytes, the peer's limit considered too */
  gssize undelivered;           /* bytes of messages that wait to be used */
  gboolean paused;              /* too many do */
} GstRTCModel;

GstRTCModel *gst_rtc_model_new (GMainContext * context, GObject * owner,
    void (*idle) (gpointer owner));
GstRTCModel *gst_rtc_model_ref (GstRTCModel * model);
void gst_rtc_model_unref (GstRTCModel * model);

/* A new reference, or NULL. */
GstRTCBackend *gst_rtc_model_dup_backend (GstRTCModel * model);

/* "Update the negotiation-needed flag" (webrtc-pc section 4.7.3). Any thread,
 * without the lock. */
void gst_rtc_model_update_negotiation_needed (GstRTCModel * model);

/* The backend hears of a change that needs no description, such as stop().
 * Any thread, without the lock. */
void gst_rtc_model_reconfigure (GstRTCModel * model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCModel, gst_rtc_model_unref)
#define gst_rtc_model_locker_new(model) g_mutex_locker_new (&(model)->lock)

G_END_DECLS

#endif /* GST_RTC_MODEL_H */
