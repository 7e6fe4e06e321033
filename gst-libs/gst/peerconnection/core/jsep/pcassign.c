/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcassign.c: which transport carries which m-section.
 *
 * A bundle group shares one transport, any other m-section has its own
 * (RFC 8843 section 7). Whatever runs already is used again.
 */

#include "pcsessionprivate.h"

typedef struct
{
  PcSession *session;
  const PcBundled *bundled;
  GHashTable *taken;            /* transport numbers that somebody has */
  guint *group_transports;      /* by group; 0: none yet */
  gboolean final;               /* an answer, not an offer */
} Assignment;

/* The transport that @section comes with. An answer of the peer starts from
 * what we have offered, whatever a provisional one made of it. */
static guint
start_of (const Assignment * self, const PcSection * section)
{
  if (self->final && section->proposed_transport != 0)
    return section->proposed_transport;

  return section->transport != 0 ? section->transport
      : section->offered_transport;
}

/* A transport for @section alone. Where an answer takes it out of the bundle
 * it was offered in, the peer has already read the bundle's credentials. */
static guint
split_transport (Assignment * self, const PcSection * section)
{
  const PcTransport *old = pc_transports_find (self->session->transports,
      start_of (self, section));
  PcTransport *transport = pc_session_add_transport (self->session);

  if (self->final && old != NULL)
    pc_transport_share_local (transport, old);

  return transport->number;
}

static guint
take (Assignment * self, const PcSection * section)
{
  guint number = start_of (self, section);

  if (number == 0
      || g_hash_table_contains (self->taken, GUINT_TO_POINTER (number)))
    number = split_transport (self, section);
  g_hash_table_add (self->taken, GUINT_TO_POINTER (number));

  return number;
}

static guint
assign (Assignment * self, const PcSection * section, guint index)
{
  gint group = self->bundled[index].group;

  if (group == -1)
    return take (self, section);
  if (self->group_transports[group] == 0)
    self->group_transports[group] = take (self, section);

  return self->group_transports[group];
}

/* Who chooses a transport first. */
static guint
rank_of (const Assignment * self, const PcSection * section, guint index)
{
  if (start_of (self, section) == 0)
    return 2;

  return self->bundled[index].tagged == index ? 0 : 1;
}

/* A group lives where its tagged m-section was (RFC 8843 section 7.3.3);
 * sections that were elsewhere move there. So those that speak for others and
 * have a transport choose first. */
void
pc_session_assign_transports (PcSession * session,
    const PcDescription * description, gboolean final)
{
  g_autofree PcBundled *bundled = pc_description_map_bundles (description);
  g_autofree guint *group_transports =
      g_new0 (guint, description->bundle_groups->len + 1);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  Assignment self = { session, bundled, taken, group_transports,
    final
  };
  guint pass, i;

  for (pass = 0; pass < 3; pass++) {
    for (i = 0; i < session->sections->len; i++) {
      PcSection *section = g_ptr_array_index (session->sections, i);
      const PcMedia *media = pc_description_get_media (description, i);

      if (pc_media_is_rejected (media)) {
        section->offered_transport = 0;
      } else if (pass == rank_of (&self, section, i)) {
        section->offered_transport = assign (&self, section, i);
      }
    }
  }
  if (!final)
    return;
  for (i = 0; i < session->sections->len; i++) {
    PcSection *section = g_ptr_array_index (session->sections, i);

    section->transport = section->offered_transport;
  }
}

static gboolean
is_in_use (const PcSession * session, const PcTransport * transport)
{
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);

    if (section->transport == transport->number
        || section->offered_transport == transport->number
        || section->proposed_transport == transport->number)
      return TRUE;
  }

  return FALSE;
}

void
pc_session_drop_transports (PcSession * session)
{
  guint i;

  g_array_set_size (session->prepared_transports, 0);
  for (i = session->transports->len; i > 0; i--) {
    if (!is_in_use (session, g_ptr_array_index (session->transports, i - 1)))
      g_ptr_array_remove_index (session->transports, i - 1);
  }
}
