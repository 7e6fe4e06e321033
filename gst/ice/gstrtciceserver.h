/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceserver.h: a STUN or TURN server, as it was configured.
 */

#ifndef GST_RTC_ICE_SERVER_H
#define GST_RTC_ICE_SERVER_H

#include <gst/peerconnection/core/ice/pccandidate.h>
#include <gst/peerconnection/core/ice/pciceurl.h>

G_BEGIN_DECLS

/* Immutable, shared. */
typedef struct
{
  gint ref_count;               /* atomic */
  PcIceUrl *url;
  gchar *text;                  /* of the URL, as candidates and errors say it */
  gchar *username;              /* with credential, for TURN only */
  gchar *credential;
} GstRTCIceServerEntry;

/* NULL with a PC_ERROR. */
GstRTCIceServerEntry *gst_rtc_ice_server_entry_new (const gchar * url,
    const gchar * username, const gchar * credential, GError ** error);
GstRTCIceServerEntry *gst_rtc_ice_server_entry_ref (GstRTCIceServerEntry *
    server);
void gst_rtc_ice_server_entry_unref (GstRTCIceServerEntry * server);
PcRelayProtocol gst_rtc_ice_server_entry_get_protocol (const
    GstRTCIceServerEntry * server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCIceServerEntry,
    gst_rtc_ice_server_entry_unref)

G_END_DECLS

#endif /* GST_RTC_ICE_SERVER_H */
