/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection.h: a W3C RTCPeerConnection as a bin.
 */

#ifndef GST_PEER_CONNECTION_ELEMENT_H
#define GST_PEER_CONNECTION_ELEMENT_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_PEER_CONNECTION (gst_peer_connection_get_type ())
G_DECLARE_FINAL_TYPE (GstPeerConnection, gst_peer_connection, GST,
    PEER_CONNECTION, GstBin)

G_END_DECLS

#endif /* GST_PEER_CONNECTION_ELEMENT_H */
