/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * dcep.c: any messages of a peer on any streams, between what an application
 * does, for the machine of the data channels.
 *
 * The input is a list of steps: what happens, stream, PPID, size of the bytes
 * that follow (big endian, two bytes), the bytes. All its outputs are obeyed
 * at once.
 */

#include <string.h>

#include <gst/peerconnection/core/dc/pcchannels.h>

#define STREAMS 16
#define MAX_MESSAGE 1000
#define STEP_SIZE 5

typedef enum
{
  STEP_MESSAGE,
  STEP_MESSAGE_AGAIN,           /* the most frequent one */
  STEP_TOO_LARGE,
  STEP_RESET_IN,
  STEP_RESET_OUT,
  STEP_RESET_FAILED,
  STEP_OPEN,
  STEP_OPEN_NEGOTIATED,
  STEP_SEND,
  STEP_CLOSE,
  STEP_UP,
  STEP_DOWN,
  N_STEPS,
} StepType;

static const guint32 ppids[] = {
  PC_PPID_DCEP, PC_PPID_STRING, PC_PPID_BINARY_PARTIAL, PC_PPID_BINARY,
  PC_PPID_STRING_PARTIAL, PC_PPID_STRING_EMPTY, PC_PPID_BINARY_EMPTY, 0,
};

/* What was understood must be what would be said. */
static void
check_open (const PcDcepOpen * open)
{
  g_autoptr (GBytes) bytes = pc_dcep_serialize_open (open);
  g_autoptr (PcDcepOpen) again = NULL;
  PcDcepType type;
  const guint8 *data;
  gsize size;

  g_assert_true (g_utf8_validate (open->label, -1, NULL));
  g_assert_true (g_utf8_validate (open->protocol, -1, NULL));
  g_assert_true (open->max_packet_life_time < 0 || open->max_retransmits < 0);
  data = g_bytes_get_data (bytes, &size);
  g_assert_true (pc_dcep_parse (data, size, &type, &again, NULL));
  g_assert_cmpstr (again->label, ==, open->label);
  g_assert_cmpstr (again->protocol, ==, open->protocol);
  g_assert_cmpint (again->ordered, ==, open->ordered);
  g_assert_cmpint (again->max_packet_life_time, ==, open->max_packet_life_time);
  g_assert_cmpint (again->max_retransmits, ==, open->max_retransmits);
  g_assert_cmpint (again->priority, ==, open->priority);
}

static void
obey (PcChannels * channels)
{
  PcChannelsOutput output;

  while (pc_channels_poll (channels, &output)) {
    switch (output.type) {
      case PC_CHANNELS_SEND:
        g_assert_cmpuint (g_bytes_get_size (output.data), >, 0);
        break;
      case PC_CHANNELS_ANNOUNCED:
        check_open (output.open);
        break;
      case PC_CHANNELS_MESSAGE:
        g_assert_cmpuint (g_bytes_get_size (output.data), <=, MAX_MESSAGE);
        break;
      default:
        break;
    }
    pc_channels_output_clear (&output);
  }
  g_assert_cmpuint (pc_channels_get_count (channels), <=, STREAMS);
}

static void
take_step (PcChannels * channels, StepType type, guint16 id, guint32 ppid,
    GBytes * bytes)
{
  PcDcepOpen open = {
    .label = (gchar *) "label",
    .protocol = (gchar *) "",
    .ordered = ppid != PC_PPID_BINARY,
    .max_packet_life_time = -1,
    .max_retransmits = ppid == PC_PPID_STRING ? 3 : -1,
    .priority = 256,
  };

  switch (type) {
    case STEP_MESSAGE:
    case STEP_MESSAGE_AGAIN:
      pc_channels_handle_message (channels, id, ppid, bytes);
      break;
    case STEP_TOO_LARGE:
      pc_channels_handle_too_large (channels, id);
      break;
    case STEP_RESET_IN:
      pc_channels_handle_reset_in (channels, id);
      break;
    case STEP_RESET_OUT:
      pc_channels_handle_reset_out (channels, id);
      break;
    case STEP_RESET_FAILED:
      pc_channels_handle_reset_failed (channels, id);
      break;
    case STEP_OPEN:
    case STEP_OPEN_NEGOTIATED:
      pc_channels_open (channels, id, &open, type == STEP_OPEN_NEGOTIATED,
          NULL);
      break;
    case STEP_SEND:
      pc_channels_send (channels, id, ppid == PC_PPID_BINARY, bytes, NULL,
          NULL);
      break;
    case STEP_CLOSE:
      pc_channels_close (channels, id);
      break;
    case STEP_UP:
      pc_channels_handle_up (channels, STREAMS);
      break;
    case STEP_DOWN:
      pc_channels_handle_down (channels, NULL);
      break;
    case N_STEPS:
      break;
  }
}

static void
check_message (const guint8 * data, gsize size)
{
  g_autoptr (PcDcepOpen) open = NULL;
  PcDcepType type;

  if (pc_dcep_parse (data, size, &type, &open, NULL) && open != NULL)
    check_open (open);
}

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  PcChannelsConfig config = {.max_message_size = MAX_MESSAGE };
  g_autoptr (PcChannels) channels = NULL;

  check_message (data, size);
  config.dtls_client = size % 2;
  channels = pc_channels_new (&config);
  if (size > 0 && data[0] != STEP_UP)
    pc_channels_handle_up (channels, STREAMS);
  while (size >= STEP_SIZE) {
    const guint8 *step = data;
    gsize length = (gsize) step[3] << 8 | step[4];
    g_autoptr (GBytes) bytes = NULL;

    data += STEP_SIZE;
    size -= STEP_SIZE;
    length = MIN (length, size);
    bytes = g_bytes_new (data, length);
    data += length;
    size -= length;
    take_step (channels, step[0] % N_STEPS, step[1] % STREAMS,
        ppids[step[2] % G_N_ELEMENTS (ppids)], bytes);
    obey (channels);
  }
  return 0;
}
