/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsetup.c: from a=setup to who is the DTLS client.
 */

#include "pcsetup.h"

PcSetup
pc_setup_answer (PcSetup offered, PcDtlsRole role)
{
  switch (offered) {
    case PC_SETUP_PASSIVE:
      return PC_SETUP_ACTIVE;
    case PC_SETUP_ACTPASS:
      /* RFC 8842 section 5.3: the association goes on, so the roles stay.
       * Else RFC 9429 section 5.3.1: the answerer should be active: its
       * ClientHello then travels with the answer. */
      return role == PC_DTLS_ROLE_SERVER ? PC_SETUP_PASSIVE : PC_SETUP_ACTIVE;
    case PC_SETUP_NONE:
      /* RFC 4145 section 4: an offer without the attribute is active. */
    case PC_SETUP_ACTIVE:
      return PC_SETUP_PASSIVE;
  }

  g_assert_not_reached ();
}

gboolean
pc_setup_resolve (PcSetup offered, PcSetup answered, PcSide offerer,
    PcDtlsRole * role)
{
  gboolean answerer_is_client;

  /* RFC 4145 section 4: the defaults are active in offer, passive in answer. */
  if (offered == PC_SETUP_NONE)
    offered = PC_SETUP_ACTIVE;
  if (answered == PC_SETUP_NONE)
    answered = PC_SETUP_PASSIVE;

  /* RFC 8842 section 5.3: an answer decides, and may not contradict. */
  if (answered == PC_SETUP_ACTPASS || answered == offered)
    return FALSE;

  /* RFC 5763 section 5: who is active sends the ClientHello. */
  answerer_is_client = answered == PC_SETUP_ACTIVE;
  *role = answerer_is_client == (offerer == PC_SIDE_REMOTE)
      ? PC_DTLS_ROLE_CLIENT : PC_DTLS_ROLE_SERVER;

  return TRUE;
}
