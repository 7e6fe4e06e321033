/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sctppair.c: two rtcsctp elements back to back, and what they said.
 */

#include "sctppair.h"

#include <string.h>

const PcDcepOpen reliable = {.label = (gchar *) "chat",
  .protocol = (gchar *) "",.ordered = TRUE,.max_packet_life_time = -1,
  .max_retransmits = -1,.priority = 256
};

/* --- an end --------------------------------------------------------------- */

static void
on_state (GstRTCSctp * sctp, GParamSpec * pspec, End * end)
{
  g_mutex_lock (&end->lock);
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static void
on_announced (GstRTCSctp * sctp, guint id, const gchar * label,
    const gchar * protocol, gboolean ordered, gint life_time,
    gint retransmits, guint priority, End * end)
{
  g_mutex_lock (&end->lock);
  end->n_announced++;
  end->last_announced = id;
  g_free (end->label);
  end->label = g_strdup (label);
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static void
on_open (GstRTCSctp * sctp, guint id, End * end)
{
  g_mutex_lock (&end->lock);
  end->n_open++;
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static void
on_closing (GstRTCSctp * sctp, guint id, End * end)
{
  g_mutex_lock (&end->lock);
  end->n_closing++;
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static void
on_closed (GstRTCSctp * sctp, guint id, GstRTCError * error, End * end)
{
  g_mutex_lock (&end->lock);
  end->n_closed++;
  g_set_object (&end->error, error);
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static void
on_message (GstRTCSctp * sctp, guint id, gboolean binary, GBytes * data,
    End * end)
{
  Message *message;

  if (end->echo)
    gst_rtc_sctp_send_message (sctp, (guint16) id, binary, data, NULL, NULL);
  g_mutex_lock (&end->lock);
  end->n_messages++;
  end->bytes_received += g_bytes_get_size (data);
  if (!end->discard) {
    message = g_new0 (Message, 1);
    message->id = id;
    message->binary = binary;
    message->data = g_bytes_ref (data);
    g_queue_push_tail (&end->messages, message);
  }
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static void
on_bytes_sent (GstRTCSctp * sctp, guint id, guint64 bytes, End * end)
{
  g_mutex_lock (&end->lock);
  end->bytes_sent += bytes;
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

static const struct
{
  const gchar *name;
  GCallback callback;
} handlers[] = {
  {"notify::state", G_CALLBACK (on_state)},
  {"channel-announced", G_CALLBACK (on_announced)},
  {"channel-open", G_CALLBACK (on_open)},
  {"channel-closing", G_CALLBACK (on_closing)},
  {"channel-closed", G_CALLBACK (on_closed)},
  {"message", G_CALLBACK (on_message)},
  {"bytes-sent", G_CALLBACK (on_bytes_sent)},
};

void
end_init (End * end, const gchar * name)
{
  g_autoptr (GstContext) context = NULL;

  end->name = name;
  end->sctp = g_object_new (GST_TYPE_RTC_SCTP, "name", name, NULL);
  gst_object_ref_sink (end->sctp);
  end->io = gst_rtc_io_new ();
  context = gst_rtc_io_to_context (end->io);
  gst_element_set_context (GST_ELEMENT (end->sctp), context);
  g_mutex_init (&end->lock);
  g_cond_init (&end->cond);
  g_queue_init (&end->messages);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (end->sctp, handlers[i].name, handlers[i].callback, end);
}

void
message_free (Message * message)
{
  g_bytes_unref (message->data);
  g_free (message);
}

static void
on_gone (gpointer user_data, GObject * where)
{
  End *end = user_data;

  g_mutex_lock (&end->lock);
  end->gone = TRUE;
  g_cond_broadcast (&end->cond);
  g_mutex_unlock (&end->lock);
}

void
end_clear (End * end)
{
  gst_element_set_state (GST_ELEMENT (end->sctp), GST_STATE_NULL);
  /* The I/O thread may still serve the association and call the handlers; and
   * the other end may just be pushing a packet. */
  gst_rtc_io_sync (end->io);
  gst_rtc_io_unref (end->io);
  g_object_weak_ref (G_OBJECT (end->sctp), on_gone, end);
  gst_object_unref (end->sctp);
  wait_for (end, end->gone);
  g_queue_clear_full (&end->messages, (GDestroyNotify) message_free);
  g_free (end->label);
  g_clear_object (&end->error);
  g_cond_clear (&end->cond);
  g_mutex_clear (&end->lock);
}

void
end_send (End * end, guint16 id, gboolean binary, const void *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  if (!gst_rtc_sctp_send_message (end->sctp, id, binary, bytes, NULL, &error))
    g_error ("%s: %s", end->name, error->message);
}

Message *
end_pop (End * end)
{
  Message *message;

  wait_for (end, end->messages.length > 0);
  g_mutex_lock (&end->lock);
  message = g_queue_pop_head (&end->messages);
  g_mutex_unlock (&end->lock);
  return message;
}

/* --- the network ---------------------------------------------------------- */

static gboolean
is_lost (Pair * pair)
{
  gboolean lost;

  if (g_atomic_int_get (&pair->cut))
    return TRUE;
  if (pair->loss == 0)
    return FALSE;
  g_mutex_lock (&pair->lock);
  lost = (guint) g_rand_int_range (pair->rand, 0, 100) < pair->loss;
  g_mutex_unlock (&pair->lock);
  return lost;
}

static gboolean
lose_some (GstBuffer ** buffer, guint index, gpointer user_data)
{
  if (is_lost (user_data))
    gst_clear_buffer (buffer);
  return TRUE;
}

static GstPadProbeReturn
carry (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstBufferList *packets = GST_PAD_PROBE_INFO_BUFFER_LIST (info);

  packets = gst_buffer_list_make_writable (packets);
  gst_buffer_list_foreach (packets, lose_some, user_data);
  info->data = packets;
  return GST_PAD_PROBE_OK;
}

static void
link_ends (Pair * pair, End * from, End * to)
{
  GstPad *src = gst_element_get_static_pad (GST_ELEMENT (from->sctp), "src");
  GstPad *sink = gst_element_get_static_pad (GST_ELEMENT (to->sctp), "sink");

  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_BUFFER_LIST, carry, pair, NULL);
  if (gst_pad_link (src, sink) != GST_PAD_LINK_OK)
    g_error ("the ends cannot be linked");
  gst_object_unref (src);
  gst_object_unref (sink);
}

/* --- a pair --------------------------------------------------------------- */

/* Not by a bin: it would complain of the loop. */
void
pair_set_state (Pair * pair, GstState state)
{
  End *ends[] = { &pair->a, &pair->b };

  for (guint i = 0; i < 2; i++) {
    if (gst_element_set_state (GST_ELEMENT (ends[i]->sctp), state)
        != GST_STATE_CHANGE_SUCCESS)
      g_error ("%s does not change state", ends[i]->name);
  }
}

Pair *
pair_new (guint loss)
{
  Pair *pair = g_new0 (Pair, 1);

  g_mutex_init (&pair->lock);
  pair->rand = g_rand_new_with_seed (6525);
  pair->loss = loss;
  end_init (&pair->a, "a");
  end_init (&pair->b, "b");
  link_ends (pair, &pair->a, &pair->b);
  link_ends (pair, &pair->b, &pair->a);
  pair_set_state (pair, GST_STATE_PLAYING);
  return pair;
}

void
pair_start (Pair * pair)
{
  gst_rtc_sctp_start (pair->a.sctp, 5000, 6000, TRUE, 4 << 20, 4 << 20);
  gst_rtc_sctp_start (pair->b.sctp, 6000, 5000, FALSE, 4 << 20, 4 << 20);
}

Pair *
pair_new_connected (guint loss)
{
  Pair *pair = pair_new (loss);

  pair_start (pair);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  return pair;
}

void
pair_free (Pair * pair)
{
  end_clear (&pair->a);
  end_clear (&pair->b);
  g_rand_free (pair->rand);
  g_mutex_clear (&pair->lock);
  g_free (pair);
}

void
pair_open (Pair * pair, End * from, guint16 id, const PcDcepOpen * open)
{
  End *to = from == &pair->a ? &pair->b : &pair->a;
  guint announced, opened;

  g_mutex_lock (&to->lock);
  announced = to->n_announced;
  g_mutex_unlock (&to->lock);
  g_mutex_lock (&from->lock);
  opened = from->n_open;
  g_mutex_unlock (&from->lock);
  gst_rtc_sctp_open_channel (from->sctp, id, open, FALSE);
  wait_for (from, from->n_open > opened);
  wait_for (to, to->n_announced > announced);
}
