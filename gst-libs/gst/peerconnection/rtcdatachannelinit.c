/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannelinit.c: what a data channel is to be.
 */

#include "rtcdatachannelinit.h"

#include <string.h>

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCDataChannelInit:
 *
 * The argument of createDataChannel() (webrtc-pc section 6.2).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCDataChannelInit, gst_rtc_data_channel_init,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCDataChannelInit, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCDataChannelInit:ordered:
   *
   * Whether messages arrive in their order.
   *
   * Since: 0.1
   */
  { "ordered", OFFSET (ordered), G_TYPE_BOOLEAN, .number = TRUE },
  /**
   * GstRTCDataChannelInit:max-packet-life-time:
   *
   * How long a message is sent again, in milliseconds from 0 to 65535; -1,
   * when absent: as long as it takes. Excludes
   * #GstRTCDataChannelInit:max-retransmits.
   *
   * Since: 0.1
   */
  { "max-packet-life-time", OFFSET (max_packet_life_time),
      G_TYPE_INT, .number = -1 },
  /**
   * GstRTCDataChannelInit:max-retransmits:
   *
   * How often a message is sent again, from 0 to 65535; -1, when absent: as
   * often as it takes.
   *
   * Since: 0.1
   */
  { "max-retransmits", OFFSET (max_retransmits), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCDataChannelInit:protocol:
   *
   * The subprotocol, a word of the application.
   *
   * Since: 0.1
   */
  { "protocol", OFFSET (protocol), G_TYPE_STRING, .text = "" },
  /**
   * GstRTCDataChannelInit:negotiated:
   *
   * Whether the application makes the channel at both ends, with the same
   * #GstRTCDataChannelInit:id.
   *
   * Since: 0.1
   */
  { "negotiated", OFFSET (negotiated), G_TYPE_BOOLEAN },
  /**
   * GstRTCDataChannelInit:id:
   *
   * The id of a negotiated channel, from 0 to 65534; -1, when absent: one is
   * chosen.
   *
   * Since: 0.1
   */
  { "id", OFFSET (id), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCDataChannelInit:priority:
   *
   * Its share of what can be sent, against other channels (webrtc-priority
   * section 5).
   *
   * Since: 0.1
   */
  { "priority", OFFSET (priority),
      .get_type = gst_rtc_priority_type_get_type,
      .number = GST_RTC_PRIORITY_TYPE_LOW },
};
/* *INDENT-ON* */

static void
gst_rtc_data_channel_init_class_init (GstRTCDataChannelInitClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_data_channel_init_init (GstRTCDataChannelInit * self)
{
}

/**
 * gst_rtc_data_channel_init_new:
 *
 * Returns: (transfer full): a new RTCDataChannelInit
 *
 * Since: 0.1
 */
GstRTCDataChannelInit *
gst_rtc_data_channel_init_new (void)
{
  return g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, NULL);
}

/* What an unsigned short can be, besides absent (-1). */
static gboolean
check_unsigned_short (gint value, const gchar * name, GError ** error)
{
  if (value >= -1 && value <= G_MAXUINT16)
    return TRUE;

  g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
      "%s is %d, outside of 0 to 65535", name, value);
  return FALSE;
}

static gboolean
check_text (const gchar * text, const gchar * name, GError ** error)
{
  gsize length = strlen (text);

  if (length > G_MAXUINT16) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "%s has %" G_GSIZE_FORMAT " bytes, more than 65535", name, length);
    return FALSE;
  }
  if (!g_utf8_validate (text, (gssize) length, NULL)) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "%s is not UTF-8", name);
    return FALSE;
  }
  return TRUE;
}

gboolean
gst_rtc_data_channel_init_validate (GstRTCDataChannelInit * init,
    const gchar * label, GError ** error)
{
  /* [EnforceRange] of the dictionary, then steps 5 to 16 of section 6.1.2 */
  if (!check_unsigned_short (init->max_packet_life_time, "maxPacketLifeTime",
          error) ||
      !check_unsigned_short (init->max_retransmits, "maxRetransmits", error) ||
      !check_unsigned_short (init->id, "id", error) ||
      !check_text (label, "label", error) ||
      !check_text (init->protocol, "protocol", error))
    return FALSE;

  if (init->negotiated && init->id < 0) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_TYPE,
        "a negotiated data channel needs an id");
    return FALSE;
  }
  if (init->max_packet_life_time >= 0 && init->max_retransmits >= 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "maxPacketLifeTime (%d) and maxRetransmits (%d) exclude each other",
        init->max_packet_life_time, init->max_retransmits);
    return FALSE;
  }
  if (init->negotiated && init->id == G_MAXUINT16) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_TYPE,
        "id is 65535, the greatest is 65534");
    return FALSE;
  }

  return TRUE;
}
