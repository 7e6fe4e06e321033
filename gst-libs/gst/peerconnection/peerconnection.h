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
#include <gst/peerconnection/mediastreamevent.h>
#include <gst/peerconnection/mediastreamtrack.h>
#include <gst/peerconnection/mediastreamtrackevent.h>
#include <gst/peerconnection/messageevent.h>
#include <gst/peerconnection/rtcansweroptions.h>
#include <gst/peerconnection/rtccertificate.h>
#include <gst/peerconnection/rtcconfiguration.h>
#include <gst/peerconnection/rtcdatachannel.h>
#include <gst/peerconnection/rtcdatachannelevent.h>
#include <gst/peerconnection/rtcdatachannelinit.h>
#include <gst/peerconnection/rtcdatameta.h>
#include <gst/peerconnection/rtcdtlsfingerprint.h>
#include <gst/peerconnection/rtcdtlstransport.h>
#include <gst/peerconnection/rtcdtmfsender.h>
#include <gst/peerconnection/rtcdtmftonechangeevent.h>
#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcerror.h>
#include <gst/peerconnection/rtcerrorevent.h>
#include <gst/peerconnection/rtcicecandidate.h>
#include <gst/peerconnection/rtcicecandidatepair.h>
#include <gst/peerconnection/rtciceparameters.h>
#include <gst/peerconnection/rtciceserver.h>
#include <gst/peerconnection/rtcicetransport.h>
#include <gst/peerconnection/rtcnegotiator.h>
#include <gst/peerconnection/rtcofferoptions.h>
#include <gst/peerconnection/rtcpeerconnection.h>
#include <gst/peerconnection/rtcpeerconnectioniceerrorevent.h>
#include <gst/peerconnection/rtcpeerconnectioniceevent.h>
#include <gst/peerconnection/rtcrtcpparameters.h>
#include <gst/peerconnection/rtcrtpcapabilities.h>
#include <gst/peerconnection/rtcrtpcodec.h>
#include <gst/peerconnection/rtcrtpcodecparameters.h>
#include <gst/peerconnection/rtcrtpcontributingsource.h>
#include <gst/peerconnection/rtcrtpencodingparameters.h>
#include <gst/peerconnection/rtcrtpheaderextensioncapability.h>
#include <gst/peerconnection/rtcrtpheaderextensionparameters.h>
#include <gst/peerconnection/rtcrtpreceiveparameters.h>
#include <gst/peerconnection/rtcrtpreceiver.h>
#include <gst/peerconnection/rtcrtpsender.h>
#include <gst/peerconnection/rtcrtpsendparameters.h>
#include <gst/peerconnection/rtcrtpsynchronizationsource.h>
#include <gst/peerconnection/rtcrtptransceiver.h>
#include <gst/peerconnection/rtcrtptransceiverinit.h>
#include <gst/peerconnection/rtcsctptransport.h>
#include <gst/peerconnection/rtcsessiondescription.h>
#include <gst/peerconnection/rtctrackevent.h>
#include <gst/peerconnection/rtctransportenums.h>

#endif /* GST_PEER_CONNECTION_H */
