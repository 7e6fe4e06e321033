/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceagent.h: one run of an ICE transport: a NiceAgent on its I/O thread.
 *
 * Made when the element starts, closed when it stops; the element outlives
 * it or not. All but new, ref and unref is called on the I/O thread, where
 * alone libnice is called: orders arrive as posted commands, facts leave
 * through the events.
 */

#ifndef GST_RTC_ICE_AGENT_H
#define GST_RTC_ICE_AGENT_H

#include <gst/peerconnection/core/ice/pccandidate.h>
#include <gst/peerconnection/core/ice/pcicestates.h>

#include "gstrtcicepath.h"
#include "gstrtciceprobe.h"
#include "gstrtciceserver.h"
#include "gstrtcio.h"

G_BEGIN_DECLS

typedef struct _GstRTCIceAgent GstRTCIceAgent;

/* What holds from the next gathering on. */
typedef struct
{
  gboolean ice_tcp;
  gboolean relay_only;
  gboolean include_loopback;
  gboolean hide_local;          /* host addresses are not told */
  gchar *local_addresses;       /* separated by commas; NULL: all there are */
  gchar *interfaces;            /* names, the same way; -NAME: all but that */
  guint min_port;               /* 0: any */
  guint max_port;
  guint pacing;                 /* ms between checks */
  guint consent_interval;       /* ms */
  guint consent_timeout;        /* ms */
  guint pac_timeout;            /* ms */
  GPtrArray *servers;           /* of GstRTCIceServerEntry */
} GstRTCIceSettings;

/* Deep, but for the servers. */
void gst_rtc_ice_settings_copy (GstRTCIceSettings * settings,
    const GstRTCIceSettings * from);
void gst_rtc_ice_settings_clear (GstRTCIceSettings * settings);

/* @owner is whom the agent was made for; it is alive during the call. */
typedef struct
{
  /* NULL: no more of this generation. */
  void (*candidate) (gpointer owner, const PcCandidate * candidate);
  /* A server did not do what it was configured for. */
  void (*server_error) (gpointer owner, const GstRTCIceServerError * error);
  void (*state) (gpointer owner, PcIceState state, const gchar * reason);
  void (*gathering_state) (gpointer owner, PcGatheringState state);
  void (*selected_pair) (gpointer owner, const PcCandidate * local,
      const PcCandidate * remote);
  /* How to send from now on: @path, or by the agent if @by_agent, or not. */
  void (*path) (gpointer owner, GstRTCIcePath * path, gboolean by_agent);
  /* The machine's addresses have, and there is no path now. */
  void (*network_changed) (gpointer owner);
  /* Transfer full. */
  void (*received) (gpointer owner, GstBufferList * list);
} GstRTCIceEvents;

GstRTCIceAgent *gst_rtc_ice_agent_new (GstRTCIO * io, GObject * owner,
    const GstRTCIceEvents * events);
GstRTCIceAgent *gst_rtc_ice_agent_ref (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_unref (GstRTCIceAgent * agent);
GstRTCIO *gst_rtc_ice_agent_get_io (GstRTCIceAgent * agent);

void gst_rtc_ice_agent_start (GstRTCIceAgent * agent, gboolean controlling,
    guint pacing);
void gst_rtc_ice_agent_set_local (GstRTCIceAgent * agent,
    const gchar * ufrag, const gchar * pwd);
void gst_rtc_ice_agent_set_remote (GstRTCIceAgent * agent,
    const gchar * ufrag, const gchar * pwd);
void gst_rtc_ice_agent_set_controlling (GstRTCIceAgent * agent,
    gboolean controlling);
void gst_rtc_ice_agent_gather (GstRTCIceAgent * agent,
    const GstRTCIceSettings * settings);
void gst_rtc_ice_agent_add_remote_candidate (GstRTCIceAgent * agent,
    const PcCandidate * candidate);
/* Returns how many went out. */
guint gst_rtc_ice_agent_send (GstRTCIceAgent * agent, GstBufferList * list);
void gst_rtc_ice_agent_close (GstRTCIceAgent * agent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCIceAgent, gst_rtc_ice_agent_unref)

G_END_DECLS

#endif /* GST_RTC_ICE_AGENT_H */
