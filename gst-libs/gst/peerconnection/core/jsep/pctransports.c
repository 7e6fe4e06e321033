/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctransports.c: transports and m-lines as values.
 */

#include "pctransports.h"

/* RFC 8839 section 5.4: at least 4 and 22 characters, of 6 random bits each.
 * The password has to hold 128 bits (RFC 8445 section 5.3). */
#define UFRAG_LENGTH 8
#define PWD_LENGTH 24
/* RFC 8842 section 4: 20 to 255 characters, of at least 120 random bits. */
#define TLS_ID_LENGTH 24

void
pc_ice_credentials_set (PcIceCredentials * self, const gchar * ufrag,
    const gchar * pwd)
{
  gchar *new_ufrag = g_strdup (ufrag), *new_pwd = g_strdup (pwd);

  g_free (self->ufrag);
  g_free (self->pwd);
  self->ufrag = new_ufrag;
  self->pwd = new_pwd;
}

static void
credentials_make (PcIceCredentials * self, const PcRandom * random)
{
  g_autofree gchar *ufrag = pc_random_token (random, UFRAG_LENGTH);
  g_autofree gchar *pwd = pc_random_token (random, PWD_LENGTH);

  pc_ice_credentials_set (self, ufrag, pwd);
}

static gpointer
copy_candidate (gconstpointer candidate, gpointer user_data)
{
  return pc_candidate_copy (candidate);
}

static gpointer
copy_fingerprint (gconstpointer fingerprint, gpointer user_data)
{
  return pc_fingerprint_copy (fingerprint);
}

static GPtrArray *
copy_candidates (GPtrArray * candidates)
{
  GPtrArray *copy = g_ptr_array_copy (candidates, copy_candidate, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) pc_candidate_free);
  return copy;
}

static GPtrArray *
copy_fingerprints (GPtrArray * fingerprints)
{
  GPtrArray *copy = g_ptr_array_copy (fingerprints, copy_fingerprint, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) pc_fingerprint_free);
  return copy;
}

PcTransport *
pc_transport_new (guint number, const PcRandom * random)
{
  PcTransport *self = g_new0 (PcTransport, 1);

  self->number = number;
  self->id = g_strdup_printf ("transport-%u", number);
  self->dtls_role = PC_DTLS_ROLE_UNKNOWN;
  credentials_make (&self->local, random);
  self->tls_id = pc_random_token (random, TLS_ID_LENGTH);
  self->remote_fingerprints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_fingerprint_free);
  self->local_candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_candidate_free);
  self->remote_candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_candidate_free);

  return self;
}

PcTransport *
pc_transport_copy (const PcTransport * transport)
{
  PcTransport *copy = g_memdup2 (transport, sizeof (PcTransport));

  copy->id = g_strdup (transport->id);
  copy->tls_id = g_strdup (transport->tls_id);
  copy->next_tls_id = g_strdup (transport->next_tls_id);
  copy->remote_tls_id = g_strdup (transport->remote_tls_id);
  copy->local = copy->next = copy->remote = (PcIceCredentials) {
  NULL, NULL};
  pc_ice_credentials_set (&copy->local, transport->local.ufrag,
      transport->local.pwd);
  pc_ice_credentials_set (&copy->next, transport->next.ufrag,
      transport->next.pwd);
  pc_ice_credentials_set (&copy->remote, transport->remote.ufrag,
      transport->remote.pwd);
  copy->remote_fingerprints =
      copy_fingerprints (transport->remote_fingerprints);
  copy->local_candidates = copy_candidates (transport->local_candidates);
  copy->remote_candidates = copy_candidates (transport->remote_candidates);

  return copy;
}

void
pc_transport_free (PcTransport * transport)
{
  if (transport == NULL)
    return;
  g_free (transport->id);
  g_free (transport->tls_id);
  g_free (transport->next_tls_id);
  g_free (transport->remote_tls_id);
  pc_ice_credentials_set (&transport->local, NULL, NULL);
  pc_ice_credentials_set (&transport->next, NULL, NULL);
  pc_ice_credentials_set (&transport->remote, NULL, NULL);
  g_ptr_array_unref (transport->remote_fingerprints);
  g_ptr_array_unref (transport->local_candidates);
  g_ptr_array_unref (transport->remote_candidates);
  g_free (transport);
}

PcTransport *
pc_transports_find (const GPtrArray * transports, guint number)
{
  guint i;

  for (i = 0; i < transports->len; i++) {
    PcTransport *transport = g_ptr_array_index (transports, i);

    if (transport->number == number)
      return transport;
  }

  return NULL;
}

void
pc_transport_share_local (PcTransport * transport, const PcTransport * other)
{
  pc_ice_credentials_set (&transport->local, other->local.ufrag,
      other->local.pwd);
  transport->gather = other->gather;
  transport->has_ice_role = other->has_ice_role;
  transport->controlling = other->controlling;
}

void
pc_transport_share_credentials (PcTransport * transport,
    const PcTransport * other)
{
  const PcIceCredentials *shared =
      other->next.ufrag != NULL ? &other->next : &other->local;

  pc_ice_credentials_set (&transport->local, shared->ufrag, shared->pwd);
}

void
pc_transport_share_restart (PcTransport * transport, const PcTransport * other)
{
  pc_ice_credentials_set (&transport->next, other->next.ufrag, other->next.pwd);
}

void
pc_transport_prepare_restart (PcTransport * transport, const PcRandom * random)
{
  if (transport->next.ufrag == NULL)
    credentials_make (&transport->next, random);
}

void
pc_transport_restart (PcTransport * transport)
{
  g_assert (transport->next.ufrag != NULL);

  pc_ice_credentials_set (&transport->local, transport->next.ufrag,
      transport->next.pwd);
  pc_ice_credentials_set (&transport->next, NULL, NULL);
  pc_ice_credentials_set (&transport->remote, NULL, NULL);
  transport->remote_restarts = FALSE;
  transport->ice_generation++;
  g_ptr_array_set_size (transport->local_candidates, 0);
  transport->local_end = FALSE;
  g_ptr_array_set_size (transport->remote_candidates, 0);
  transport->remote_end = FALSE;
}

gboolean
pc_transport_is_ice_restart (const PcTransport * transport,
    const PcMedia * media)
{
  return transport->remote.ufrag != NULL
      && (g_strcmp0 (transport->remote.ufrag, media->ice_ufrag) != 0
      || g_strcmp0 (transport->remote.pwd, media->ice_pwd) != 0);
}

static gboolean
have_common_fingerprint (const GPtrArray * a, const GPtrArray * b)
{
  guint i, j;

  for (i = 0; i < a->len; i++) {
    const PcFingerprint *x = g_ptr_array_index (a, i);

    for (j = 0; j < b->len; j++) {
      const PcFingerprint *y = g_ptr_array_index (b, j);

      if (g_str_equal (x->algorithm, y->algorithm)
          && g_str_equal (x->value, y->value))
        return TRUE;
    }
  }

  return FALSE;
}

gboolean
pc_transport_is_new_association (const PcTransport * transport,
    const PcMedia * media)
{
  if (transport->remote_fingerprints->len == 0)
    return FALSE;

  return !have_common_fingerprint (transport->remote_fingerprints,
      media->fingerprints) || (transport->remote_tls_id != NULL
      && media->tls_id != NULL
      && !g_str_equal (transport->remote_tls_id, media->tls_id));
}

void
pc_transport_prepare_association (PcTransport * transport,
    const PcRandom * random)
{
  if (transport->next_tls_id == NULL)
    transport->next_tls_id = pc_random_token (random, TLS_ID_LENGTH);
}

void
pc_transport_reconnect (PcTransport * transport)
{
  transport->remote_reconnects = FALSE;
  transport->dtls_generation++;
  transport->dtls_role = PC_DTLS_ROLE_UNKNOWN;
  if (transport->next_tls_id == NULL)
    return;
  g_free (transport->tls_id);
  transport->tls_id = g_steal_pointer (&transport->next_tls_id);
}

void
pc_transport_set_remote (PcTransport * transport,
    const PcDescription * description, const PcMedia * media)
{
  pc_ice_credentials_set (&transport->remote, media->ice_ufrag, media->ice_pwd);
  transport->remote_ice_lite = description->ice_lite;
  if (transport->remote_tls_id == NULL || media->tls_id != NULL) {
    g_free (transport->remote_tls_id);
    transport->remote_tls_id = g_strdup (media->tls_id);
  }
  g_ptr_array_unref (transport->remote_fingerprints);
  transport->remote_fingerprints = copy_fingerprints (media->fingerprints);
  g_ptr_array_unref (transport->remote_candidates);
  transport->remote_candidates = copy_candidates (media->candidates);
  transport->remote_end = media->end_of_candidates;
}

/* --- m-lines ------------------------------------------------------------- */

PcSection *
pc_section_new (PcKind kind, const gchar * mid)
{
  PcSection *section = g_new0 (PcSection, 1);

  section->kind = kind;
  section->mid = g_strdup (mid);
  return section;
}

static void
pc_section_free (gpointer data)
{
  PcSection *section = data;

  g_free (section->mid);
  g_free (section);
}

GPtrArray *
pc_sections_new (void)
{
  return g_ptr_array_new_with_free_func (pc_section_free);
}

GPtrArray *
pc_sections_copy (const GPtrArray * sections)
{
  GPtrArray *copy = pc_sections_new ();
  guint i;

  for (i = 0; i < sections->len; i++) {
    const PcSection *section = g_ptr_array_index (sections, i);
    PcSection *s = g_memdup2 (section, sizeof (PcSection));

    s->mid = g_strdup (section->mid);
    g_ptr_array_add (copy, s);
  }

  return copy;
}

gint
pc_sections_find_mid (const GPtrArray * sections, const gchar * mid)
{
  guint i;

  for (i = 0; i < sections->len; i++) {
    const PcSection *section = g_ptr_array_index (sections, i);

    if (g_strcmp0 (section->mid, mid) == 0)
      return i;
  }

  return -1;
}

gint
pc_sections_find_transceiver (const GPtrArray * sections, guint id)
{
  guint i;

  for (i = 0; id != 0 && i < sections->len; i++) {
    const PcSection *section = g_ptr_array_index (sections, i);

    if (section->transceiver_id == id)
      return i;
  }

  return -1;
}

gint
pc_sections_find_transport (const GPtrArray * sections, guint number)
{
  guint i;

  for (i = 0; number != 0 && i < sections->len; i++) {
    const PcSection *section = g_ptr_array_index (sections, i);

    if (section->transport == number)
      return i;
  }

  return -1;
}

/* --- bundle groups of a description -------------------------------------- */

/* The first m-section of a group that can speak for the others. RFC 8843
 * section 7.1.3 wants it to be the very first; a peer that rejects that one
 * and goes on with the rest is understood nevertheless. */
static gint
find_tagged (const PcDescription * description, GHashTable * mids,
    const gchar * const *group)
{
  gpointer found;
  guint i;

  for (i = 0; group[i] != NULL; i++) {
    const PcMedia *media;

    if (!g_hash_table_lookup_extended (mids, group[i], NULL, &found))
      continue;
    media = pc_description_get_media (description, GPOINTER_TO_UINT (found));
    if (!pc_media_is_rejected (media) && media->ice_ufrag != NULL)
      return GPOINTER_TO_INT (found);
  }

  return -1;
}

PcBundled *
pc_description_map_bundles (const PcDescription * description)
{
  g_autoptr (GHashTable) mids = g_hash_table_new (g_str_hash, g_str_equal);
  PcBundled *map = g_new (PcBundled, description->media->len + 1);
  gpointer found;
  guint i, j;

  for (i = 0; i < description->media->len; i++) {
    const PcMedia *media = pc_description_get_media (description, i);

    map[i] = (PcBundled) {
    -1, i};
    if (media->mid != NULL)
      g_hash_table_insert (mids, media->mid, GUINT_TO_POINTER (i));
  }
  for (i = 0; i < description->bundle_groups->len; i++) {
    const gchar *const *group =
        g_ptr_array_index (description->bundle_groups, i);
    gint tagged = find_tagged (description, mids, group);

    for (j = 0; tagged != -1 && group[j] != NULL; j++) {
      if (g_hash_table_lookup_extended (mids, group[j], NULL, &found))
        map[GPOINTER_TO_UINT (found)] = (PcBundled) {
        i, tagged};
    }
  }

  return map;
}
