/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdpvalues.c: the values of single attributes: made, copied, freed.
 */

#include "pcdescription.h"

static gpointer
copy_feedback (gconstpointer source, gpointer unused)
{
  const PcRtcpFeedback *feedback = source;

  return pc_rtcp_feedback_new (feedback->type, feedback->parameter);
}

PcRtcpFeedback *
pc_rtcp_feedback_new (const gchar * type, const gchar * parameter)
{
  PcRtcpFeedback *feedback = g_new0 (PcRtcpFeedback, 1);

  feedback->type = g_strdup (type);
  feedback->parameter = g_strdup (parameter);
  return feedback;
}

void
pc_rtcp_feedback_free (PcRtcpFeedback * feedback)
{
  g_free (feedback->type);
  g_free (feedback->parameter);
  g_free (feedback);
}

PcCodec *
pc_codec_new (guint payload_type, const gchar * name, guint clock_rate,
    guint channels, const gchar * fmtp)
{
  PcCodec *codec = g_new0 (PcCodec, 1);

  codec->payload_type = payload_type;
  codec->name = g_strdup (name);
  codec->clock_rate = clock_rate;
  codec->channels = channels;
  codec->fmtp = g_strdup (fmtp);
  codec->feedback = g_ptr_array_new_with_free_func ((GDestroyNotify)
      pc_rtcp_feedback_free);
  return codec;
}

PcCodec *
pc_codec_copy (const PcCodec * codec)
{
  PcCodec *copy = pc_codec_new (codec->payload_type, codec->name,
      codec->clock_rate, codec->channels, codec->fmtp);

  g_ptr_array_unref (copy->feedback);
  copy->feedback = g_ptr_array_copy (codec->feedback,
      (GCopyFunc) copy_feedback, NULL);
  g_ptr_array_set_free_func (copy->feedback,
      (GDestroyNotify) pc_rtcp_feedback_free);
  return copy;
}

void
pc_codec_free (PcCodec * codec)
{
  g_free (codec->name);
  g_free (codec->fmtp);
  g_ptr_array_unref (codec->feedback);
  g_free (codec);
}

PcExtension *
pc_extension_new (guint id, const gchar * uri, PcDirection direction)
{
  PcExtension *extension = g_new0 (PcExtension, 1);

  extension->id = id;
  extension->uri = g_strdup (uri);
  extension->direction = direction;
  return extension;
}

PcExtension *
pc_extension_copy (const PcExtension * extension)
{
  PcExtension *copy = pc_extension_new (extension->id, extension->uri,
      extension->direction);

  copy->ambiguous = extension->ambiguous;
  return copy;
}

void
pc_extension_free (PcExtension * extension)
{
  g_free (extension->uri);
  g_free (extension);
}

PcMsid *
pc_msid_new (const gchar * stream, const gchar * track)
{
  PcMsid *msid = g_new0 (PcMsid, 1);

  msid->stream = g_strdup (stream);
  msid->track = g_strdup (track);
  return msid;
}

PcMsid *
pc_msid_copy (const PcMsid * msid)
{
  return pc_msid_new (msid->stream, msid->track);
}

void
pc_msid_free (PcMsid * msid)
{
  g_free (msid->stream);
  g_free (msid->track);
  g_free (msid);
}

PcSsrc *
pc_ssrc_new (guint32 ssrc, const gchar * cname)
{
  PcSsrc *value = g_new0 (PcSsrc, 1);

  value->ssrc = ssrc;
  value->cname = g_strdup (cname);
  return value;
}

PcSsrc *
pc_ssrc_copy (const PcSsrc * ssrc)
{
  return pc_ssrc_new (ssrc->ssrc, ssrc->cname);
}

void
pc_ssrc_free (PcSsrc * ssrc)
{
  g_free (ssrc->cname);
  g_free (ssrc);
}

PcSsrcGroup *
pc_ssrc_group_new (const gchar * semantics)
{
  PcSsrcGroup *group = g_new0 (PcSsrcGroup, 1);

  group->semantics = g_strdup (semantics);
  group->ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
  return group;
}

PcSsrcGroup *
pc_ssrc_group_copy (const PcSsrcGroup * group)
{
  PcSsrcGroup *copy = g_new0 (PcSsrcGroup, 1);

  copy->semantics = g_strdup (group->semantics);
  copy->ssrcs = g_array_copy (group->ssrcs);
  return copy;
}

void
pc_ssrc_group_free (PcSsrcGroup * group)
{
  g_free (group->semantics);
  g_array_unref (group->ssrcs);
  g_free (group);
}

PcBandwidth *
pc_bandwidth_new (const gchar * type, guint value)
{
  PcBandwidth *self = g_new0 (PcBandwidth, 1);

  self->type = g_strdup (type);
  self->value = value;

  return self;
}

PcBandwidth *
pc_bandwidth_copy (const PcBandwidth * bandwidth)
{
  return pc_bandwidth_new (bandwidth->type, bandwidth->value);
}

void
pc_bandwidth_free (PcBandwidth * bandwidth)
{
  g_free (bandwidth->type);
  g_free (bandwidth);
}

PcFingerprint *
pc_fingerprint_new (const gchar * algorithm, const gchar * value)
{
  PcFingerprint *fingerprint = g_new0 (PcFingerprint, 1);

  /* RFC 8122 section 5: hash names compare without case; the value is upper
   * case. One spelling here, so that everyone may use strcmp(). */
  fingerprint->algorithm = g_ascii_strdown (algorithm, -1);
  fingerprint->value = g_ascii_strup (value, -1);
  return fingerprint;
}

PcFingerprint *
pc_fingerprint_copy (const PcFingerprint * fingerprint)
{
  return pc_fingerprint_new (fingerprint->algorithm, fingerprint->value);
}

void
pc_fingerprint_free (PcFingerprint * fingerprint)
{
  g_free (fingerprint->algorithm);
  g_free (fingerprint->value);
  g_free (fingerprint);
}

PcRid *
pc_rid_new (const gchar * id, gboolean send, const gchar * restrictions)
{
  PcRid *rid = g_new0 (PcRid, 1);

  rid->id = g_strdup (id);
  rid->send = send;
  rid->restrictions = g_strdup (restrictions);
  return rid;
}

PcRid *
pc_rid_copy (const PcRid * rid)
{
  return pc_rid_new (rid->id, rid->send, rid->restrictions);
}

void
pc_rid_free (PcRid * rid)
{
  g_free (rid->id);
  g_free (rid->restrictions);
  g_free (rid);
}
