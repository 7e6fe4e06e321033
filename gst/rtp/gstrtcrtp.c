/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtp.c: the RTP session of a bundle as an element.
 */

/**
 * SECTION:element-rtcrtp
 * @title: rtcrtp
 * @short_description: The RTP session of a WebRTC transport
 *
 * One element carries all audio and video of one transport, both ways. RTCP
 * (RFC 3550, RFC 4585) is answered and sent by a timer on the I/O pool, without
 * a thread.
 *
 * Key frames: a PLI or FIR of the peer becomes a GstForceKeyUnit event upstream
 * of `sink_N`; such an event from downstream of `src_N_SSRC` becomes a PLI.
 *
 * Of what comes, media alone is handed on: tones (telephone-event, RFC 4733),
 * comfort noise, retransmissions (RFC 4588) and forward error correction end
 * here, counted as `drop-auxiliary` in #GstRTCRtp:stats.
 *
 * In a peer connection the element is told what was negotiated. By itself, it
 * sends what its inputs' caps say and receives what #GstRTCRtp:receive-caps say;
 * then its source pads are added at the first packet of a source. The end of an
 * input (EOS) does not end the session.
 *
 * ## Pads
 *
 * - `sink_%u`: RTP of transceiver N to the peer. It leaves at `src` with the
 *   payload type, SSRC and header extensions that were agreed on for N, whatever
 *   numbers the payloader used.
 * - `src_%u_%u`: RTP of one source (`src_N_SSRC`), with complete caps.
 * - `rtcp_src_%u_%u`: the sender reports of that source, for a jitterbuffer.
 * - `sink`: RTP and RTCP of the peer, routed by MID, SSRC and payload type
 *   (RFC 8843).
 * - `src`: RTP and RTCP to the peer; lists stay lists.
 *
 * ## From one process to another
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay ! \
 *     rtp.sink_1 rtcrtp name=rtp ! udpsink host=127.0.0.1 port=5004 \
 *     udpsrc port=5005 ! rtp.sink
 * gst-launch-1.0 udpsrc port=5004 ! rtcrtp name=rtp \
 *     receive-caps="application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96" \
 *     rtp.src ! udpsink host=127.0.0.1 port=5005 sync=false async=false \
 *     rtp. ! application/x-rtp,media=video ! rtpjitterbuffer ! \
 *     rtpvp8depay ! vp8dec ! videoconvert ! autovideosink
 * ]|
 *
 * Since: 0.1
 */

#include "gstrtcrtp-private.h"

#include <openssl/rand.h>

GST_DEBUG_CATEGORY (gst_rtc_rtp_debug);
#define GST_CAT_DEFAULT gst_rtc_rtp_debug

#define DEFAULT_RTCP_INTERVAL ((guint) (PC_RTCP_DEFAULT_INTERVAL / PC_MSECOND))

enum
{
  PROP_CNAME = 1,
  PROP_STATS,
  PROP_RECEIVE_CAPS,
  PROP_RTCP_INTERVAL,
  N_PROPERTIES
};

enum
{
  SIGNAL_NEW_SOURCE,
  SIGNAL_SOURCE_GONE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static GstStaticPadTemplate input_template = GST_STATIC_PAD_TEMPLATE
    ("sink_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE
    ("src_%u_%u", GST_PAD_SRC, GST_PAD_SOMETIMES,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate report_template = GST_STATIC_PAD_TEMPLATE
    ("rtcp_src_%u_%u", GST_PAD_SRC, GST_PAD_SOMETIMES,
    GST_STATIC_CAPS ("application/x-rtcp"));
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

G_DEFINE_FINAL_TYPE (GstRTCRtp, gst_rtc_rtp, GST_TYPE_ELEMENT);
G_DEFINE_FINAL_TYPE (GstRTCRtpInput, gst_rtc_rtp_input, GST_TYPE_PAD);

PcTime
gst_rtc_rtp_now (void)
{
  return (PcTime) g_get_monotonic_time () * PC_USECOND;
}

/* --- inputs --------------------------------------------------------------- */

static void
gst_rtc_rtp_input_finalize (GObject * object)
{
  GstRTCRtpInput *input = GST_RTC_RTP_INPUT (object);

  gst_clear_caps (&input->caps);
  g_free (input->stream_id);
  G_OBJECT_CLASS (gst_rtc_rtp_input_parent_class)->finalize (object);
}

static void
gst_rtc_rtp_input_class_init (GstRTCRtpInputClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = gst_rtc_rtp_input_finalize;
}

static void
gst_rtc_rtp_input_init (GstRTCRtpInput * input)
{
  gst_segment_init (&input->segment, GST_FORMAT_UNDEFINED);
  input->kind = PC_KIND_UNKNOWN;
}

static GstRTCRtpInput *
find_input (GstRTCRtp * rtp, guint transceiver_id)
{
  guint i;

  for (i = 0; i < rtp->inputs->len; i++) {
    GstRTCRtpInput *input = g_ptr_array_index (rtp->inputs, i);

    if (input->transceiver_id == transceiver_id)
      return input;
  }

  return NULL;
}

static gboolean
parse_input_name (const gchar * name, guint * id)
{
  guint64 number;

  if (!g_str_has_prefix (name, "sink_")
      || !g_ascii_string_to_unsigned (name + strlen ("sink_"), 10, 0,
          G_MAXUINT, &number, NULL))
    return FALSE;
  *id = (guint) number;

  return TRUE;
}

static GstPad *
gst_rtc_rtp_request_new_pad (GstElement * element, GstPadTemplate * template,
    const gchar * name, const GstCaps * caps)
{
  GstRTCRtp *rtp = GST_RTC_RTP (element);
  g_autofree gchar *pad_name = NULL;
  GstRTCRtpInput *input = NULL;
  guint id = 1;

  if (name && !parse_input_name (name, &id))
    return NULL;

  g_mutex_lock (&rtp->lock);
  while (name == NULL && find_input (rtp, id))
    id++;
  if (find_input (rtp, id) == NULL) {
    pad_name = g_strdup_printf ("sink_%u", id);
    input = g_object_new (GST_TYPE_RTC_RTP_INPUT, "name", pad_name,
        "direction", GST_PAD_SINK, "template", template, NULL);
    input->transceiver_id = id;
    gst_rtc_rtp_set_up_input (input);
    g_ptr_array_add (rtp->inputs, input);
  }
  g_mutex_unlock (&rtp->lock);
  if (input == NULL)
    return NULL;

  gst_pad_set_active (GST_PAD (input), TRUE);
  gst_element_add_pad (element, GST_PAD (input));

  return GST_PAD (input);
}

static void
gst_rtc_rtp_release_pad (GstElement * element, GstPad * pad)
{
  GstRTCRtp *rtp = GST_RTC_RTP (element);
  GstRTCRtpInput *input = GST_RTC_RTP_INPUT (pad);

  gst_pad_set_active (pad, FALSE);
  g_mutex_lock (&rtp->lock);
  pc_rtp_session_unset_input (rtp->session, input->transceiver_id);
  pc_rtp_session_replace_input (rtp->session, input->transceiver_id);
  g_ptr_array_remove (rtp->inputs, input);
  g_mutex_unlock (&rtp->lock);
  gst_element_remove_pad (element, pad);
}

/* --- session -------------------------------------------------------------- */

static void
fill_random (gpointer user_data, guint8 * bytes, gsize length)
{
  if (RAND_bytes (bytes, (int) length) != 1)
    g_error ("the random generator of OpenSSL failed");
}

void
gst_rtc_rtp_reset_session (GstRTCRtp * rtp)
{
  PcRtpSessionConfig config = {
    .random = rtp->random,
    .rtcp_interval = rtp->rtcp_interval * PC_MSECOND,
    .cname = rtp->cname,
  };
  PcTime now = gst_rtc_rtp_now ();
  guint i;

  g_clear_pointer (&rtp->session, pc_rtp_session_free);
  rtp->session = pc_rtp_session_new (&config);
  pc_rtp_session_set_writable (rtp->session, now, rtp->alone || rtp->writable);
  if (rtp->negotiated)
    pc_rtp_session_configure (rtp->session, now, rtp->negotiated,
        rtp->transport_id);
  for (i = 0; i < rtp->inputs->len; i++)
    gst_rtc_rtp_match_input (rtp, g_ptr_array_index (rtp->inputs, i));
}

/* Before several threads push there, each believing that another one has sent
 * the sticky events. */
static void
push_sticky_events (GstRTCRtp * rtp)
{
  GstEvent *segment =
      gst_pad_get_sticky_event (rtp->srcpad, GST_EVENT_SEGMENT, 0);

  if (segment != NULL)
    gst_pad_push_event (rtp->srcpad, segment);
}

void
gst_rtc_rtp_set_writable (GstRTCRtp * rtp, gboolean writable)
{
  GQueue outputs = G_QUEUE_INIT;

  g_return_if_fail (GST_IS_RTC_RTP (rtp));

  if (writable)
    push_sticky_events (rtp);
  g_mutex_lock (&rtp->lock);
  if (rtp->writable != writable)
    GST_INFO_OBJECT (rtp, "%s -> %s (transport)",
        rtp->writable ? "writable" : "not writable",
        writable ? "writable" : "not writable");
  rtp->alone = FALSE;
  rtp->writable = writable;
  pc_rtp_session_set_writable (rtp->session, gst_rtc_rtp_now (), writable);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);
  gst_rtc_rtp_perform (rtp, &outputs);
}

void
gst_rtc_rtp_request_key_frame (GstRTCRtp * rtp, guint transceiver_id)
{
  GQueue outputs = G_QUEUE_INIT;

  g_return_if_fail (GST_IS_RTC_RTP (rtp));

  g_mutex_lock (&rtp->lock);
  pc_rtp_session_request_key_frame (rtp->session, gst_rtc_rtp_now (),
      transceiver_id, 0);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);
  gst_rtc_rtp_perform (rtp, &outputs);
}

gboolean
gst_rtc_rtp_play_tone (GstRTCRtp * rtp, guint transceiver_id, gchar tone,
    guint duration)
{
  GQueue outputs = G_QUEUE_INIT;
  gboolean plays;

  g_return_val_if_fail (GST_IS_RTC_RTP (rtp), FALSE);

  g_mutex_lock (&rtp->lock);
  plays = pc_rtp_session_play_tone (rtp->session, transceiver_id,
      gst_rtc_rtp_now (), tone, duration * PC_MSECOND);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);
  gst_rtc_rtp_perform (rtp, &outputs);

  return plays;
}

GArray *
gst_rtc_rtp_get_heard (GstRTCRtp * rtp, guint transceiver_id,
    gboolean contributing)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_RTP (rtp), NULL);

  locker = g_mutex_locker_new (&rtp->lock);

  return pc_rtp_session_get_heard (rtp->session, gst_rtc_rtp_now (),
      transceiver_id, contributing);
}

/* The last words of this session, while the pads still carry them. */
static void
say_bye (GstRTCRtp * rtp)
{
  GQueue outputs = G_QUEUE_INIT;

  g_mutex_lock (&rtp->lock);
  pc_rtp_session_close (rtp->session, gst_rtc_rtp_now ());
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);
  gst_rtc_rtp_perform (rtp, &outputs);
}

static void
remove_sources (GstRTCRtp * rtp)
{
  g_autoptr (GPtrArray) pads = gst_rtc_rtp_list_source_pads (rtp);
  guint i;

  for (i = 0; i < pads->len; i++)
    gst_rtc_rtp_remove_source_pad (rtp, g_ptr_array_index (pads, i));

  g_mutex_lock (&rtp->lock);
  g_hash_table_remove_all (rtp->sources);
  gst_rtc_rtp_reset_session (rtp);
  g_mutex_unlock (&rtp->lock);
}

static GstStateChangeReturn
gst_rtc_rtp_change_state (GstElement * element, GstStateChange transition)
{
  GstRTCRtp *rtp = GST_RTC_RTP (element);
  GstStateChangeReturn ret;

  switch (transition) {
    case GST_STATE_CHANGE_NULL_TO_READY:
      gst_rtc_rtp_start_timer (rtp);
      break;
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      g_mutex_lock (&rtp->lock);
      gst_rtc_rtp_configure_alone (rtp);
      g_mutex_unlock (&rtp->lock);
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      say_bye (rtp);
      break;
    default:
      break;
  }

  ret = GST_ELEMENT_CLASS (gst_rtc_rtp_parent_class)->change_state (element,
      transition);
  if (ret == GST_STATE_CHANGE_FAILURE)
    return ret;

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    remove_sources (rtp);
  else if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    gst_rtc_rtp_stop_timer (rtp);

  return ret;
}

/* --- object --------------------------------------------------------------- */

static void
gst_rtc_rtp_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCRtp *rtp = GST_RTC_RTP (object);

  g_mutex_lock (&rtp->lock);
  switch (id) {
    case PROP_CNAME:
      g_value_set_string (value, pc_rtp_session_get_cname (rtp->session));
      break;
    case PROP_STATS:
      g_value_take_boxed (value, gst_rtc_rtp_make_stats (rtp));
      break;
    case PROP_RECEIVE_CAPS:
      g_value_set_boxed (value, rtp->receive_caps);
      break;
    case PROP_RTCP_INTERVAL:
      g_value_set_uint (value, rtp->rtcp_interval);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  g_mutex_unlock (&rtp->lock);
}

static void
gst_rtc_rtp_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRTCRtp *rtp = GST_RTC_RTP (object);

  g_mutex_lock (&rtp->lock);
  switch (id) {
    case PROP_CNAME:
      g_free (rtp->cname);
      rtp->cname = g_value_dup_string (value);
      pc_rtp_session_set_cname (rtp->session, rtp->cname);
      break;
    case PROP_RECEIVE_CAPS:
      gst_caps_replace (&rtp->receive_caps, g_value_get_boxed (value));
      gst_rtc_rtp_configure_alone (rtp);
      break;
    case PROP_RTCP_INTERVAL:
      rtp->rtcp_interval = g_value_get_uint (value);
      pc_rtp_session_set_rtcp_interval (rtp->session,
          rtp->rtcp_interval * PC_MSECOND);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  g_mutex_unlock (&rtp->lock);
}

static void
gst_rtc_rtp_finalize (GObject * object)
{
  GstRTCRtp *rtp = GST_RTC_RTP (object);

  gst_rtc_rtp_stop_timer (rtp);
  pc_rtp_session_free (rtp->session);
  g_clear_pointer (&rtp->negotiated, pc_negotiated_unref);
  g_ptr_array_unref (rtp->inputs);
  g_hash_table_unref (rtp->sources);
  g_hash_table_unref (rtp->groups);
  gst_clear_caps (&rtp->receive_caps);
  g_free (rtp->transport_id);
  g_free (rtp->cname);
  g_mutex_clear (&rtp->lock);
  G_OBJECT_CLASS (gst_rtc_rtp_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass * klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  /**
   * GstRTCRtp:cname:
   *
   * The name under which all our sources share one clock (RFC 7022), where
   * what was negotiated names none. Random unless set.
   */
  properties[PROP_CNAME] = g_param_spec_string ("cname", "CNAME",
      "Canonical name of our sources (RFC 7022); random unless set", NULL,
      flags);
  /**
   * GstRTCRtp:stats:
   *
   * What was sent, received and dropped: `application/x-rtc-rtp-stats` with
   * counters and the lists `inbound` and `outbound`, one structure an SSRC, its
   * fields named as in webrtc-stats.
   */
  properties[PROP_STATS] = g_param_spec_boxed ("stats", "Statistics",
      "Packets and bytes sent, received and dropped, one structure an "
      "SSRC, fields as in webrtc-stats", GST_TYPE_STRUCTURE,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * GstRTCRtp:receive-caps:
   *
   * Without a peer connection: what may be received. Structure N (from 1)
   * becomes the source pads `src_N_SSRC`; each needs media, encoding-name,
   * clock-rate and payload.
   */
  properties[PROP_RECEIVE_CAPS] = g_param_spec_boxed ("receive-caps",
      "Receive caps",
      "What may be received without a peer connection: structure N "
      "becomes src_N_SSRC", GST_TYPE_CAPS, flags);
  /**
   * GstRTCRtp:rtcp-interval:
   *
   * The least time between two regular reports; they are randomised around it
   * (RFC 3550 section 6.3). Feedback does not wait for them.
   */
  properties[PROP_RTCP_INTERVAL] = g_param_spec_uint ("rtcp-interval",
      "RTCP interval", "Least time between regular reports (ms)", 10, 60000,
      DEFAULT_RTCP_INTERVAL, flags);
  g_object_class_install_properties (klass, N_PROPERTIES, properties);
}

static void
gst_rtc_rtp_class_init (GstRTCRtpClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_rtp_debug, "rtcrtp", 0,
      "RTP session of a WebRTC transport");

  object_class->get_property = gst_rtc_rtp_get_property;
  object_class->set_property = gst_rtc_rtp_set_property;
  object_class->finalize = gst_rtc_rtp_finalize;
  install_properties (object_class);

  /**
   * GstRTCRtp::new-source:
   * @rtp: the element
   * @transceiver_id: of the m-section to which the source belongs
   * @ssrc: the source
   * @payload_type: of its first packet
   *
   * A source sent its first packet. Emitted on the I/O thread.
   */
  signals[SIGNAL_NEW_SOURCE] = g_signal_new ("new-source",
      G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);
  /**
   * GstRTCRtp::source-gone:
   * @rtp: the element
   * @transceiver_id: of the m-section to which the source belonged
   * @ssrc: the source
   *
   * A source said BYE, was silent for a minute or lost its m-section. Emitted
   * on the I/O thread.
   */
  signals[SIGNAL_SOURCE_GONE] = g_signal_new ("source-gone",
      G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  element_class->request_new_pad = gst_rtc_rtp_request_new_pad;
  element_class->release_pad = gst_rtc_rtp_release_pad;
  element_class->change_state = gst_rtc_rtp_change_state;
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &input_template, GST_TYPE_RTC_RTP_INPUT);
  gst_element_class_add_static_pad_template (element_class, &source_template);
  gst_element_class_add_static_pad_template (element_class, &report_template);
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_type_mark_as_plugin_api (GST_TYPE_RTC_RTP_INPUT, 0);
  gst_element_class_set_static_metadata (element_class, "WebRTC RTP session",
      "Filter/Network/RTP",
      "Sends and receives the RTP and RTCP of a WebRTC transport",
      "The gst-peerconnection developers");
}

static void
gst_rtc_rtp_init (GstRTCRtp * rtp)
{
  GstElement *element = GST_ELEMENT (rtp);

  g_mutex_init (&rtp->lock);
  rtp->random.fill = fill_random;
  rtp->rtcp_interval = DEFAULT_RTCP_INTERVAL;
  rtp->alone = TRUE;
  rtp->inputs = g_ptr_array_new ();
  rtp->sources = g_hash_table_new_full (NULL, NULL, NULL,
      (GDestroyNotify) gst_rtc_rtp_source_unref);
  rtp->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gst_rtc_rtp_reset_session (rtp);

  rtp->sinkpad = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_rtc_rtp_set_up_pad (rtp->sinkpad);
  gst_element_add_pad (element, rtp->sinkpad);
  rtp->srcpad = gst_pad_new_from_static_template (&src_template, "src");
  gst_rtc_rtp_set_up_src (rtp->srcpad);
  gst_element_add_pad (element, rtp->srcpad);
}
