/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceagentpriv.h: what the files of the agent share.
 */

#ifndef GST_RTC_ICE_AGENT_PRIV_H
#define GST_RTC_ICE_AGENT_PRIV_H

#include <nice/agent.h>

#include "gstrtciceagent.h"
#include "gstrtcicecandidate.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);

/* RTCP is always multiplexed: one component. */
#define GST_RTC_ICE_COMPONENT 1

/* All but the first three belongs to the I/O thread. */
struct _GstRTCIceAgent
{
  gint ref_count;               /* atomic */
  GstRTCIO *io;
  GWeakRef owner;
  const GstRTCIceEvents *events;
  gchar *name;                  /* of the owner, for the log */

  GstRTCIceSettings settings;
  NiceAgent *nice;              /* NULL before start and after close */
  guint stream;

  gchar *local_ufrag;
  gchar *local_pwd;
  gchar *remote_ufrag;
  gchar *remote_pwd;
  /* Of the current remote generation: those that wait for its credentials and
   * those that a restart would take from libnice. */
  GPtrArray *remote_candidates;
  gboolean awaiting_remote;     /* no credentials of this generation yet */
  gboolean remote_is_newer;     /* the peer restarted first */
  gboolean remote_done;         /* end of candidates */
  gboolean had_stun_server;

  PcGatheringState gathering;   /* of this generation */
  gboolean asked_to_gather;     /* libnice, in this run */
  gboolean gathered;            /* libnice is done with it */
  NiceComponentState nice_state;
  PcIceState state;
  gboolean was_connected;       /* at least once */
  gboolean restarting;          /* the old pair carries media meanwhile */
  gchar *pair;                  /* what path was said of; NULL: none */
  guint selections;             /* generation of paths */

  GstBufferList *received;      /* of the dispatch that is under way */
};

/* Calls one of the events while the owner is alive. */
#define GST_RTC_ICE_AGENT_EMIT(agent, event, ...) G_STMT_START { \
  gpointer owner_ = g_weak_ref_get (&(agent)->owner); \
  if (owner_) { \
    (agent)->events->event (owner_, __VA_ARGS__); \
    g_object_unref (owner_); \
  } \
} G_STMT_END

/* --- states and the selected pair (gstrtciceselection.c) ----------------- */

void gst_rtc_ice_agent_watch (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_update_state (GstRTCIceAgent * agent,
    const gchar * reason);
void gst_rtc_ice_agent_revoke_path (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_restart (GstRTCIceAgent * agent);

/* --- our candidates (gstrtcicegather.c) ---------------------------------- */

void gst_rtc_ice_agent_watch_candidates (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_set_gathering (GstRTCIceAgent * agent,
    PcGatheringState state);

G_END_DECLS

#endif /* GST_RTC_ICE_AGENT_PRIV_H */
