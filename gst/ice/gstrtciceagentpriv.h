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
#include "gstrtciceconsent.h"
#include "gstrtciceinlet.h"
#include "gstrtcicenetwork.h"
#include "gstrtcicereflexive.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);

/* RTCP is always multiplexed: one component. */
#define GST_RTC_ICE_COMPONENT 1

/* What signalling told of the peer, a generation. */
typedef struct
{
  gchar *ufrag;                 /* NULL: not told yet */
  gchar *pwd;
  GPtrArray *candidates;        /* also those that wait for the credentials */
  gboolean done;                /* end of candidates */
} GstRTCIceRemote;

/* From one ICE restart to the next: libnice's machine with sockets of its own,
 * so that a restart gathers what the machine has by then (an interface that
 * has come, servers that were set), and one that is rolled back or leads to
 * nothing has touched no part of the connection there is. */
typedef struct
{
  NiceAgent *nice;              /* NULL before start and after close */
  guint stream;

  gchar *local_ufrag;
  gchar *local_pwd;
  GstRTCIceRemote remote;
  gchar *checked_ufrag;         /* of the peer, that libnice was given last: */
  gchar *checked_pwd;           /* another answer's, perhaps */

  PcGatheringState gathering;
  GPtrArray *addresses;         /* to gather from, as text; NULL: none */
  gboolean gathered;            /* libnice is done with it */
  NiceComponentState nice_state;
  gboolean was_connected;       /* at least once */
  GSource *pac;                 /* NULL: not begun, or expired */
  gboolean pac_expired;
  GPtrArray *announced;         /* of PcCandidate */
  GstRTCIceReflexive *reflexive;        /* NULL: no STUN server */
  gboolean reflected;           /* it is done */
  GstRTCIceConsent *consent;    /* of the selected pair; NULL: not seen */
  GHashTable *inlets;           /* GSocket -> GstRTCIceInlet; NULL: none */
  gchar *address;               /* that it is sent from; NULL: not known */
  gboolean stranded;            /* which this machine does not have any more */
  GPtrArray *tunnels;           /* of GstRTCIceTunnel; NULL: none */
  GPtrArray *probes;            /* of GstRTCIceProbe, that have not told yet */
  GPtrArray *told_probes;
  guint n_failed;               /* relays that told what is wrong */
  GPtrArray *productive;        /* of GstRTCIceServerEntry: gave a candidate */
} GstRTCIceGeneration;

/* All but the first three belongs to the I/O thread. */
struct _GstRTCIceAgent
{
  gint ref_count;               /* atomic */
  GstRTCIO *io;
  GWeakRef owner;
  const GstRTCIceEvents *events;
  gchar *name;                  /* of the owner, for the log */

  GstRTCIceSettings settings;
  gboolean controlling;
  GstRTCIceGeneration now;
  /* The one before, while its pair carries media or may have to come back. */
  GstRTCIceGeneration before;
  GSource *farewell;            /* ends the one before */
  GstRTCIceNetworkListener *network;    /* NULL: the kernel does not tell */
  /* A restart of the peer's that we have not answered yet. */
  GstRTCIceRemote coming;
  guint remote_generation;      /* grows with the peer's credentials */
  guint n_lookups;              /* names of candidates, under way */
  gboolean end_waits;           /* for them: end of remote candidates */

  PcIceState state;
  gchar *pair;                  /* what path was said of; NULL: none */
  guint selections;             /* generation of paths */

  GstBufferList *received;      /* of the dispatch that is under way */
  guint next_source;            /* of the context: those before are known */
};

/* Calls one of the events while the owner is alive. */
#define GST_RTC_ICE_AGENT_EMIT(agent, event, ...) G_STMT_START { \
  gpointer owner_ = g_weak_ref_get (&(agent)->owner); \
  if (owner_) { \
    (agent)->events->event (owner_, ##__VA_ARGS__); \
    g_object_unref (owner_); \
  } \
} G_STMT_END

/* --- the first check (gstrtciceagent.c) ----------------------------------- */

/* After whatever may have begun to check. */
void gst_rtc_ice_agent_check_at_once (GstRTCIceAgent * agent);

/* --- states and the selected pair (gstrtciceselection.c) ----------------- */

void gst_rtc_ice_agent_watch (GstRTCIceAgent * agent);
gboolean gst_rtc_ice_generation_is_connected (const GstRTCIceGeneration *
    generation);
void gst_rtc_ice_agent_update_state (GstRTCIceAgent * agent,
    const gchar * reason);
void gst_rtc_ice_agent_start_pac (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_revoke_path (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_network_changed (GHashTable * addresses,
    gpointer user_data);
gboolean gst_rtc_ice_agent_is_bound_to (GSocket * socket,
    const NiceAddress * address);

/* --- generations (gstrtcicegeneration.c) --------------------------------- */

void gst_rtc_ice_agent_new_generation (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_restart (GstRTCIceAgent * agent);
/* A restart was rolled back. */
void gst_rtc_ice_agent_return (GstRTCIceAgent * agent);
/* The new one carries: what is under way to the one before still arrives. */
void gst_rtc_ice_agent_retire_before (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_close_generation (GstRTCIceAgent * agent,
    GstRTCIceGeneration * generation);
void gst_rtc_ice_remote_clear (GstRTCIceRemote * remote);
void gst_rtc_ice_remote_take (GstRTCIceRemote * remote,
    GstRTCIceRemote * from);

/* --- servers (gstrtciceservers.c) ----------------------------------------- */

void gst_rtc_ice_agent_add_servers (GstRTCIceAgent * agent);
/* libnice has its sockets. */
void gst_rtc_ice_agent_ask_servers (GstRTCIceAgent * agent);
/* NULL: none, or not known. */
GstRTCIceServerEntry *gst_rtc_ice_agent_find_server (GstRTCIceAgent * agent,
    const NiceCandidate * nice);
/* What libnice got nothing from, when it is done, is asked why; when there is
 * nothing more to wait for, gathering is complete. */
void gst_rtc_ice_agent_settle_servers (GstRTCIceAgent * agent);

/* --- candidates with a name (gstrtcicenames.c) --------------------------- */

gboolean gst_rtc_ice_agent_is_name (const PcCandidate * candidate);
/* Adds it when its address is known; else not at all. */
void gst_rtc_ice_agent_resolve (GstRTCIceAgent * agent,
    const PcCandidate * candidate);

/* --- datagrams (gstrtciceagent.c) ---------------------------------------- */

void gst_rtc_ice_agent_received (NiceAgent * nice, guint stream,
    guint component, guint length, gchar * bytes, gpointer user_data);
/* From now on, or from before, @socket of this generation is read in runs. */
void gst_rtc_ice_agent_add_inlet (GstRTCIceAgent * agent, GSocket * socket);

/* --- our candidates (gstrtcicegather.c) ---------------------------------- */

void gst_rtc_ice_agent_watch_candidates (GstRTCIceAgent * agent);
void gst_rtc_ice_agent_set_gathering (GstRTCIceAgent * agent,
    PcGatheringState state);
void gst_rtc_ice_agent_finish_gathering (GstRTCIceAgent * agent);
/* There are credentials now. */
void gst_rtc_ice_agent_tell_pooled (GstRTCIceAgent * agent);
/* Tells a candidate, unless it was, or need not be; transfer full. */
void gst_rtc_ice_agent_announce (GstRTCIceAgent * agent,
    PcCandidate * candidate);
/* A candidate of ours as we tell it, with the server it came from. */
PcCandidate *gst_rtc_ice_agent_describe (GstRTCIceAgent * agent,
    const NiceCandidate * nice);

G_END_DECLS

#endif /* GST_RTC_ICE_AGENT_PRIV_H */
