/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtclipsync.c: what a peer captured together is played together.
 */

#include "gstrtclipsync.h"

#include <gst/rtp/gstrtcpbuffer.h>

#include <string.h>

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* Of a running time, in ns (36 years): differences of such and of a peer's
 * clock cannot overflow. */
#define MAX_TIME (G_MAXINT64 / 8)

typedef struct
{
  GstElement *jitterbuffer;
  gulong handler;
  guint32 ssrc;
  gchar *stream;                /* or NULL */

  gchar *cname;                 /* NULL until the first report that names it */
  gint64 delay;                 /* ns: running time of play minus the peer's clock at capture */
  gint64 offset;                /* ns: what the jitterbuffer was told */
} Member;

struct _GstRTCLipSync
{
  gint ref_count;               /* atomic */
  GMutex lock;                  /* protects all below; a leaf */
  GPtrArray *members;
};

/* What a jitterbuffer is to be told, without the lock. */
typedef struct
{
  GstElement *jitterbuffer;
  gint64 offset;
} Order;

static void
member_free (gpointer data)
{
  Member *member = data;

  gst_object_unref (member->jitterbuffer);
  g_free (member->stream);
  g_free (member->cname);
  g_free (member);
}

static void
order_clear (gpointer data)
{
  gst_object_unref (((Order *) data)->jitterbuffer);
}

GstRTCLipSync *
gst_rtc_lip_sync_new (void)
{
  GstRTCLipSync *self = g_new0 (GstRTCLipSync, 1);

  self->ref_count = 1;
  g_mutex_init (&self->lock);
  self->members = g_ptr_array_new_with_free_func (member_free);
  return self;
}

GstRTCLipSync *
gst_rtc_lip_sync_ref (GstRTCLipSync * self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
gst_rtc_lip_sync_unref (GstRTCLipSync * self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_ptr_array_unref (self->members);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Called with the lock. */
static Member *
find_member (GstRTCLipSync * self, GstElement * jitterbuffer)
{
  guint i;

  for (i = 0; i < self->members->len; i++) {
    Member *member = g_ptr_array_index (self->members, i);

    if (member->jitterbuffer == jitterbuffer)
      return member;
  }
  return NULL;
}

/* RFC 3550 section 6.5.1: one CNAME, one clock. RFC 8830: one stream, played
 * together. */
static gboolean
belong_together (const Member * a, const Member * b)
{
  return a->cname != NULL && g_strcmp0 (a->cname, b->cname) == 0
      && g_strcmp0 (a->stream, b->stream) == 0;
}

/* Each waits for the slowest of its kin. Called with the lock. */
static void
arrange (GstRTCLipSync * self, const Member * changed, GArray * orders)
{
  gint64 slowest = changed->delay;
  guint i;

  for (i = 0; i < self->members->len; i++) {
    const Member *member = g_ptr_array_index (self->members, i);
    gint64 distance = member->delay - changed->delay;

    if (belong_together (member, changed)
        && ABS (distance) <= (gint64) GST_RTC_LIP_SYNC_MAX_OFFSET)
      slowest = MAX (slowest, member->delay);
  }

  for (i = 0; i < self->members->len; i++) {
    Member *member = g_ptr_array_index (self->members, i);
    gint64 offset = slowest - member->delay;
    Order order = { NULL };

    if (!belong_together (member, changed) || offset < 0)
      continue;
    if (offset > (gint64) GST_RTC_LIP_SYNC_MAX_OFFSET)
      offset = 0;
    if (ABS (offset - member->offset) < (gint64) GST_RTC_LIP_SYNC_MIN_CHANGE)
      continue;
    GST_DEBUG_OBJECT (member->jitterbuffer, "source %08x: offset %"
        GST_STIME_FORMAT " -> %" GST_STIME_FORMAT " (sender report)",
        member->ssrc, GST_STIME_ARGS (member->offset), GST_STIME_ARGS (offset));
    member->offset = offset;
    order.jitterbuffer = gst_object_ref (member->jitterbuffer);
    order.offset = offset;
    g_array_append_val (orders, order);
  }
}

/* The clock and the name of the source in a sender report of its own. */
static gboolean
parse_report (GstBuffer * buffer, guint32 wanted, guint64 * clock,
    gchar ** cname)
{
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  gboolean found = FALSE, more;
  GstRTCPPacket packet;
  guint32 ssrc;
  guint64 ntp;

  if (!gst_rtcp_buffer_map (buffer, GST_MAP_READ, &rtcp))
    return FALSE;
  for (more = gst_rtcp_buffer_get_first_packet (&rtcp, &packet); more;
      more = gst_rtcp_packet_move_to_next (&packet)) {
    if (gst_rtcp_packet_get_type (&packet) == GST_RTCP_TYPE_SR) {
      gst_rtcp_packet_sr_get_sender_info (&packet, &ssrc, &ntp, NULL, NULL,
          NULL);
      if (ssrc == wanted) {
        /* 32.32 fixed point (RFC 3550 section 4) to ns */
        *clock = gst_util_uint64_scale (ntp, GST_SECOND,
            G_GUINT64_CONSTANT (1) << 32);
        found = TRUE;
      }
    } else if (gst_rtcp_packet_get_type (&packet) == GST_RTCP_TYPE_SDES
        && *cname == NULL && gst_rtcp_packet_sdes_first_item (&packet)
        && gst_rtcp_packet_sdes_get_ssrc (&packet) == wanted
        && gst_rtcp_packet_sdes_first_entry (&packet)) {
      GstRTCPSDESType type;
      guint8 length;
      guint8 *data;

      do {
        if (gst_rtcp_packet_sdes_get_entry (&packet, &type, &length, &data)
            && type == GST_RTCP_SDES_CNAME && length > 0)
          *cname = g_strndup ((const gchar *) data, length);
      } while (*cname == NULL && gst_rtcp_packet_sdes_next_entry (&packet));
    }
  }
  gst_rtcp_buffer_unmap (&rtcp);
  return found;
}

/* When the jitterbuffer plays what has the RTP time of the report. */
static gboolean
find_running_time (const GstStructure * structure, gint64 * running_time)
{
  guint64 base_rtp, base_time, report_rtp, distance;
  guint clock_rate;

  if (!gst_structure_get_uint64 (structure, "base-rtptime", &base_rtp)
      || !gst_structure_get_uint64 (structure, "base-time", &base_time)
      || !gst_structure_get_uint64 (structure, "sr-ext-rtptime", &report_rtp)
      || !gst_structure_get_uint (structure, "clock-rate", &clock_rate)
      || clock_rate == 0 || base_time > MAX_TIME
      || report_rtp == G_MAXUINT64 || report_rtp < base_rtp)
    return FALSE;
  distance = gst_util_uint64_scale_int (report_rtp - base_rtp, GST_SECOND,
      clock_rate);
  if (distance > MAX_TIME)
    return FALSE;
  *running_time = (gint64) (base_time + distance);
  return TRUE;
}

void
gst_rtc_lip_sync_handle (GstRTCLipSync * self, GstElement * jitterbuffer,
    const GstStructure * structure)
{
  const GValue *value = gst_structure_get_value (structure, "sr-buffer");
  g_autoptr (GArray) orders = g_array_new (FALSE, FALSE, sizeof (Order));
  g_autofree gchar *cname = NULL;
  guint64 clock = 0;
  gint64 running_time;
  Member *member;
  guint32 ssrc = 0;
  guint i;

  g_array_set_clear_func (orders, order_clear);
  if (value == NULL || !GST_VALUE_HOLDS_BUFFER (value)
      || !find_running_time (structure, &running_time))
    return;
  g_mutex_lock (&self->lock);
  member = find_member (self, jitterbuffer);
  if (member != NULL)
    ssrc = member->ssrc;
  g_mutex_unlock (&self->lock);
  if (member == NULL
      || !parse_report (gst_value_get_buffer (value), ssrc, &clock, &cname))
    return;

  g_mutex_lock (&self->lock);
  member = find_member (self, jitterbuffer);
  if (member != NULL) {
    if (cname != NULL) {
      g_free (member->cname);
      member->cname = g_steal_pointer (&cname);
    }
    member->delay = running_time - (gint64) clock;
    arrange (self, member, orders);
  }
  g_mutex_unlock (&self->lock);

  for (i = 0; i < orders->len; i++) {
    const Order *order = &g_array_index (orders, Order, i);

    g_object_set (order->jitterbuffer, "ts-offset", order->offset, NULL);
  }
}

static void
on_handle_sync (GstElement * jitterbuffer, GstStructure * structure,
    gpointer user_data)
{
  gst_rtc_lip_sync_handle (user_data, jitterbuffer, structure);
}

static void
closure_unref (gpointer data, GClosure * closure)
{
  gst_rtc_lip_sync_unref (data);
}

void
gst_rtc_lip_sync_add (GstRTCLipSync * self, GstElement * jitterbuffer,
    guint32 ssrc, const gchar * stream)
{
  Member *member = g_new0 (Member, 1);

  member->jitterbuffer = gst_object_ref (jitterbuffer);
  member->ssrc = ssrc;
  member->stream = g_strdup (stream);
  member->handler = g_signal_connect_data (jitterbuffer, "handle-sync",
      G_CALLBACK (on_handle_sync), gst_rtc_lip_sync_ref (self), closure_unref,
      0);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->members, member);
  g_mutex_unlock (&self->lock);
}

void
gst_rtc_lip_sync_remove (GstRTCLipSync * self, GstElement * jitterbuffer)
{
  Member *member;
  guint index;

  g_mutex_lock (&self->lock);
  member = find_member (self, jitterbuffer);
  if (member != NULL && g_ptr_array_find (self->members, member, &index))
    g_ptr_array_steal_index (self->members, index);
  g_mutex_unlock (&self->lock);
  if (member == NULL)
    return;
  g_signal_handler_disconnect (jitterbuffer, member->handler);
  member_free (member);
}
