/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * plugin.c: the elements of the plugin.
 */

#include "../dtls/gstrtcdtlssrtp.h"
#include "../ice/gstrtcice.h"
#include "../rtp/gstrtcrtp.h"
#include "../sctp/gstrtcsctp.h"
#include "gstpeerconnection.h"

static gboolean
plugin_init (GstPlugin * plugin)
{
  const struct
  {
    const gchar *name;
    GType type;
  } elements[] = {
    {"peerconnection", GST_TYPE_PEER_CONNECTION},
    {"rtcice", GST_TYPE_RTC_ICE},
    {"rtcdtlssrtp", GST_TYPE_RTC_DTLS_SRTP},
    {"rtcsctp", GST_TYPE_RTC_SCTP},
    {"rtcrtp", GST_TYPE_RTC_RTP},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    if (!gst_element_register (plugin, elements[i].name, GST_RANK_NONE,
            elements[i].type))
      return FALSE;
  }
  return TRUE;
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, peerconnection,
    "WebRTC peer connections", plugin_init, PACKAGE_VERSION, "LGPL",
    PACKAGE, PACKAGE)
