/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * channelpair.c: two connections in a test, and a channel between them.
 */

#include "channelpair.h"

TestPeer *
make_peer (void)
{
  return test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
}

GstRTCDataChannel *
open_channel (TestPeer * peer, const gchar * label,
    GstRTCDataChannelInit * init)
{
  g_autoptr (GError) error = NULL;
  GstRTCDataChannel *channel =
      gst_rtc_peer_connection_create_data_channel (peer->pc, label, init,
      &error);

  fail_unless (channel != NULL, "%s", error ? error->message : "");

  return channel;
}

gboolean
is_open (GstRTCDataChannel * channel)
{
  return gst_rtc_data_channel_get_ready_state (channel) ==
      GST_RTC_DATA_CHANNEL_STATE_OPEN;
}

static GString *early_diary;

/* Handlers are connected in the very event, as a page would. */
static void
watch_announced (GstRTCPeerConnection * pc, GstRTCDataChannelEvent * event,
    gpointer user_data)
{
  early_diary = watch_channel (gst_rtc_data_channel_event_get_channel (event));
}

void
pair_start (Pair * pair)
{
  pair->a = make_peer ();
  pair->b = make_peer ();
  test_peer_join (pair->a, pair->b);
  pair->mine = open_channel (pair->a, "chat", NULL);
  pair->my_diary = watch_channel (pair->mine);
  g_signal_connect (pair->b->pc, "datachannel", G_CALLBACK (watch_announced),
      NULL);
  negotiate (pair->a, pair->b);
  wait_until (is_open (pair->mine));
  wait_until (pair->b->channels->len == 1);
  settle ();
  pair->its = g_object_ref (g_ptr_array_index (pair->b->channels, 0));
  pair->its_diary = early_diary;
}

void
pair_stop (Pair * pair)
{
  g_clear_object (&pair->mine);
  g_clear_object (&pair->its);
  test_peer_free (pair->a);
  test_peer_free (pair->b);
  g_string_free (pair->my_diary, TRUE);
  g_string_free (pair->its_diary, TRUE);
}
