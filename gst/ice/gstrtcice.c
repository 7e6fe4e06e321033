/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcice.c: the rtcice element: life, orders, and what the agent says.
 */

/**
 * SECTION:element-rtcice
 * @title: rtcice
 * @short_description: datagrams over a path found by ICE
 *
 * An ICE transport (RFC 8445) with trickling (RFC 8838), consent (RFC 7675),
 * one component and one pair of pads.
 *
 * The element is told what signalling knows: its own and the peer's
 * credentials, the peer's candidates. It tells its own candidates by the signal
 * "candidate". Its agent lives from PAUSED to READY on an I/O thread.
 *
 * ## Pads
 *
 * - `sink`: datagrams to the peer, a buffer each, of any caps. What comes before
 *   a pair is selected is dropped and counted.
 * - `src`: datagrams of the peer, what one wake-up brought as one list; its caps
 *   are `application/x-rtc-datagram`.
 *
 * ## Video over a path between two of them
 * |[<!-- language="Python" -->
 * import gi
 * gi.require_version("Gst", "1.0")
 * from gi.repository import GLib, Gst
 *
 * Gst.init(None)
 * pipeline = Gst.parse_launch("""
 *     videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay !
 *     rtcice name=a controlling=true
 *         local-credentials=aaaa:aaaaaaaaaaaaaaaaaaaaaa
 *         remote-credentials=bbbb:bbbbbbbbbbbbbbbbbbbbbb
 *     rtcice name=b
 *         local-credentials=bbbb:bbbbbbbbbbbbbbbbbbbbbb
 *         remote-credentials=aaaa:aaaaaaaaaaaaaaaaaaaaaa !
 *     fakesink sync=false""")
 * a, b = pipeline.get_by_name("a"), pipeline.get_by_name("b")
 * a.connect("candidate", lambda _, c: b.emit("add-remote-candidate", c))
 * b.connect("candidate", lambda _, c: a.emit("add-remote-candidate", c))
 * pipeline.set_state(Gst.State.PLAYING)
 * a.emit("gather")
 * b.emit("gather")
 *
 * loop = GLib.MainLoop()
 * GLib.timeout_add_seconds(3, loop.quit)
 * loop.run()
 * print(b.props.selected_pair)
 * print(b.props.stats.to_string())
 * pipeline.set_state(Gst.State.NULL)
 * ]|
 *
 * Since: 0.1
 */

#include "gstrtcicepriv.h"

#include <gst/peerconnection/core/pcerror.h>

#include "gstrtcicecandidate.h"

GST_DEBUG_CATEGORY (gst_rtc_ice_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_debug

G_DEFINE_TYPE_WITH_CODE (GstRTCIce, gst_rtc_ice, GST_TYPE_ELEMENT,
    GST_DEBUG_CATEGORY_INIT (gst_rtc_ice_debug, "rtcice", 0, "ICE transport"));
GST_ELEMENT_REGISTER_DEFINE (rtcice, "rtcice", GST_RANK_NONE, GST_TYPE_RTC_ICE);

enum
{
  SIGNAL_CANDIDATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- what the agent says, on the I/O thread ------------------------------- */

static void
on_candidate (gpointer owner, const PcCandidate * candidate)
{
  g_autofree gchar *text =
      candidate ? pc_candidate_to_string (candidate) : NULL;

  if (candidate)
    GST_DEBUG_OBJECT (owner, "local candidate %s",
        gst_rtc_ice_redact (candidate->address));
  g_signal_emit (owner, signals[SIGNAL_CANDIDATE], 0, text);
}

static void
on_state (gpointer owner, PcIceState state, const gchar * reason)
{
  GstRTCIce *ice = owner;

  g_mutex_lock (&ice->lock);
  ice->state = state;
  g_mutex_unlock (&ice->lock);
  gst_rtc_ice_notify (ice, GST_RTC_ICE_NOTIFY_STATE);
}

static void
on_gathering_state (gpointer owner, PcGatheringState state)
{
  GstRTCIce *ice = owner;

  g_mutex_lock (&ice->lock);
  ice->gathering_state = state;
  g_mutex_unlock (&ice->lock);
  gst_rtc_ice_notify (ice, GST_RTC_ICE_NOTIFY_GATHERING_STATE);
}

static void
on_selected_pair (gpointer owner, const PcCandidate * local,
    const PcCandidate * remote)
{
  GstRTCIce *ice = owner;

  g_mutex_lock (&ice->lock);
  g_clear_pointer (&ice->local, pc_candidate_free);
  g_clear_pointer (&ice->remote, pc_candidate_free);
  ice->local = pc_candidate_copy (local);
  ice->remote = pc_candidate_copy (remote);
  g_mutex_unlock (&ice->lock);
  gst_rtc_ice_notify (ice, GST_RTC_ICE_NOTIFY_SELECTED_PAIR);
}

static void
on_path (gpointer owner, GstRTCIcePath * path, gboolean by_agent)
{
  GstRTCIce *ice = owner;
  GstRTCIcePath *old;

  g_mutex_lock (&ice->lock);
  old = ice->path;
  ice->path = path ? gst_rtc_ice_path_ref (path) : NULL;
  ice->by_agent = by_agent;
  g_mutex_unlock (&ice->lock);
  g_clear_pointer (&old, gst_rtc_ice_path_unref);
}

static void
on_received (gpointer owner, GstBufferList * list)
{
  gst_rtc_ice_push (owner, list);
}

static const GstRTCIceEvents agent_events = {
  .candidate = on_candidate,
  .state = on_state,
  .gathering_state = on_gathering_state,
  .selected_pair = on_selected_pair,
  .path = on_path,
  .received = on_received,
};

/* --- start and stop ------------------------------------------------------- */

static void
start (GstRTCIce * ice)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_for_element (GST_ELEMENT (ice));
  GstRTCIceAgent *agent =
      gst_rtc_ice_agent_new (io, G_OBJECT (ice), &agent_events);

  g_mutex_lock (&ice->lock);
  ice->state = PC_ICE_NEW;
  ice->gathering_state = PC_GATHERING_NEW;
  ice->started_stream = FALSE;
  gst_rtc_ice_post_locked (agent, gst_rtc_ice_command_start (&ice->settings));
  for (guint i = 0; i < ice->servers->len; i++)
    gst_rtc_ice_post_locked (agent,
        gst_rtc_ice_command_server (g_ptr_array_index (ice->servers, i)));
  for (guint i = 0; i < ice->pending->len; i++)
    gst_rtc_ice_post_locked (agent, g_ptr_array_index (ice->pending, i));
  g_ptr_array_set_size (ice->pending, 0);
  ice->agent = agent;
  g_mutex_unlock (&ice->lock);
}

static void
stop (GstRTCIce * ice)
{
  GstRTCIceAgent *agent;
  GstRTCIcePath *path;

  g_mutex_lock (&ice->lock);
  agent = g_steal_pointer (&ice->agent);
  /* At once: who sends after the state change returned does not. */
  path = g_steal_pointer (&ice->path);
  ice->by_agent = FALSE;
  if (agent)
    gst_rtc_ice_post_locked (agent, gst_rtc_ice_command_close ());
  g_clear_pointer (&ice->local, pc_candidate_free);
  g_clear_pointer (&ice->remote, pc_candidate_free);
  g_clear_pointer (&ice->local_credentials, g_free);
  g_clear_pointer (&ice->remote_credentials, g_free);
  g_mutex_unlock (&ice->lock);

  g_clear_pointer (&path, gst_rtc_ice_path_unref);
  g_clear_pointer (&agent, gst_rtc_ice_agent_unref);
}

static GstStateChangeReturn
gst_rtc_ice_change_state (GstElement * element, GstStateChange transition)
{
  GstStateChangeReturn result;

  result = GST_ELEMENT_CLASS (gst_rtc_ice_parent_class)->change_state (element,
      transition);
  if (result == GST_STATE_CHANGE_FAILURE)
    return result;

  switch (transition) {
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      start (GST_RTC_ICE (element));
      return GST_STATE_CHANGE_NO_PREROLL;
    case GST_STATE_CHANGE_PLAYING_TO_PAUSED:
      return GST_STATE_CHANGE_NO_PREROLL;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      stop (GST_RTC_ICE (element));
      break;
    default:
      break;
  }
  return result;
}

/* --- orders --------------------------------------------------------------- */

static void
remember_credentials (GstRTCIce * ice, gchar ** place, const gchar * ufrag,
    const gchar * pwd)
{
  g_mutex_lock (&ice->lock);
  g_free (*place);
  *place = g_strconcat (ufrag, ":", pwd, NULL);
  g_mutex_unlock (&ice->lock);
}

void
gst_rtc_ice_set_local_credentials (GstRTCIce * ice, const gchar * ufrag,
    const gchar * pwd)
{
  g_return_if_fail (GST_IS_RTC_ICE (ice));
  g_return_if_fail (ufrag != NULL && pwd != NULL);

  remember_credentials (ice, &ice->local_credentials, ufrag, pwd);
  gst_rtc_ice_submit (ice, gst_rtc_ice_command_local (ufrag, pwd));
}

/* @lite changes nothing: libnice, full itself, takes the role it is given
 * (RFC 8445 section 6.1.1 has the full side control). */
void
gst_rtc_ice_set_remote_credentials (GstRTCIce * ice, const gchar * ufrag,
    const gchar * pwd, gboolean lite)
{
  g_return_if_fail (GST_IS_RTC_ICE (ice));
  g_return_if_fail (ufrag != NULL && pwd != NULL);

  remember_credentials (ice, &ice->remote_credentials, ufrag, pwd);
  gst_rtc_ice_submit (ice, gst_rtc_ice_command_remote (ufrag, pwd));
}

void
gst_rtc_ice_set_controlling (GstRTCIce * ice, gboolean controlling)
{
  g_return_if_fail (GST_IS_RTC_ICE (ice));

  g_mutex_lock (&ice->lock);
  ice->settings.controlling = controlling;
  g_mutex_unlock (&ice->lock);
  gst_rtc_ice_submit (ice, gst_rtc_ice_command_controlling (controlling));
}

gboolean
gst_rtc_ice_add_server (GstRTCIce * ice, const gchar * url,
    const gchar * username, const gchar * credential, GError ** error)
{
  GstRTCIceServerEntry parsed = { 0 };
  g_autoptr (PcIceUrl) ice_url = NULL;

  g_return_val_if_fail (GST_IS_RTC_ICE (ice), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  ice_url = pc_ice_url_parse (url, error);
  if (ice_url == NULL)
    return FALSE;
  /* webrtc-pc section 4.4.1.6 (set a configuration): a relay wants both. */
  if (ice_url->turn && (username == NULL || credential == NULL)) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
        "'%s' needs a username and a credential", url);
    return FALSE;
  }
  parsed = (GstRTCIceServerEntry) {
  .url = ice_url,.username = (gchar *) username,.credential =
        (gchar *) credential,};
  g_mutex_lock (&ice->lock);
  g_ptr_array_add (ice->servers, gst_rtc_ice_server_entry_copy (&parsed));
  if (ice->agent)
    gst_rtc_ice_post_locked (ice->agent, gst_rtc_ice_command_server (&parsed));
  g_mutex_unlock (&ice->lock);
  return TRUE;
}

void
gst_rtc_ice_gather (GstRTCIce * ice)
{
  g_return_if_fail (GST_IS_RTC_ICE (ice));

  gst_rtc_ice_submit (ice, gst_rtc_ice_command_gather ());
}

void
gst_rtc_ice_add_remote_candidate (GstRTCIce * ice,
    const PcCandidate * candidate)
{
  g_return_if_fail (GST_IS_RTC_ICE (ice));

  gst_rtc_ice_submit (ice, gst_rtc_ice_command_candidate (candidate));
}

PcIceState
gst_rtc_ice_get_state (GstRTCIce * ice)
{
  PcIceState state;

  g_return_val_if_fail (GST_IS_RTC_ICE (ice), PC_ICE_CLOSED);

  g_mutex_lock (&ice->lock);
  state = ice->state;
  g_mutex_unlock (&ice->lock);
  return state;
}

gboolean
gst_rtc_ice_get_selected_pair (GstRTCIce * ice, PcCandidate ** local,
    PcCandidate ** remote)
{
  gboolean selected;

  g_return_val_if_fail (GST_IS_RTC_ICE (ice), FALSE);

  g_mutex_lock (&ice->lock);
  selected = ice->local != NULL;
  if (selected) {
    *local = pc_candidate_copy (ice->local);
    *remote = pc_candidate_copy (ice->remote);
  }
  g_mutex_unlock (&ice->lock);
  return selected;
}

/* --- class ---------------------------------------------------------------- */

static void
gst_rtc_ice_finalize (GObject * object)
{
  GstRTCIce *ice = GST_RTC_ICE (object);

  for (guint i = 0; i < ice->pending->len; i++)
    gst_rtc_ice_command_free (g_ptr_array_index (ice->pending, i));
  g_ptr_array_unref (ice->pending);
  g_ptr_array_unref (ice->servers);
  g_clear_pointer (&ice->path, gst_rtc_ice_path_unref);
  g_clear_pointer (&ice->local, pc_candidate_free);
  g_clear_pointer (&ice->remote, pc_candidate_free);
  g_free (ice->settings.local_addresses);
  g_free (ice->local_credentials);
  g_free (ice->remote_credentials);
  g_mutex_clear (&ice->lock);
  G_OBJECT_CLASS (gst_rtc_ice_parent_class)->finalize (object);
}

static void
gst_rtc_ice_class_init (GstRTCIceClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->finalize = gst_rtc_ice_finalize;
  element_class->change_state = gst_rtc_ice_change_state;
  gst_rtc_ice_class_init_properties (object_class);
  gst_rtc_ice_class_add_pads (element_class);
  gst_element_class_set_static_metadata (element_class, "ICE transport",
      "Filter/Network/WebRTC", "Exchanges datagrams over a path found by ICE",
      "The gst-peerconnection developers");

  /**
   * GstRTCIce::candidate:
   * @ice: the element
   * @candidate: (nullable): "candidate:..." as RTCIceCandidate has it, or
   *   %NULL when there are no more of this generation
   *
   * A candidate of ours, for the peer. Emitted on the I/O thread.
   *
   * Since: 0.1
   */
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", GST_TYPE_RTC_ICE,
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gst_rtc_ice_init (GstRTCIce * ice)
{
  g_mutex_init (&ice->lock);
  ice->pending = g_ptr_array_new ();
  ice->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_rtc_ice_server_entry_free);
  gst_rtc_ice_init_pads (ice);
}
