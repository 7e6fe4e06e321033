/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsignaling.h: the signaling-state machine as one table.
 */

#ifndef PC_SIGNALING_H
#define PC_SIGNALING_H

#include "../pctypes.h"

G_BEGIN_DECLS
    const gchar *pc_signaling_state_to_string (PcSignalingState state);
const gchar *pc_sdp_type_to_string (PcSdpType type);

/* The state after a description of @type from @side was applied in @state,
 * or FALSE with an InvalidStateError that names both. @needs_rollback is set
 * when the pending offer of the other side has to go first. */
gboolean pc_signaling_next (PcSignalingState state, PcSide side,
    PcSdpType type, PcSignalingState * next, gboolean * needs_rollback,
    GError ** error);

G_END_DECLS

#endif /* PC_SIGNALING_H */
