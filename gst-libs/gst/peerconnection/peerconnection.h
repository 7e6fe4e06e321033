/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnection.h: everything that the library offers.
 */

#ifndef GST_PEER_CONNECTION_H
#define GST_PEER_CONNECTION_H

#include <gst/peerconnection/rtcprelude.h>
#include <gst/peerconnection/rtctypes.h>

#include <gst/peerconnection/mediastream.h>
#include <gst/peerconnection/mediastreamtrack.h>
#include <gst/peerconnection/mediastreamtrackevent.h>
#include <gst/peerconnection/rtccertificate.h>
#include <gst/peerconnection/rtcdtlsfingerprint.h>
#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcerror.h>
#include <gst/peerconnection/rtctransportenums.h>

#endif /* GST_PEER_CONNECTION_H */
