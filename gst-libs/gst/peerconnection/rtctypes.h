/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtctypes.h: the names of the interfaces, for headers that need each other.
 */

#ifndef GST_RTC_TYPES_H
#define GST_RTC_TYPES_H

#include <gst/gst.h>
#include <gio/gio.h>

#include <gst/peerconnection/rtcprelude.h>

G_BEGIN_DECLS typedef struct _GstMediaStream GstMediaStream;
typedef struct _GstMediaStreamTrack GstMediaStreamTrack;
typedef struct _GstRTCDataChannel GstRTCDataChannel;
typedef struct _GstRTCDtlsTransport GstRTCDtlsTransport;
typedef struct _GstRTCIceTransport GstRTCIceTransport;
typedef struct _GstRTCPeerConnection GstRTCPeerConnection;
typedef struct _GstRTCRtpReceiver GstRTCRtpReceiver;
typedef struct _GstRTCRtpSender GstRTCRtpSender;
typedef struct _GstRTCRtpTransceiver GstRTCRtpTransceiver;
typedef struct _GstRTCSctpTransport GstRTCSctpTransport;

G_END_DECLS
#endif /* GST_RTC_TYPES_H */
