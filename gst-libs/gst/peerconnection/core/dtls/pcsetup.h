/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsetup.h: from a=setup to who is the DTLS client.
 */

#ifndef PC_SETUP_H
#define PC_SETUP_H

#include "../pctypes.h"

G_BEGIN_DECLS

/* The a=setup of an answer to @offered. @role is the one in force from an
 * earlier negotiation, or unknown: it is kept when the offer allows it. */
    PcSetup pc_setup_answer (PcSetup offered, PcDtlsRole role);

/* Our role once both sides spoke; FALSE when the two do not go together. */
gboolean pc_setup_resolve (PcSetup offered, PcSetup answered,
    PcSide offerer, PcDtlsRole * role);

G_END_DECLS

#endif /* PC_SETUP_H */
