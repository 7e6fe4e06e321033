/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccapabilities.c: what this end can send and receive, as a value.
 */

#include "pcsession.h"

static gpointer
copy_codec (gconstpointer codec, gpointer user_data)
{
  return pc_codec_copy (codec);
}

static gpointer
copy_extension (gconstpointer extension, gpointer user_data)
{
  return pc_extension_copy (extension);
}

PcCapabilities *
pc_capabilities_new (void)
{
  PcCapabilities *self = g_new0 (PcCapabilities, 1);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (self->codecs); i++) {
    self->codecs[i] =
        g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
    self->extensions[i] =
        g_ptr_array_new_with_free_func ((GDestroyNotify) pc_extension_free);
  }

  return self;
}

PcCapabilities *
pc_capabilities_copy (const PcCapabilities * capabilities)
{
  PcCapabilities *copy = pc_capabilities_new ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (copy->codecs); i++) {
    g_ptr_array_extend (copy->codecs[i], capabilities->codecs[i], copy_codec,
        NULL);
    g_ptr_array_extend (copy->extensions[i], capabilities->extensions[i],
        copy_extension, NULL);
  }

  return copy;
}

void
pc_capabilities_free (PcCapabilities * capabilities)
{
  guint i;

  if (capabilities == NULL)
    return;
  for (i = 0; i < G_N_ELEMENTS (capabilities->codecs); i++) {
    g_ptr_array_unref (capabilities->codecs[i]);
    g_ptr_array_unref (capabilities->extensions[i]);
  }
  g_free (capabilities);
}
