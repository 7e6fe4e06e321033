/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsignaling.c: which description may follow which.
 */

#include "pcsignaling.h"

#include "../pcerror.h"

#define N_STATES (PC_SIGNALING_CLOSED + 1)
#define N_TYPES (PC_SDP_ROLLBACK + 1)

/* One cell: 0 is refused, otherwise the next state plus one. */
#define TO(state) (PC_SIGNALING_##state + 1)
#define IMPLICIT_ROLLBACK 0x10

/* RFC 9429 section 3.2 (the figure), 4.1.10.2 (rollback only returns from
 * offers) and webrtc-pc section 4.3.1. A remote offer over a local one is the
 * implicit rollback of webrtc-pc section 4.4.2 setRemoteDescription step 2.
 *                            offer                 pranswer  answer  rollback */
static const guint8 transitions[N_STATES][2][N_TYPES] = {
  [PC_SIGNALING_STABLE] = {
        [PC_SIDE_LOCAL] = {TO (HAVE_LOCAL_OFFER), 0, 0, 0},
        [PC_SIDE_REMOTE] = {TO (HAVE_REMOTE_OFFER), 0, 0, 0},
      },
  [PC_SIGNALING_HAVE_LOCAL_OFFER] = {
        [PC_SIDE_LOCAL] = {TO (HAVE_LOCAL_OFFER), 0, 0, TO (STABLE)},
        [PC_SIDE_REMOTE] = {TO (HAVE_REMOTE_OFFER) | IMPLICIT_ROLLBACK,
            TO (HAVE_REMOTE_PRANSWER), TO (STABLE), TO (STABLE)},
      },
  [PC_SIGNALING_HAVE_REMOTE_OFFER] = {
        [PC_SIDE_LOCAL] = {0, TO (HAVE_LOCAL_PRANSWER), TO (STABLE),
            TO (STABLE)},
        [PC_SIDE_REMOTE] = {TO (HAVE_REMOTE_OFFER), 0, 0, TO (STABLE)},
      },
  [PC_SIGNALING_HAVE_LOCAL_PRANSWER] = {
        [PC_SIDE_LOCAL] = {0, TO (HAVE_LOCAL_PRANSWER), TO (STABLE), 0},
        [PC_SIDE_REMOTE] = {0, 0, 0, 0},
      },
  [PC_SIGNALING_HAVE_REMOTE_PRANSWER] = {
        [PC_SIDE_LOCAL] = {0, 0, 0, 0},
        [PC_SIDE_REMOTE] = {0, TO (HAVE_REMOTE_PRANSWER), TO (STABLE), 0},
      },
  [PC_SIGNALING_CLOSED] = {
        [PC_SIDE_LOCAL] = {0, 0, 0, 0},
        [PC_SIDE_REMOTE] = {0, 0, 0, 0},
      },
};

const gchar *
pc_signaling_state_to_string (PcSignalingState state)
{
  static const gchar *const names[] = {
    [PC_SIGNALING_STABLE] = "stable",
    [PC_SIGNALING_HAVE_LOCAL_OFFER] = "have-local-offer",
    [PC_SIGNALING_HAVE_REMOTE_OFFER] = "have-remote-offer",
    [PC_SIGNALING_HAVE_LOCAL_PRANSWER] = "have-local-pranswer",
    [PC_SIGNALING_HAVE_REMOTE_PRANSWER] = "have-remote-pranswer",
    [PC_SIGNALING_CLOSED] = "closed",
  };

  return names[state];
}

const gchar *
pc_sdp_type_to_string (PcSdpType type)
{
  static const gchar *const names[] = {
    [PC_SDP_OFFER] = "offer",
    [PC_SDP_PRANSWER] = "pranswer",
    [PC_SDP_ANSWER] = "answer",
    [PC_SDP_ROLLBACK] = "rollback",
  };

  return names[type];
}

gboolean
pc_signaling_next (PcSignalingState state, PcSide side, PcSdpType type,
    PcSignalingState * next, gboolean * needs_rollback, GError ** error)
{
  guint cell = transitions[state][side][type];

  if (cell == 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "a %s %s cannot be applied in signaling state %s",
        side == PC_SIDE_LOCAL ? "local" : "remote",
        pc_sdp_type_to_string (type), pc_signaling_state_to_string (state));
    return FALSE;
  }
  *next = (cell & ~IMPLICIT_ROLLBACK) - 1;
  *needs_rollback = (cell & IMPLICIT_ROLLBACK) != 0;

  return TRUE;
}
