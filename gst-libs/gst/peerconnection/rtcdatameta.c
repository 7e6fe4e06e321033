/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatameta.c: how one buffer is sent over a data channel.
 */

#include "rtcdatameta.h"

GType
gst_rtc_data_meta_api_get_type (void)
{
  static const gchar *tags[] = { NULL };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, gst_meta_api_type_register ("GstRTCDataMetaAPI",
            tags));

  return (GType) type;
}

static gboolean
data_meta_init (GstMeta * meta, gpointer params, GstBuffer * buffer)
{
  GstRTCDataMeta *self = (GstRTCDataMeta *) meta;

  self->ordered = TRUE;
  self->max_packet_life_time = -1;
  self->max_retransmits = -1;

  return TRUE;
}

static gboolean
data_meta_transform (GstBuffer * destination, GstMeta * meta,
    GstBuffer * source, GQuark type, gpointer data)
{
  GstRTCDataMeta *self = (GstRTCDataMeta *) meta;

  /* It says nothing of the bytes, so it stays whatever is done to them. */
  gst_rtc_data_meta_add (destination, self->ordered,
      self->max_packet_life_time, self->max_retransmits);

  return TRUE;
}

/**
 * gst_rtc_data_meta_get_info: (skip)
 *
 * Returns: (transfer none): the type of #GstRTCDataMeta
 *
 * Since: 0.1
 */
const GstMetaInfo *
gst_rtc_data_meta_get_info (void)
{
  static const GstMetaInfo *info = NULL;

  if (g_once_init_enter (&info)) {
    const GstMetaInfo *registered =
        gst_meta_register (GST_RTC_DATA_META_API_TYPE, "GstRTCDataMeta",
        sizeof (GstRTCDataMeta), data_meta_init, NULL, data_meta_transform);

    g_once_init_leave (&info, registered);
  }

  return info;
}

/**
 * gst_rtc_data_meta_add:
 * @buffer: a writable #GstBuffer
 * @ordered: whether it keeps its place among the channel's messages
 * @max_packet_life_time: for how many milliseconds it may be sent again, to
 *   65535; -1: no limit
 * @max_retransmits: how many times it may be sent again, to 65535; -1: no limit;
 *   not both
 *
 * Says how reliably @buffer is sent, whatever its channel says.
 *
 * Returns: (transfer none): what was added
 *
 * Since: 0.1
 */
GstRTCDataMeta *
gst_rtc_data_meta_add (GstBuffer * buffer, gboolean ordered,
    gint max_packet_life_time, gint max_retransmits)
{
  GstRTCDataMeta *meta;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);
  g_return_val_if_fail (gst_buffer_is_writable (buffer), NULL);
  g_return_val_if_fail (max_packet_life_time >= -1
      && max_packet_life_time <= G_MAXUINT16, NULL);
  g_return_val_if_fail (max_retransmits >= -1
      && max_retransmits <= G_MAXUINT16, NULL);
  g_return_val_if_fail (max_packet_life_time < 0 || max_retransmits < 0, NULL);

  meta = (GstRTCDataMeta *) gst_buffer_add_meta (buffer,
      gst_rtc_data_meta_get_info (), NULL);
  meta->ordered = ordered;
  meta->max_packet_life_time = max_packet_life_time;
  meta->max_retransmits = max_retransmits;

  return meta;
}

/**
 * gst_rtc_data_meta_get:
 * @buffer: a #GstBuffer
 *
 * Returns: (transfer none) (nullable): how it is to be sent; %NULL: as its
 *   channel says
 *
 * Since: 0.1
 */
GstRTCDataMeta *
gst_rtc_data_meta_get (GstBuffer * buffer)
{
  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);

  return (GstRTCDataMeta *) gst_buffer_get_meta (buffer,
      GST_RTC_DATA_META_API_TYPE);
}
