/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * channelverbs.h: what a story of data channels is told with.
 */

#ifndef CHANNEL_VERBS_H
#define CHANNEL_VERBS_H

#include <gst/check/gstcheck.h>

#include <string.h>

#include <gst/peerconnection/core/dc/pcchannels.h>
#include <gst/peerconnection/core/pcerror.h>

/* bytes that a message may have */
#define MAX_MESSAGE 1000

G_GNUC_UNUSED static const PcDcepOpen chat = {.label = (gchar *) "chat",
  .protocol = (gchar *) "p",.ordered = TRUE,.max_packet_life_time = -1,
  .max_retransmits = -1,.priority = 256
};

G_GNUC_UNUSED static const PcDcepOpen game = {.label = (gchar *) "game",
  .protocol = (gchar *) "",.ordered = FALSE,.max_packet_life_time = -1,
  .max_retransmits = 0,.priority = 256
};

static inline PcChannels *
new_machine (gboolean dtls_client, guint streams)
{
  PcChannelsConfig config = {.dtls_client = dtls_client,
    .max_message_size = MAX_MESSAGE
  };
  PcChannels *channels = pc_channels_new (&config);

  if (streams > 0)
    pc_channels_handle_up (channels, streams);
  return channels;
}

/* --- verbs ---------------------------------------------------------------- */

#define expect(channels, type, id) expect_at (channels, type, id, NULL, __LINE__)
#define expect_output(channels, type, id, output) \
    expect_at (channels, type, id, output, __LINE__)
#define expect_nothing(channels) expect_nothing_at (channels, __LINE__)

static inline void
expect_at (PcChannels * channels, PcChannelsOutputType type, guint16 id,
    PcChannelsOutput * kept, guint line)
{
  PcChannelsOutput output;

  fail_unless (pc_channels_poll (channels, &output),
      "line %u: waited for output %d, none came", line, type);
  fail_unless (output.type == type, "line %u: output %d instead of %d", line,
      output.type, type);
  fail_unless (output.id == id, "line %u: id %u instead of %u", line,
      output.id, id);
  if (kept != NULL)
    *kept = output;
  else
    pc_channels_output_clear (&output);
}

static inline void
expect_nothing_at (PcChannels * channels, guint line)
{
  PcChannelsOutput output;

  fail_if (pc_channels_poll (channels, &output), "line %u: output %d", line,
      output.type);
}

static inline void
feed (PcChannels * channels, guint16 id, guint32 ppid, const void *data,
    gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  pc_channels_handle_message (channels, id, ppid, bytes);
}

static inline void
feed_open (PcChannels * channels, guint16 id, const PcDcepOpen * open)
{
  g_autoptr (GBytes) bytes = pc_dcep_serialize_open (open);

  pc_channels_handle_message (channels, id, PC_PPID_DCEP, bytes);
}

static inline void
feed_ack (PcChannels * channels, guint16 id)
{
  feed (channels, id, PC_PPID_DCEP, "\002", 1);
}

#define send_text(channels, id, text) send_at (channels, id, FALSE, text, __LINE__)

static inline void
send_at (PcChannels * channels, guint16 id, gboolean binary,
    const gchar * text, guint line)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  fail_unless (pc_channels_send (channels, id, binary, bytes, NULL, &error),
      "line %u: %s", line, error ? error->message : "");
}

#define expect_message(channels, id, binary, text, size) \
    expect_message_at (channels, id, binary, text, size, __LINE__)

static inline void
expect_message_at (PcChannels * channels, guint16 id, gboolean binary,
    const void *text, gsize size, guint line)
{
  g_auto (PcChannelsOutput) output = { 0 };

  expect_at (channels, PC_CHANNELS_MESSAGE, id, &output, line);
  fail_unless (output.binary == binary, "line %u", line);
  fail_unless (g_bytes_get_size (output.data) == size, "line %u: %"
      G_GSIZE_FORMAT " bytes", line, g_bytes_get_size (output.data));
  fail_unless (size == 0
      || memcmp (g_bytes_get_data (output.data, NULL), text, size) == 0,
      "line %u", line);
}

static inline void
open_channel (PcChannels * channels, guint16 id, const PcDcepOpen * open)
{
  g_autoptr (GError) error = NULL;

  fail_unless (pc_channels_open (channels, id, open, FALSE, &error), "%s",
      error ? error->message : "");
}

static inline void
open_incoming (PcChannels * channels, guint16 id)
{
  feed_open (channels, id, &chat);
  expect (channels, PC_CHANNELS_SEND, id);
  expect (channels, PC_CHANNELS_ANNOUNCED, id);
  expect_nothing (channels);
}

static inline void
expect_open_fails (PcChannels * channels, guint16 id, gboolean negotiated,
    gint code)
{
  g_autoptr (GError) error = NULL;

  fail_if (pc_channels_open (channels, id, &chat, negotiated, &error));
  fail_unless (g_error_matches (error, PC_ERROR, code), "%s", error->message);
  expect_nothing (channels);
}

#endif /* CHANNEL_VERBS_H */
