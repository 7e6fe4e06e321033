/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-private.h: what the files of the bin share.
 *
 *   gstpeerconnection.c             the element: states, life
 *   gstpeerconnection-properties.c  its properties and its configuration
 *   gstpeerconnection-pads.c        sink pads ⇄ transceivers
 *   gstpeerconnection-data.c        data pads ⇄ data channels
 *   gstpeerconnection-backend.c     the agreement ⇄ transports
 *   gstpeerconnection-pool.c        RTCConfiguration → rtcice, before it is needed
 *   gstpeerconnection-restarts.c    auto-restart
 *   gstpeerconnection-sources.c     received media → source pads
 *   gstpeerconnection-tracks.c      tracks of the application → m-sections
 *   gstpeerconnection-signalling.c  signaling-uri
 */

#ifndef GST_PEER_CONNECTION_PRIVATE_H
#define GST_PEER_CONNECTION_PRIVATE_H

#include <gst/peerconnection/core/ice/pcrestarts.h>
#include <gst/peerconnection/rtcbackend.h>

#include "../io/gstrtcio.h"
#include "gstpeerconnection.h"
#include "gstrtcdatasinkpad.h"
#include "gstrtcsinkpad.h"
#include "gstrtcsource.h"
#include "gstrtctransport.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);

typedef struct _GstPeerConnectionSignalling GstPeerConnectionSignalling;

struct _GstPeerConnection
{
  GstBin parent;

  /* Construct-only */
  GMainContext *main_context;   /* or NULL: the worker */

  GMutex lock;                  /* protects all below; taken before a pad's or a transport's */
  GstRTCPeerConnection *owned;  /* element first: ours, or NULL */
  GWeakRef connection;          /* the same one, or (object first) our owner */
  gboolean down;                /* below PAUSED: nothing may be added to the media edge */
  guint life;                   /* connections that have been taken down */
  gboolean closed;              /* the connection is closed: nothing may be added at all */

  GstRTCIO *io;                 /* made with the first transport */
  GstRTCLipSync *lip_sync;
  PcNegotiated *negotiated;     /* the last agreement, or NULL */
  GPtrArray *transports;        /* of GstRTCTransport */
  GPtrArray *sink_pads;         /* of GstRTCSinkPad, in the order of their requests */
  GPtrArray *data_pads;         /* of GstRTCDataSinkPad */
  GPtrArray *sources;           /* of GstRTCSource */
  GHashTable *feeds;            /* transceiver id → GstRTCTrackFeed; NULL while the queue works on it, or there is none */
  gboolean eos_posted;
  gboolean shift_valid;         /* time_shift belongs to this opening */
  GstClockTimeDiff time_shift;
  GstPeerConnectionSignalling *signalling;      /* or NULL */

  gchar *signaling_uri;
  gboolean receive[2];          /* by PC_KIND_AUDIO, PC_KIND_VIDEO */
  gboolean receive_added;       /* their transceivers are there */
  GPtrArray *pool;              /* of GstRTCIce, each with a reference */
  gboolean pool_over;           /* the first offer has been answered */

  gboolean auto_restart;
  PcRestarts restarts;
  GSource *restart_timer;       /* on io; NULL: none was needed yet */

  GStrv ice_servers;
  GstRTCConfiguration *configuration;   /* what the properties say of it */
  guint members_set;            /* which of them were set: a bit each */
  guint latency;                /* ms, of jitterbuffers */
  guint64 max_message_size;     /* bytes, of a data channel's message */
  guint64 send_queue_limit;     /* bytes, of all messages that wait */
};

/* The connection, made when first needed; NULL once the element is being
 * taken down. Transfer full. */
GstRTCPeerConnection *gst_peer_connection_ensure (GstPeerConnection * self);
/* The connection if there is one. Transfer full. */
GstRTCPeerConnection *gst_peer_connection_dup (GstPeerConnection * self);
/* Closes a connection of ours and forgets it; the next one is made when needed.
 * TRUE: who holds the property should look again. */
gboolean gst_peer_connection_reset (GstPeerConnection * self);

/* properties */
void gst_peer_connection_install_properties (GObjectClass * klass);
void gst_peer_connection_init_properties (GstPeerConnection * self);
/* What the properties say; called with the lock. Transfer full. */
GstRTCConfiguration *gst_peer_connection_make_configuration (GstPeerConnection
    * self);

/* pads */
GstPad *gst_peer_connection_request_new_pad (GstElement * element,
    GstPadTemplate * templ, const gchar * name, const GstCaps * caps);
void gst_peer_connection_release_pad (GstElement * element, GstPad * pad);
/* Transceivers for pads that have none yet, and for "receive". */
void gst_peer_connection_add_transceivers (GstPeerConnection * self);
/* After a reset: the pads' transceivers are gone. */
void gst_peer_connection_forget_transceivers (GstPeerConnection * self);
/* Opens and closes pads after what has been agreed and is connected, soon: in
 * the event queue. From any thread. */
void gst_peer_connection_update_pads (GstPeerConnection * self);
void gst_peer_connection_set_pads_flushing (GstPeerConnection * self,
    gboolean flushing);

/* Posts EOS if all pads have ended and nothing did so before. */
void gst_peer_connection_check_eos (GstPeerConnection * self);
/* What to add to running times of what waited for the connection. */
GstClockTimeDiff gst_peer_connection_time_shift (GstElement * element,
    GstClockTime running_time);
/* The first of @format that no pad has. Called with the lock. */
gchar *gst_peer_connection_free_pad_name (GstPeerConnection * self,
    const gchar * format);
void gst_peer_connection_flag_sink_locked (GstPeerConnection * self);

/* data */
void gst_peer_connection_install_data_pads (GstElementClass * klass);
GstPad *gst_peer_connection_request_data_pad (GstPeerConnection * self,
    const gchar * name);
void gst_peer_connection_release_data_pad (GstPeerConnection * self,
    GstPad * pad);
void gst_peer_connection_set_data_flushing (GstPeerConnection * self,
    gboolean flushing);
/* Makes the channels of pads that have none. */
void gst_peer_connection_open_data_pads (GstPeerConnection * self);
/* Its channels become pads. */
void gst_peer_connection_watch_channels (GstPeerConnection * self,
    GstRTCPeerConnection * connection);
/* The connection is gone: its channels too. Linked pads wait for the next. */
void gst_peer_connection_drop_data (GstPeerConnection * self);
void gst_peer_connection_child_proxy_init (gpointer iface, gpointer data);

/* backend */
void gst_peer_connection_backend_init (GstRTCBackendInterface * iface);
/* By id; transfer full, or NULL. Called with the lock. */
GstRTCTransport *gst_peer_connection_dup_transport (GstPeerConnection * self,
    const gchar * id);
/* Takes down transports and sources, now. Not from the I/O thread or the
 * event queue: jitterbuffers are waited for. */
void gst_peer_connection_take_down (GstPeerConnection * self);

/* pool */
void gst_peer_connection_configure_ice (GstRTCIce * ice,
    GstRTCConfiguration * configuration);
/* As many as it says, in the place of those there are. */
void gst_peer_connection_fill_pool (GstPeerConnection * self,
    GstRTCConfiguration * configuration);
/* One that has gathered, or is about to; transfer full, or NULL. */
GstRTCIce *gst_peer_connection_take_pooled (GstPeerConnection * self);
void gst_peer_connection_end_pool (GstPeerConnection * self,
    const PcNegotiated * negotiated);
/* All; called with the lock. They go by the second, without it. */
GPtrArray *gst_peer_connection_take_pool (GstPeerConnection * self);
void gst_peer_connection_drop_pool (GstPeerConnection * self,
    GPtrArray * pool);

/* restarts: callbacks of a transport */
void gst_peer_connection_ice_state_changed (GstBin * bin,
    GstRTCTransport * transport);
void gst_peer_connection_network_changed (GstBin * bin,
    GstRTCTransport * transport);
void gst_peer_connection_set_auto_restart (GstPeerConnection * self,
    gboolean wanted);
/* The connection is over; called with the lock. */
void gst_peer_connection_forget_restarts (GstPeerConnection * self);

/* sources: callbacks of a transport */
void gst_peer_connection_new_source (GstBin * bin,
    GstRTCTransport * transport, guint transceiver_id, guint32 ssrc);
void gst_peer_connection_source_gone (GstBin * bin,
    GstRTCTransport * transport, guint transceiver_id, guint32 ssrc);
/* Ends the sources whose m-section does not receive any more. */
void gst_peer_connection_end_stale_sources (GstPeerConnection * self);
/* @target: ms; -1: what the property says. */
void gst_peer_connection_set_jitter_target (GstPeerConnection * self,
    guint transceiver_id, gint target);
void gst_peer_connection_set_sources_state (GstPeerConnection * self,
    GstState state);
/* Before a reset: the pads outlive the connection. */
void gst_peer_connection_park_sources (GstPeerConnection * self);
/* Takes sources off the list, parked ones only if asked; called with the
 * lock. */
GPtrArray *gst_peer_connection_take_sources (GstPeerConnection * self,
    gboolean parked);

/* tracks */
void gst_peer_connection_set_sender_track (GstRTCBackend * backend,
    guint transceiver_id, GstMediaStreamTrack * track);
/* Whether a track of the application is sent, and not what a pad gets. */
gboolean gst_peer_connection_has_track (GstPeerConnection * self,
    guint transceiver_id);
/* After what has been agreed and is connected; in the event queue. */
void gst_peer_connection_update_tracks (GstPeerConnection * self);

/* signalling */
gboolean gst_peer_connection_start_signalling (GstPeerConnection * self);
void gst_peer_connection_stop_signalling (GstPeerConnection * self);

G_END_DECLS

#endif /* GST_PEER_CONNECTION_PRIVATE_H */
