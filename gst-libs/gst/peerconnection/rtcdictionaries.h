/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdictionaries.h: the members of dictionaries, for the methods that take
 * them.
 *
 * Private. To an application a member is a property; in here it is a field.
 * A list that was never set is NULL.
 */

#ifndef GST_RTC_DICTIONARIES_H
#define GST_RTC_DICTIONARIES_H

#include "core/pctypes.h"
#include "rtcansweroptions.h"
#include "rtcconfiguration.h"
#include "rtcdatachannelinit.h"
#include "rtciceparameters.h"
#include "rtciceserver.h"
#include "rtcofferoptions.h"
#include "rtcrtcpparameters.h"
#include "rtcrtpcapabilities.h"
#include "rtcrtpcodec.h"
#include "rtcrtpcodecparameters.h"
#include "rtcrtpcontributingsource.h"
#include "rtcrtpencodingparameters.h"
#include "rtcrtpheaderextensioncapability.h"
#include "rtcrtpheaderextensionparameters.h"
#include "rtcrtpreceiveparameters.h"
#include "rtcrtpsendparameters.h"
#include "rtcrtpsynchronizationsource.h"
#include "rtcrtptransceiverinit.h"

G_BEGIN_DECLS

struct _GstRTCIceServer
{
  GObject parent;

  GStrv urls;
  gchar *username;
  gchar *credential;
};

struct _GstRTCOfferOptions
{
  GObject parent;

  gboolean ice_restart;
  GstRTCNullableBoolean offer_to_receive[2];    /* by PC_KIND_AUDIO, PC_KIND_VIDEO */
};

struct _GstRTCAnswerOptions
{
  GObject parent;
};

struct _GstRTCDataChannelInit
{
  GObject parent;

  gboolean ordered;
  gint max_packet_life_time;
  gint max_retransmits;
  gchar *protocol;
  gboolean negotiated;
  gint id;
  GstRTCPriorityType priority;
};

struct _GstRTCIceParameters
{
  GObject parent;

  gchar *username_fragment;
  gchar *password;
};

struct _GstRTCRtpCodec
{
  GObject parent;

  gchar *mime_type;
  guint clock_rate;
  gint channels;
  gchar *sdp_fmtp_line;
};

struct _GstRTCRtpHeaderExtensionCapability
{
  GObject parent;

  gchar *uri;
};

struct _GstRTCRtpEncodingParameters
{
  GObject parent;

  gchar *rid;
  gboolean active;
  GstRTCRtpCodec *codec;
  gint64 max_bitrate;
  gdouble max_framerate;
  gdouble scale_resolution_down_by;
  GstRTCPriorityType priority;
  GstRTCPriorityType network_priority;
};

struct _GstRTCRtpCodecParameters
{
  GObject parent;

  guint payload_type;
  gchar *mime_type;
  guint clock_rate;
  gint channels;
  gchar *sdp_fmtp_line;
};

struct _GstRTCRtpHeaderExtensionParameters
{
  GObject parent;

  gchar *uri;
  guint id;
  gboolean encrypted;
};

struct _GstRTCRtcpParameters
{
  GObject parent;

  gchar *cname;
  gboolean reduced_size;
};

struct _GstRTCRtpSendParameters
{
  GObject parent;

  gchar *transaction_id;
  GstRTCRtcpParameters *rtcp;
  GPtrArray *encodings;         /* of GstRTCRtpEncodingParameters */
  GPtrArray *codecs;            /* of GstRTCRtpCodecParameters */
  GPtrArray *header_extensions; /* of GstRTCRtpHeaderExtensionParameters */
};

struct _GstRTCRtpReceiveParameters
{
  GObject parent;

  GstRTCRtcpParameters *rtcp;
  GPtrArray *codecs;            /* of GstRTCRtpCodecParameters */
  GPtrArray *header_extensions; /* of GstRTCRtpHeaderExtensionParameters */
};

struct _GstRTCRtpContributingSource
{
  GObject parent;

  gdouble timestamp;
  guint source;
  gdouble audio_level;
  guint rtp_timestamp;
};

struct _GstRTCRtpSynchronizationSource
{
  GObject parent;

  gdouble timestamp;
  guint source;
  gdouble audio_level;
  guint rtp_timestamp;
};

struct _GstRTCRtpCapabilities
{
  GObject parent;

  GPtrArray *codecs;            /* of GstRTCRtpCodec */
  GPtrArray *header_extensions; /* of GstRTCRtpHeaderExtensionCapability */
};

struct _GstRTCRtpTransceiverInit
{
  GObject parent;

  GstRTCRtpTransceiverDirection direction;
  GPtrArray *streams;           /* of GstMediaStream */
  GPtrArray *send_encodings;    /* of GstRTCRtpEncodingParameters */
};

struct _GstRTCConfiguration
{
  GObject parent;

  GPtrArray *ice_servers;       /* of GstRTCIceServer */
  GstRTCIceTransportPolicy ice_transport_policy;
  GstRTCBundlePolicy bundle_policy;
  GstRTCRtcpMuxPolicy rtcp_mux_policy;
  gchar *peer_identity;
  GPtrArray *certificates;      /* of GstRTCCertificate */
  gint ice_candidate_pool_size;
  gboolean ice_tcp;
  gchar *interfaces;
  gboolean hide_local_addresses;
  gint min_rtp_port;
  gint max_rtp_port;
};

/* --- the checks of the methods that take them ----------------------------- */

/* createDataChannel(), webrtc-pc section 6.1.2. TypeError. */
gboolean gst_rtc_data_channel_init_validate (GstRTCDataChannelInit * init,
    const gchar * label, GError ** error);
/* addTransceiver(), webrtc-pc section 5.1.2. TypeError. */
gboolean gst_rtc_rtp_transceiver_init_validate (GstRTCRtpTransceiverInit *
    init, GError ** error);

G_END_DECLS

#endif /* GST_RTC_DICTIONARIES_H */
