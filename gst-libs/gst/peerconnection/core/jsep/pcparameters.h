/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcparameters.h: what a sender sends with and a receiver is prepared for
 * (RTCRtpSendParameters and RTCRtpReceiveParameters, webrtc-pc sections 5.2
 * and 5.3).
 */

#ifndef PC_PARAMETERS_H
#define PC_PARAMETERS_H

#include "pcencodings.h"
#include "pcsession.h"

G_BEGIN_DECLS

typedef struct
{
  gchar *transaction_id;        /* of a sender; NULL: of none */
  GPtrArray *encodings;         /* of PcEncoding; of a sender */
  GPtrArray *codecs;            /* of PcCodec */
  GPtrArray *extensions;        /* of PcExtension */
  gchar *cname;                 /* of a sender */
  gboolean reduced_size;
} PcParameters;

PcParameters *pc_parameters_new (void);
void pc_parameters_free (PcParameters * parameters);

/* sender.getParameters(): [[LastReturnedParameters]] when it is there, else
 * anew. Empty lists where the transceiver is gone. */
PcParameters *pc_session_get_send_parameters (PcSession * session, guint id);
PcParameters *pc_session_get_receive_parameters (PcSession * session,
    guint id);
/* Sets [[LastReturnedParameters]] to null, if it is (still) @transaction_id. */
void pc_session_forget_parameters (PcSession * session, guint id,
    const gchar * transaction_id);

/* sender.setParameters(): checks, and completes the encodings. */
gboolean pc_session_check_parameters (PcSession * session, guint id,
    PcParameters * parameters, GError ** error);
/* What was checked takes effect; ignored when the encodings are not those any
 * more. */
void pc_session_set_parameters (PcSession * session, guint id,
    const PcParameters * parameters);

/* addTransceiver()'s sendEncodings: checked by pc_encodings_check_init(). */
void pc_session_set_send_encodings (PcSession * session, guint id,
    const GPtrArray * encodings);

/* setCodecPreferences(): @codecs: of PcCodec, without payload types. */
gboolean pc_session_prefer_codecs (PcSession * session, guint id,
    const GPtrArray * codecs, GError ** error);
/* What getCapabilities() says: one entry for all retransmissions. Of PcCodec,
 * transfer full. */
GPtrArray *pc_capabilities_list_codecs (const PcCapabilities * capabilities,
    PcKind kind);
const PcCapabilities *pc_session_get_capabilities (const PcSession * session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcParameters, pc_parameters_free)

G_END_DECLS

#endif /* PC_PARAMETERS_H */
