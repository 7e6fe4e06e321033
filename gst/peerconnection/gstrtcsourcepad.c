/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsourcepad.c: the pad of a received track.
 */

#include "gstrtcsourcepad.h"

#include "gstrtcpads.h"

struct _GstRTCSourcePad
{
  GstGhostPad parent;

  guint transceiver_id;         /* with the object's lock */
};

enum
{
  PROP_0,
  PROP_TRANSCEIVER,
  PROP_MID,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (GstRTCSourcePad, gst_rtc_source_pad, GST_TYPE_GHOST_PAD);

/* A delayed link chooses by a caps query, before the first packet has gone
 * through: what the pad carries is what its sticky caps say. */
static gboolean
gst_rtc_source_pad_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  g_autoptr (GstCaps) caps = NULL;
  GstCaps *filter;

  if (GST_QUERY_TYPE (query) != GST_QUERY_CAPS)
    return gst_pad_query_default (pad, parent, query);

  caps = gst_pad_get_current_caps (pad);
  if (caps == NULL)
    return gst_pad_query_default (pad, parent, query);
  gst_query_parse_caps (query, &filter);
  if (filter != NULL)
    gst_caps_take (&caps, gst_caps_intersect_full (filter, caps,
            GST_CAPS_INTERSECT_FIRST));
  gst_query_set_caps_result (query, caps);
  return TRUE;
}

/* Whether those who are linked know it already. */
static gboolean
is_known (GstPad * pad, GstEvent * event)
{
  g_autoptr (GstEvent) known =
      gst_pad_get_sticky_event (pad, GST_EVENT_TYPE (event), 0);
  const GstSegment *segment, *known_segment;
  GstCaps *caps, *known_caps;

  if (known == NULL)
    return FALSE;
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      /* A peer may change its SSRC: the track is the same. */
      return TRUE;
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      gst_event_parse_caps (known, &known_caps);
      return gst_caps_is_equal (caps, known_caps);
    case GST_EVENT_SEGMENT:
      gst_event_parse_segment (event, &segment);
      gst_event_parse_segment (known, &known_segment);
      return gst_segment_is_equal (segment, known_segment);
    default:
      return FALSE;
  }
}

/* Of the internal pad, where the jitterbuffer's events come in. */
static gboolean
input_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  if (GST_EVENT_IS_STICKY (event) && GST_IS_RTC_SOURCE_PAD (parent)
      && is_known (GST_PAD (parent), event)) {
    gst_event_unref (event);
    return TRUE;
  }
  return gst_pad_event_default (pad, parent, event);
}

static void
gst_rtc_source_pad_get_property (GObject * object, guint property_id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCSourcePad *self = GST_RTC_SOURCE_PAD (object);
  guint id;

  GST_OBJECT_LOCK (self);
  id = self->transceiver_id;
  GST_OBJECT_UNLOCK (self);

  switch (property_id) {
    case PROP_TRANSCEIVER:
      g_value_take_object (value,
          gst_rtc_pad_dup_transceiver (GST_PAD (self), id));
      break;
    case PROP_MID:
      g_value_take_string (value, gst_rtc_pad_dup_mid (GST_PAD (self), id));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gst_rtc_source_pad_class_init (GstRTCSourcePadClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_source_pad_get_property;

  /**
   * GstRTCSourcePad:transceiver:
   *
   * The #GstRTCRtpTransceiver whose receiver's track this is.
   */
  properties[PROP_TRANSCEIVER] = gst_rtc_pad_transceiver_pspec ();
  /**
   * GstRTCSourcePad:mid:
   *
   * The identification of its m-section (RFC 5888).
   */
  properties[PROP_MID] = gst_rtc_pad_mid_pspec ();
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gst_rtc_source_pad_init (GstRTCSourcePad * self)
{
}

void
gst_rtc_source_pad_set_transceiver_id (GstRTCSourcePad * self, guint id)
{
  gboolean changed;

  GST_OBJECT_LOCK (self);
  changed = self->transceiver_id != id;
  self->transceiver_id = id;
  GST_OBJECT_UNLOCK (self);
  if (!changed)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRANSCEIVER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MID]);
}

GstPad *
gst_rtc_source_pad_new (const gchar * name, GstPadTemplate * templ,
    guint transceiver_id)
{
  GstPad *pad = g_object_new (GST_TYPE_RTC_SOURCE_PAD, "name", name,
      "direction", GST_PAD_SRC, "template", templ, NULL);
  g_autoptr (GstProxyPad) internal =
      gst_proxy_pad_get_internal (GST_PROXY_PAD (pad));

  GST_RTC_SOURCE_PAD (pad)->transceiver_id = transceiver_id;
  gst_pad_set_query_function (pad, gst_rtc_source_pad_query);
  gst_pad_set_event_function (GST_PAD (internal), input_event);

  return pad;
}
