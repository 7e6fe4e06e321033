/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctppartials.c: messages of which only the beginning has arrived.
 */

#include "gstrtcsctppartials.h"

typedef struct
{
  GByteArray *bytes;
  guint32 ppid;
  gboolean skipping;            /* the rest of one that is not kept */
} Partial;

struct _GstRTCSctpPartials
{
  GHashTable *by_id;            /* guint16 -> Partial (owned) */
  gsize n_bytes;                /* of all */
};

static void
partial_free (gpointer data)
{
  Partial *partial = data;

  g_byte_array_unref (partial->bytes);
  g_free (partial);
}

GstRTCSctpPartials *
gst_rtc_sctp_partials_new (void)
{
  GstRTCSctpPartials *partials = g_new0 (GstRTCSctpPartials, 1);

  partials->by_id = g_hash_table_new_full (NULL, NULL, NULL, partial_free);
  return partials;
}

void
gst_rtc_sctp_partials_free (GstRTCSctpPartials * partials)
{
  g_hash_table_unref (partials->by_id);
  g_free (partials);
}

static Partial *
lookup (GstRTCSctpPartials * partials, guint16 id)
{
  return g_hash_table_lookup (partials->by_id, GUINT_TO_POINTER (id));
}

gsize
gst_rtc_sctp_partials_get_size (GstRTCSctpPartials * partials)
{
  return partials->n_bytes;
}

gboolean
gst_rtc_sctp_partials_has (GstRTCSctpPartials * partials, guint16 id)
{
  return g_hash_table_size (partials->by_id) > 0
      && lookup (partials, id) != NULL;
}

void
gst_rtc_sctp_partials_forget (GstRTCSctpPartials * partials, guint16 id)
{
  Partial *partial = lookup (partials, id);

  if (partial == NULL)
    return;
  partials->n_bytes -= partial->bytes->len;
  g_hash_table_remove (partials->by_id, GUINT_TO_POINTER (id));
}

void
gst_rtc_sctp_partials_clear (GstRTCSctpPartials * partials)
{
  g_hash_table_remove_all (partials->by_id);
  partials->n_bytes = 0;
}

/* The message of which @received is a piece. */
static Partial *
ensure (GstRTCSctpPartials * partials, const GstRTCSctpReceived * received)
{
  Partial *partial = lookup (partials, received->id);

  if (partial != NULL && partial->ppid == received->ppid)
    return partial;
  gst_rtc_sctp_partials_forget (partials, received->id);
  partial = g_new0 (Partial, 1);
  partial->bytes = g_byte_array_new ();
  partial->ppid = received->ppid;
  g_hash_table_insert (partials->by_id, GUINT_TO_POINTER (received->id),
      partial);
  return partial;
}

static GstRTCSctpPartialResult
skip (GstRTCSctpPartials * partials, Partial * partial,
    GstRTCSctpPartialResult result)
{
  partial->skipping = TRUE;
  partials->n_bytes -= partial->bytes->len;
  g_byte_array_unref (partial->bytes);
  partial->bytes = g_byte_array_new ();
  return result;
}

static GstRTCSctpPartialResult
append (GstRTCSctpPartials * partials, Partial * partial, const guint8 * data,
    gsize size, gsize limit)
{
  if (partial->skipping)
    return GST_RTC_SCTP_PARTIAL_GOES_ON;
  if (partial->bytes->len + size > limit)
    return skip (partials, partial, GST_RTC_SCTP_PARTIAL_TOO_LARGE);
  if (partials->n_bytes + size > GST_RTC_SCTP_MAX_PARTIAL_BYTES + limit)
    return skip (partials, partial, GST_RTC_SCTP_PARTIAL_TOO_MANY);
  g_byte_array_append (partial->bytes, data, (guint) size);
  partials->n_bytes += size;
  return GST_RTC_SCTP_PARTIAL_GOES_ON;
}

GstRTCSctpPartialResult
gst_rtc_sctp_partials_add (GstRTCSctpPartials * partials,
    const GstRTCSctpReceived * received, const guint8 * data, gsize size,
    gsize limit, GBytes ** message)
{
  Partial *partial = ensure (partials, received);
  GstRTCSctpPartialResult result;

  result = append (partials, partial, data, size, limit);
  if (!received->end)
    return result;
  if (!partial->skipping) {
    partials->n_bytes -= partial->bytes->len;
    *message = g_byte_array_free_to_bytes (g_steal_pointer (&partial->bytes));
    partial->bytes = g_byte_array_new ();
    result = GST_RTC_SCTP_PARTIAL_COMPLETE;
  }
  gst_rtc_sctp_partials_forget (partials, received->id);
  return result;
}
