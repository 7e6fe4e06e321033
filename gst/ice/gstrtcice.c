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
  SIGNAL_CANDIDATE_ERROR,
  SIGNAL_NETWORK_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- what the agent says, on the I/O thread ------------------------------- */

static void
on_candidate (gpointer owner, const PcCandidate * candidate)
{
  g_autofree gchar *text =
      candidate ? pc_candidate_to_string (candidate) : NULL;
  GstRTCIce *ice = owner;

  if (candidate) {
    GST_DEBUG_OBJECT (owner, "local candidate %s",
        gst_rtc_ice_redact (candidate->address));
    g_mutex_lock (&ice->lock);
    g_ptr_array_add (ice->announced, pc_candidate_copy (candidate));
    g_mutex_unlock (&ice->lock);
  }
  g_signal_emit (owner, signals[SIGNAL_CANDIDATE], 0, text);
}

static void
on_server_error (gpointer owner, const GstRTCIceServerError * error)
{
  g_signal_emit (owner, signals[SIGNAL_CANDIDATE_ERROR], 0, error->address,
      error->port, error->url, error->code, error->text);
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
  if (state == PC_GATHERING_GATHERING)
    g_ptr_array_set_size (ice->announced, 0);
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
on_network_changed (gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_NETWORK_CHANGED], 0);
}

static void
on_received (gpointer owner, GstBufferList * list)
{
  gst_rtc_ice_push (owner, list);
}

static const GstRTCIceEvents agent_events = {
  .candidate = on_candidate,
  .server_error = on_server_error,
  .state = on_state,
  .gathering_state = on_gathering_state,
  .selected_pair = on_selected_pair,
  .path = on_path,
  .network_changed = on_network_changed,
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
  gst_rtc_ice_post_locked (agent, gst_rtc_ice_command_start (ice->controlling,
          ice->settings.pacing));
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
  ice->controlling = controlling;
  g_mutex_unlock (&ice->lock);
  gst_rtc_ice_submit (ice, gst_rtc_ice_command_controlling (controlling));
}

static GPtrArray *
new_server_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_rtc_ice_server_entry_unref);
}

gboolean
gst_rtc_ice_add_server (GstRTCIce * ice, const gchar * url,
    const gchar * username, const gchar * credential, GError ** error)
{
  g_autoptr (GstRTCIceServerEntry) server = NULL;
  GPtrArray *servers, *old;

  g_return_val_if_fail (GST_IS_RTC_ICE (ice), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  server = gst_rtc_ice_server_entry_new (url, username, credential, error);
  if (server == NULL)
    return FALSE;
  /* An order to gather may be holding the old list. */
  servers = new_server_list ();
  g_mutex_lock (&ice->lock);
  old = ice->settings.servers;
  for (guint i = 0; i < old->len; i++)
    g_ptr_array_add (servers,
        gst_rtc_ice_server_entry_ref (g_ptr_array_index (old, i)));
  g_ptr_array_add (servers, g_steal_pointer (&server));
  ice->settings.servers = servers;
  g_mutex_unlock (&ice->lock);
  g_ptr_array_unref (old);
  return TRUE;
}

void
gst_rtc_ice_clear_servers (GstRTCIce * ice)
{
  GPtrArray *old;

  g_return_if_fail (GST_IS_RTC_ICE (ice));

  g_mutex_lock (&ice->lock);
  old = ice->settings.servers;
  ice->settings.servers = new_server_list ();
  g_mutex_unlock (&ice->lock);
  g_ptr_array_unref (old);
}

void
gst_rtc_ice_gather (GstRTCIce * ice)
{
  GstRTCIceCommand *command;

  g_return_if_fail (GST_IS_RTC_ICE (ice));

  g_mutex_lock (&ice->lock);
  command = gst_rtc_ice_command_gather (&ice->settings);
  g_mutex_unlock (&ice->lock);
  gst_rtc_ice_submit (ice, command);
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

void
gst_rtc_ice_fill_in_origin (GstRTCIce * ice, PcCandidate * candidate)
{
  g_return_if_fail (GST_IS_RTC_ICE (ice));

  g_mutex_lock (&ice->lock);
  for (guint i = 0; i < ice->announced->len; i++) {
    const PcCandidate *known = g_ptr_array_index (ice->announced, i);

    if (!pc_candidate_equal (known, candidate))
      continue;
    g_free (candidate->url);
    candidate->url = g_strdup (known->url);
    candidate->relay_protocol = known->relay_protocol;
    break;
  }
  g_mutex_unlock (&ice->lock);
}

/* --- class ---------------------------------------------------------------- */

static void
gst_rtc_ice_finalize (GObject * object)
{
  GstRTCIce *ice = GST_RTC_ICE (object);

  for (guint i = 0; i < ice->pending->len; i++)
    gst_rtc_ice_command_free (g_ptr_array_index (ice->pending, i));
  g_ptr_array_unref (ice->pending);
  g_ptr_array_unref (ice->announced);
  gst_rtc_ice_settings_clear (&ice->settings);
  g_clear_pointer (&ice->path, gst_rtc_ice_path_unref);
  g_clear_pointer (&ice->local, pc_candidate_free);
  g_clear_pointer (&ice->remote, pc_candidate_free);
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
  /**
   * GstRTCIce::candidate-error:
   * @ice: the element
   * @address: (nullable): our address that was used, %NULL when not known
   * @port: our port, -1 when not known
   * @url: the server
   * @code: the STUN error code, 701 when the server cannot be reached
   * @text: what the server said, or why it cannot be reached
   *
   * A server gave no candidate. Emitted on the I/O thread, before the gathering
   * that it belongs to is complete.
   *
   * Since: 0.1
   */
  signals[SIGNAL_CANDIDATE_ERROR] = g_signal_new ("candidate-error",
      GST_TYPE_RTC_ICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
      G_TYPE_STRING, G_TYPE_INT, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * GstRTCIce::network-changed:
   * @ice: the element
   *
   * The addresses of this machine have changed while there is no path to the
   * peer, or because of that: an ICE restart gathers what there is now. Emitted
   * on the I/O thread, after the state.
   *
   * Since: 0.1
   */
  signals[SIGNAL_NETWORK_CHANGED] = g_signal_new ("network-changed",
      GST_TYPE_RTC_ICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gst_rtc_ice_init (GstRTCIce * ice)
{
  g_mutex_init (&ice->lock);
  ice->pending = g_ptr_array_new ();
  ice->settings.servers = new_server_list ();
  ice->announced =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_candidate_free);
  gst_rtc_ice_init_pads (ice);
}
