/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcplan.c: everything that can be wrong with applying a description, found
 * out before anything changes.
 */

#include "../pcerror.h"
#include "pcsessionprivate.h"
#include "pcsignaling.h"

void
pc_plan_free (PcPlan * plan)
{
  if (plan == NULL)
    return;
  g_clear_pointer (&plan->description, pc_description_free);
  g_clear_pointer (&plan->sections, g_ptr_array_unref);
  g_clear_pointer (&plan->transports, g_ptr_array_unref);
  g_free (plan);
}

/* webrtc-pc section 4.4.2, setLocalDescription steps 4.2 and 4.3: only what
 * was created may be set. */
static gboolean
plan_local (const PcSession * session, const PcDescription * description,
    PcPlan * plan, GError ** error)
{
  gboolean is_offer = plan->description->type == PC_SDP_OFFER;
  const PcCreated *created =
      is_offer ? &session->last_offer : &session->last_answer;
  g_autofree gchar *text = description == created->description ? NULL
      : pc_description_to_sdp (description);

  if (text != NULL && g_strcmp0 (created->text, text) != 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
        "the %s is not what %s returned last",
        pc_sdp_type_to_string (plan->description->type),
        is_offer ? "createOffer" : "createAnswer");
    return FALSE;
  }
  plan->sections = is_offer ? pc_sections_copy (created->sections)
      : pc_session_answer_sections (session);
  if (plan->sections == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
        "the answer is to another offer");
    return FALSE;
  }
  plan->transports = g_ptr_array_ref (created->transports);

  return TRUE;
}

PcPlan *
pc_session_plan (PcSession * session, PcSide side,
    const PcDescription * description, GError ** error)
{
  g_autoptr (PcPlan) plan = g_new0 (PcPlan, 1);
  const GPtrArray *sections;

  plan->side = side;
  plan->description = pc_description_copy (description);
  if (!pc_signaling_next (session->state, side, description->type,
          &plan->next, &plan->rolls_back, error))
    return NULL;
  if (description->type == PC_SDP_ROLLBACK) {
    plan->rolls_back = TRUE;
    return g_steal_pointer (&plan);
  }
  if (side == PC_SIDE_LOCAL)
    return plan_local (session, description, plan, error)
        ? g_steal_pointer (&plan) : NULL;

  /* webrtc-pc section 4.4.1.5: an offer over one of ours is looked at as if in
   * stable state. */
  sections = plan->rolls_back ? session->stable_sections : session->sections;
  if (!pc_check_remote (session, sections, plan->description, error))
    return NULL;

  return g_steal_pointer (&plan);
}
