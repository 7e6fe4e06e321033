/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicepriv.h: what the files of the rtcice element share.
 */

#ifndef GST_RTC_ICE_PRIV_H
#define GST_RTC_ICE_PRIV_H

#include "gstrtcice.h"
#include "gstrtciceagent.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);

typedef struct _GstRTCIceCommand GstRTCIceCommand;

struct _GstRTCIce
{
  GstElement parent;
  GstPad *sinkpad;
  GstPad *srcpad;

  GMutex lock;                  /* protects all below */

  GstRTCIceAgent *agent;        /* NULL: not started */
  GPtrArray *pending;           /* of GstRTCIceCommand, until it starts */

  /* Settings. */
  GstRTCIceSettings settings;   /* its servers are replaced, never changed */
  gboolean controlling;
  gchar *local_credentials;     /* "ufrag:pwd" */
  gchar *remote_credentials;
  gboolean segmentation;

  /* What the agent said last. */
  PcIceState state;
  PcGatheringState gathering_state;
  GPtrArray *announced;         /* of PcCandidate, of this generation */
  PcCandidate *local;           /* of the selected pair, or NULL */
  PcCandidate *remote;

  /* The way out. */
  GstRTCIcePath *path;
  gboolean by_agent;            /* without a path, but with a pair */
  guint queued;                 /* packets on their way to the agent */

  GstRTCIceSent sent;
  guint64 received_packets;
  guint64 received_bytes;
  gboolean started_stream;      /* stream-start, caps and segment were sent */
};

/* --- orders to the agent (gstrtcicecommand.c) ----------------------------- */

void gst_rtc_ice_command_free (GstRTCIceCommand * command);
/* Takes the lock. Commands before the start wait for it, in order. */
void gst_rtc_ice_submit (GstRTCIce * ice, GstRTCIceCommand * command);
/* With the lock held. */
void gst_rtc_ice_post_locked (GstRTCIceAgent * agent,
    GstRTCIceCommand * command);

GstRTCIceCommand *gst_rtc_ice_command_start (gboolean controlling,
    guint pacing);
GstRTCIceCommand *gst_rtc_ice_command_local (const gchar * ufrag,
    const gchar * pwd);
GstRTCIceCommand *gst_rtc_ice_command_remote (const gchar * ufrag,
    const gchar * pwd);
GstRTCIceCommand *gst_rtc_ice_command_controlling (gboolean controlling);
GstRTCIceCommand *gst_rtc_ice_command_gather (const GstRTCIceSettings *
    settings);
GstRTCIceCommand *gst_rtc_ice_command_candidate (const PcCandidate * candidate);
/* Transfer full of @list. */
GstRTCIceCommand *gst_rtc_ice_command_send (GstRTCIce * ice,
    GstBufferList * list);
GstRTCIceCommand *gst_rtc_ice_command_close (void);

/* --- pads (gstrtcicepads.c) ----------------------------------------------- */

void gst_rtc_ice_class_add_pads (GstElementClass * klass);
void gst_rtc_ice_init_pads (GstRTCIce * ice);
/* On the I/O thread; transfer full. */
void gst_rtc_ice_push (GstRTCIce * ice, GstBufferList * list);

/* --- properties and action signals (gstrtciceproperties.c) ---------------- */

void gst_rtc_ice_class_init_properties (GObjectClass * klass);
typedef enum
{
  GST_RTC_ICE_NOTIFY_STATE,
  GST_RTC_ICE_NOTIFY_GATHERING_STATE,
  GST_RTC_ICE_NOTIFY_SELECTED_PAIR,
} GstRTCIceNotify;
void gst_rtc_ice_notify (GstRTCIce * ice, GstRTCIceNotify what);

G_END_DECLS

#endif /* GST_RTC_ICE_PRIV_H */
