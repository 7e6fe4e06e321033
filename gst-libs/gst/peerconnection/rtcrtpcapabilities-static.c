/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcapabilities-static.c: what can be sent and received here, before any
 * connection is made: the static getCapabilities() (webrtc-pc sections 5.2 and
 * 5.3).
 */

#include "rtcbackend.h"
#include "rtcdictionaries.h"
#include "rtcrtpparameters.h"
#include "rtcrtpreceiver.h"
#include "rtcrtpsender.h"

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_peer_connection_debug);
#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

/* The element reads them from the registry: asked again when that changes. */
static GMutex cache_lock;       /* protects both */
static PcCapabilities *cached;
static guint32 cached_cookie;

static PcCapabilities *
ask_element (void)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make ("peerconnection", NULL);

  if (element == NULL || !GST_IS_RTC_BACKEND (element)
      || GST_RTC_BACKEND_GET_IFACE (element)->version !=
      GST_RTC_BACKEND_VERSION) {
    GST_ERROR ("the element \"peerconnection\" of this version is missing:"
        " nothing can be sent or received");
    return pc_capabilities_new ();
  }
  gst_object_ref_sink (element);

  return GST_RTC_BACKEND_GET_IFACE (element)->get_capabilities (GST_RTC_BACKEND
      (element));
}

/* Transfer full. Without the lock while the element is asked: it may load
 * plugins. */
static PcCapabilities *
dup_capabilities (void)
{
  guint32 cookie = gst_registry_get_feature_list_cookie (gst_registry_get ());
  PcCapabilities *capabilities = NULL;

  g_mutex_lock (&cache_lock);
  if (cached != NULL && cached_cookie == cookie)
    capabilities = pc_capabilities_copy (cached);
  g_mutex_unlock (&cache_lock);
  if (capabilities != NULL)
    return capabilities;

  capabilities = ask_element ();
  g_mutex_lock (&cache_lock);
  g_clear_pointer (&cached, pc_capabilities_free);
  cached = pc_capabilities_copy (capabilities);
  cached_cookie = cookie;
  g_mutex_unlock (&cache_lock);

  return capabilities;
}

static void
add_extensions (GstRTCRtpCapabilities * self, const GPtrArray * extensions,
    gboolean receives)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (extensions, i);

    if (receives ? pc_direction_receives (extension->direction)
        : pc_direction_sends (extension->direction))
      g_ptr_array_add (list,
          gst_rtc_rtp_header_extension_capability_new (extension->uri));
  }
  gst_rtc_rtp_capabilities_set_header_extensions (self, list);
}

GstRTCRtpCapabilities *
gst_rtc_rtp_capabilities_get (const gchar * kind, gboolean receives)
{
  g_autoptr (PcCapabilities) capabilities = NULL;
  g_autoptr (GPtrArray) codecs = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  GstRTCRtpCapabilities *self;
  PcKind pc_kind;

  if (g_str_equal (kind, "audio"))
    pc_kind = PC_KIND_AUDIO;
  else if (g_str_equal (kind, "video"))
    pc_kind = PC_KIND_VIDEO;
  else
    return NULL;

  capabilities = dup_capabilities ();
  codecs = pc_capabilities_list_codecs (capabilities, pc_kind);
  for (guint i = 0; i < codecs->len; i++)
    g_ptr_array_add (list, gst_rtc_rtp_codec_from_core (g_ptr_array_index
            (codecs, i), pc_kind));
  self = gst_rtc_rtp_capabilities_new ();
  gst_rtc_rtp_capabilities_set_codecs (self, list);
  add_extensions (self, capabilities->extensions[pc_kind], receives);

  return self;
}

/**
 * gst_rtc_rtp_sender_get_capabilities:
 * @kind: "audio" or "video"
 *
 * What can be sent here (static RTCRtpSender.getCapabilities, webrtc-pc section
 * 5.2): the codecs that have a payloader in the registry, and header
 * extensions. May be called from any thread; the first call may load plugins.
 *
 * Returns: (transfer full) (nullable): what can be sent; %NULL for any other
 *   kind
 *
 * Since: 0.1
 */
GstRTCRtpCapabilities *
gst_rtc_rtp_sender_get_capabilities (const gchar * kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  return gst_rtc_rtp_capabilities_get (kind, FALSE);
}

/**
 * gst_rtc_rtp_receiver_get_capabilities:
 * @kind: "audio" or "video"
 *
 * What can be received here (static RTCRtpReceiver.getCapabilities, webrtc-pc
 * section 5.3): the codecs that have a depayloader in the registry, and header
 * extensions. May be called from any thread; the first call may load plugins.
 *
 * Returns: (transfer full) (nullable): what can be received; %NULL for any
 *   other kind
 *
 * Since: 0.1
 */
GstRTCRtpCapabilities *
gst_rtc_rtp_receiver_get_capabilities (const gchar * kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  return gst_rtc_rtp_capabilities_get (kind, TRUE);
}
