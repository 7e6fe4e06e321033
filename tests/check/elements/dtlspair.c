/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * dtlspair.c: an rtcdtlssrtp with somebody at each of its pads.
 */

#include "dtlspair.h"

#include <gst/rtp/gstrtpbuffer.h>

static GstStaticPadTemplate any_src = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate any_sink = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static GBytes *
buffer_to_bytes (GstBuffer * buffer)
{
  gsize size = gst_buffer_get_size (buffer);
  guint8 *data = g_malloc (size);

  gst_buffer_extract (buffer, 0, data, size);

  return g_bytes_new_take (data, size);
}

static void
take (DtlsPeer * peer, GPtrArray * array, GstBufferList * list)
{
  guint i;

  g_mutex_lock (&peer->lock);
  for (i = 0; i < gst_buffer_list_length (list); i++)
    g_ptr_array_add (array, buffer_to_bytes (gst_buffer_list_get (list, i)));
  if (array == peer->rtp) {
    i = gst_buffer_list_length (list);
    g_array_append_val (peer->rtp_lists, i);
  }
  g_cond_broadcast (&peer->cond);
  g_mutex_unlock (&peer->lock);
}

static GstFlowReturn
on_out (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  DtlsPeer *peer = gst_pad_get_element_private (pad);

  take (peer, pad == peer->rtp_out ? peer->rtp : peer->data, list);
  gst_buffer_list_unref (list);

  return GST_FLOW_OK;
}

/* The network: a list stays one, but for what the filter drops. */
static GstFlowReturn
on_net (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  DtlsPeer *peer = gst_pad_get_element_private (pad);
  GstBufferList *passed = gst_buffer_list_new ();
  guint i;

  take (peer, peer->sent, list);
  for (i = 0; i < gst_buffer_list_length (list); i++) {
    GstBuffer *buffer = gst_buffer_list_get (list, i);

    peer->max_datagram = MAX (peer->max_datagram, gst_buffer_get_size (buffer));
    if (peer->filter == NULL || peer->filter (peer->filter_data, buffer))
      gst_buffer_list_add (passed, gst_buffer_copy_deep (buffer));
  }
  gst_buffer_list_unref (list);

  if (peer->net_in != NULL && gst_buffer_list_length (passed) > 0)
    gst_pad_chain_list (peer->net_in, passed);
  else
    gst_buffer_list_unref (passed);

  return GST_FLOW_OK;
}

static GstFlowReturn
on_net_one (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new ();

  gst_buffer_list_add (list, buffer);

  return on_net (pad, parent, list);
}

static void
on_state (GstElement * dtls, GParamSpec * pspec, gpointer user_data)
{
  static const gchar *const names[] = {
    "new", "connecting", "connected", "closed", "failed"
  };
  DtlsPeer *peer = user_data;
  PcDtlsState state = gst_rtc_dtls_srtp_get_state (GST_RTC_DTLS_SRTP (dtls));

  g_mutex_lock (&peer->lock);
  g_string_append_printf (peer->states, "%s ", names[state]);
  g_cond_broadcast (&peer->cond);
  g_mutex_unlock (&peer->lock);
}

static void
on_error (GstElement * dtls, GstRTCError * error, gpointer user_data)
{
  DtlsPeer *peer = user_data;

  g_mutex_lock (&peer->lock);
  g_set_object (&peer->error, error);
  g_cond_broadcast (&peer->cond);
  g_mutex_unlock (&peer->lock);
}

static GstPad *
add_in (DtlsPeer * peer, const gchar * name)
{
  GstPad *pad = gst_pad_new_from_static_template (&any_src, name);
  g_autoptr (GstPad) other = gst_element_get_static_pad (peer->dtls, name);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  fail_unless_equals_int (gst_pad_link (pad, other), GST_PAD_LINK_OK);
  gst_pad_set_active (pad, TRUE);
  gst_pad_push_event (pad, gst_event_new_stream_start (name));
  gst_pad_push_event (pad, gst_event_new_segment (&segment));

  return pad;
}

static GstPad *
add_out (DtlsPeer * peer, const gchar * name, GstPadChainListFunction func)
{
  GstPad *pad = gst_pad_new_from_static_template (&any_sink, name);
  g_autoptr (GstPad) other = gst_element_get_static_pad (peer->dtls, name);

  gst_pad_set_element_private (pad, peer);
  gst_pad_set_chain_list_function (pad, func);
  gst_pad_set_chain_function (pad, on_net_one);
  fail_unless_equals_int (gst_pad_link (other, pad), GST_PAD_LINK_OK);
  gst_pad_set_active (pad, TRUE);

  return pad;
}

DtlsPeer *
dtls_peer_new (const gchar * name)
{
  DtlsPeer *peer = g_new0 (DtlsPeer, 1);
  GstContext *context;

  peer->name = name;
  peer->io = gst_rtc_io_new ();
  context = gst_rtc_io_to_context (peer->io);
  g_mutex_init (&peer->lock);
  g_cond_init (&peer->cond);
  peer->rtp = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  peer->data = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  peer->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  peer->rtp_lists = g_array_new (FALSE, FALSE, sizeof (guint));
  peer->states = g_string_new (NULL);
  peer->certificate = gst_rtc_certificate_new (NULL);
  peer->dtls = g_object_new (GST_TYPE_RTC_DTLS_SRTP, "name", name,
      "certificate", peer->certificate, NULL);
  gst_object_ref_sink (peer->dtls);
  gst_element_set_context (peer->dtls, context);
  gst_context_unref (context);
  g_signal_connect (peer->dtls, "notify::state", G_CALLBACK (on_state), peer);
  g_signal_connect (peer->dtls, "error", G_CALLBACK (on_error), peer);

  peer->net_out = add_out (peer, "src", on_net);
  peer->rtp_out = add_out (peer, "rtp_src", on_out);
  peer->data_out = add_out (peer, "data_src", on_out);
  fail_unless_equals_int (gst_element_set_state (peer->dtls,
          GST_STATE_PLAYING), GST_STATE_CHANGE_SUCCESS);
  peer->rtp_in = add_in (peer, "rtp_sink");
  peer->data_in = add_in (peer, "data_sink");

  return peer;
}

static void
free_pad (GstPad * pad)
{
  gst_pad_set_active (pad, FALSE);
  gst_object_unref (pad);
}

void
dtls_peer_free (DtlsPeer * peer)
{
  gst_element_set_state (peer->dtls, GST_STATE_NULL);
  gst_rtc_io_sync (peer->io);
  fail_unless (g_str_has_suffix (peer->states->str, "closed "));
  g_signal_handlers_disconnect_by_data (peer->dtls, peer);
  ASSERT_OBJECT_REFCOUNT (peer->dtls, "element", 1);
  gst_object_unref (peer->dtls);
  gst_rtc_io_unref (peer->io);
  free_pad (peer->rtp_in);
  free_pad (peer->data_in);
  free_pad (peer->rtp_out);
  free_pad (peer->data_out);
  free_pad (peer->net_out);
  gst_clear_object (&peer->net_in);
  g_clear_object (&peer->error);
  g_clear_object (&peer->certificate);
  g_ptr_array_unref (peer->rtp);
  g_ptr_array_unref (peer->data);
  g_ptr_array_unref (peer->sent);
  g_array_unref (peer->rtp_lists);
  g_string_free (peer->states, TRUE);
  g_mutex_clear (&peer->lock);
  g_cond_clear (&peer->cond);
  g_free (peer);
}

static void
begin_net (DtlsPeer * from, DtlsPeer * to)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_clear_object (&from->net_in);
  from->net_in = gst_element_get_static_pad (to->dtls, "sink");
  gst_pad_send_event (from->net_in, gst_event_new_stream_start ("net"));
  gst_pad_send_event (from->net_in, gst_event_new_segment (&segment));
}

/* Also again after READY, where pads forget their events. */
void
dtls_pair_link (DtlsPeer * a, DtlsPeer * b)
{
  begin_net (a, b);
  begin_net (b, a);
}

gchar *
dtls_peer_get_fingerprint (DtlsPeer * peer)
{
  g_autoptr (GPtrArray) fingerprints =
      gst_rtc_certificate_get_fingerprints (peer->certificate);
  GstRTCDtlsFingerprint *fingerprint = g_ptr_array_index (fingerprints, 0);

  return g_strdup_printf ("%s %s",
      gst_rtc_dtls_fingerprint_get_algorithm (fingerprint),
      gst_rtc_dtls_fingerprint_get_value (fingerprint));
}

void
dtls_peer_expect_fingerprint (DtlsPeer * peer, const gchar * fingerprint)
{
  const gchar *strings[] = { fingerprint, NULL };

  g_object_set (peer->dtls, "remote-fingerprints", strings, NULL);
}

void
dtls_peer_expect (DtlsPeer * peer, DtlsPeer * other)
{
  g_autofree gchar *fingerprint = dtls_peer_get_fingerprint (other);

  dtls_peer_expect_fingerprint (peer, fingerprint);
}

/* Not by g_object_set(): it holds back notifications, and merges them. */
void
dtls_peer_start (DtlsPeer * peer, PcDtlsRole role)
{
  gst_rtc_dtls_srtp_set_role (GST_RTC_DTLS_SRTP (peer->dtls), role);
  gst_rtc_dtls_srtp_set_writable (GST_RTC_DTLS_SRTP (peer->dtls), TRUE);
}

void
dtls_pair_connect (DtlsPeer * client, DtlsPeer * server)
{
  dtls_peer_expect (client, server);
  dtls_peer_expect (server, client);
  dtls_peer_start (server, PC_DTLS_ROLE_SERVER);
  dtls_peer_start (client, PC_DTLS_ROLE_CLIENT);
  dtls_wait_state (client, "connected");
  dtls_wait_state (server, "connected");
}

guint64
dtls_peer_get_stat (DtlsPeer * peer, const gchar * field)
{
  g_autoptr (GstStructure) stats = NULL;
  guint64 value = G_MAXUINT64;

  g_object_get (peer->dtls, "stats", &stats, NULL);
  fail_unless (gst_structure_get_uint64 (stats, field, &value), "no %s", field);

  return value;
}

GstBuffer *
dtls_make_rtp (guint32 ssrc, guint16 seq, gsize payload)
{
  GstBuffer *buffer = gst_rtp_buffer_new_allocate (payload, 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  gst_rtp_buffer_map (buffer, GST_MAP_WRITE, &rtp);
  gst_rtp_buffer_set_payload_type (&rtp, 96);
  gst_rtp_buffer_set_ssrc (&rtp, ssrc);
  gst_rtp_buffer_set_seq (&rtp, seq);
  memset (gst_rtp_buffer_get_payload (&rtp), seq & 0xff, payload);
  gst_rtp_buffer_unmap (&rtp);

  return buffer;
}

GstBuffer *
dtls_make_rtcp (guint32 ssrc)
{
  guint8 report[8] = { 0x80, 201, 0, 1 };

  GST_WRITE_UINT32_BE (report + 4, ssrc);

  return gst_buffer_new_memdup (report, sizeof report);
}

void
dtls_peer_push_rtp (DtlsPeer * peer, guint32 ssrc, guint16 seq)
{
  GstBufferList *list = gst_buffer_list_new ();

  gst_buffer_list_add (list, dtls_make_rtp (ssrc, seq, 100));
  fail_unless_equals_int (gst_pad_push_list (peer->rtp_in, list), GST_FLOW_OK);
}
