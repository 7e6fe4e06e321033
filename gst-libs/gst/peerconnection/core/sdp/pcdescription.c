/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdescription.c: m-sections and descriptions: made, copied, searched.
 */

#include "pcdescription.h"

#include <string.h>

static GPtrArray *
new_list (gpointer free_func)
{
  return g_ptr_array_new_with_free_func (free_func);
}

static GPtrArray *
copy_list (GPtrArray * list, gpointer copy_func, gpointer free_func)
{
  GPtrArray *copy = g_ptr_array_new_full (list->len, free_func);
  gpointer (*copy_one) (gconstpointer) = copy_func;
  guint i;

  for (i = 0; i < list->len; i++)
    g_ptr_array_add (copy, copy_one (g_ptr_array_index (list, i)));

  return copy;
}

PcMedia *
pc_media_new (PcKind kind)
{
  /* What a new section of each kind says (RFC 9429 section 5.1.2, RFC 8841
   * section 4.4.1). */
  static const struct
  {
    const gchar *media;
    const gchar *protocol;
  } defaults[] = {
    [PC_KIND_AUDIO] = {"audio", "UDP/TLS/RTP/SAVPF"},
    [PC_KIND_VIDEO] = {"video", "UDP/TLS/RTP/SAVPF"},
    [PC_KIND_APPLICATION] = {"application", "UDP/DTLS/SCTP"},
    [PC_KIND_UNKNOWN] = {NULL, NULL},
  };
  PcMedia *media = g_new0 (PcMedia, 1);

  media->kind = kind;
  media->media = g_strdup (defaults[kind].media);
  media->protocol = g_strdup (defaults[kind].protocol);
  media->port = 9;
  media->direction = PC_DIRECTION_SENDRECV;
  media->bandwidths = new_list (pc_bandwidth_free);
  media->codecs = new_list (pc_codec_free);
  media->extensions = new_list (pc_extension_free);
  media->msids = new_list (pc_msid_free);
  media->ssrcs = new_list (pc_ssrc_free);
  media->ssrc_groups = new_list (pc_ssrc_group_free);
  media->rids = new_list (pc_rid_free);
  media->fingerprints = new_list (pc_fingerprint_free);
  media->candidates = new_list (pc_candidate_free);

  return media;
}

PcMedia *
pc_media_copy (const PcMedia * media)
{
  PcMedia *copy = g_memdup2 (media, sizeof (*media));

  copy->media = g_strdup (media->media);
  copy->protocol = g_strdup (media->protocol);
  copy->formats = g_strdup (media->formats);
  copy->mid = g_strdup (media->mid);
  copy->bandwidths = copy_list (media->bandwidths, pc_bandwidth_copy,
      pc_bandwidth_free);
  copy->codecs = copy_list (media->codecs, pc_codec_copy, pc_codec_free);
  copy->extensions = copy_list (media->extensions, pc_extension_copy,
      pc_extension_free);
  copy->msids = copy_list (media->msids, pc_msid_copy, pc_msid_free);
  copy->ssrcs = copy_list (media->ssrcs, pc_ssrc_copy, pc_ssrc_free);
  copy->ssrc_groups = copy_list (media->ssrc_groups, pc_ssrc_group_copy,
      pc_ssrc_group_free);
  copy->rids = copy_list (media->rids, pc_rid_copy, pc_rid_free);
  copy->simulcast = g_strdup (media->simulcast);
  copy->ptime = g_strdup (media->ptime);
  copy->maxptime = g_strdup (media->maxptime);
  copy->ice_ufrag = g_strdup (media->ice_ufrag);
  copy->ice_pwd = g_strdup (media->ice_pwd);
  copy->fingerprints = copy_list (media->fingerprints, pc_fingerprint_copy,
      pc_fingerprint_free);
  copy->tls_id = g_strdup (media->tls_id);
  copy->candidates = copy_list (media->candidates, pc_candidate_copy,
      pc_candidate_free);

  return copy;
}

void
pc_media_free (PcMedia * media)
{
  g_free (media->media);
  g_free (media->protocol);
  g_free (media->formats);
  g_free (media->mid);
  g_ptr_array_unref (media->bandwidths);
  g_ptr_array_unref (media->codecs);
  g_ptr_array_unref (media->extensions);
  g_ptr_array_unref (media->msids);
  g_ptr_array_unref (media->ssrcs);
  g_ptr_array_unref (media->ssrc_groups);
  g_ptr_array_unref (media->rids);
  g_free (media->simulcast);
  g_free (media->ptime);
  g_free (media->maxptime);
  g_free (media->ice_ufrag);
  g_free (media->ice_pwd);
  g_ptr_array_unref (media->fingerprints);
  g_free (media->tls_id);
  g_ptr_array_unref (media->candidates);
  g_free (media);
}

gboolean
pc_media_is_rejected (const PcMedia * media)
{
  return media->port == 0 && !media->bundle_only;
}

PcDescription *
pc_description_new (PcSdpType type)
{
  PcDescription *description = g_new0 (PcDescription, 1);

  description->type = type;
  description->session_name = g_strdup ("-");
  description->bandwidths = new_list (pc_bandwidth_free);
  description->bundle_groups = new_list (g_strfreev);
  description->media = new_list (pc_media_free);

  return description;
}

PcDescription *
pc_description_copy (const PcDescription * description)
{
  PcDescription *copy = g_memdup2 (description, sizeof (*description));

  copy->session_id = g_strdup (description->session_id);
  copy->session_name = g_strdup (description->session_name);
  copy->bandwidths = copy_list (description->bandwidths, pc_bandwidth_copy,
      pc_bandwidth_free);
  copy->bundle_groups = copy_list (description->bundle_groups, g_strdupv,
      g_strfreev);
  copy->media = copy_list (description->media, pc_media_copy, pc_media_free);

  return copy;
}

void
pc_description_free (PcDescription * description)
{
  g_free (description->session_id);
  g_free (description->session_name);
  g_ptr_array_unref (description->bandwidths);
  g_ptr_array_unref (description->bundle_groups);
  g_ptr_array_unref (description->media);
  g_free (description);
}

const PcMedia *
pc_description_get_media (const PcDescription * description, guint index)
{
  g_return_val_if_fail (index < description->media->len, NULL);

  return g_ptr_array_index (description->media, index);
}

gint
pc_description_find_mid (const PcDescription * description, const gchar * mid)
{
  guint i;

  for (i = 0; i < description->media->len; i++) {
    const PcMedia *media = g_ptr_array_index (description->media, i);

    if (g_strcmp0 (media->mid, mid) == 0)
      return i;
  }

  return -1;
}
