/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sctp.c: any packets of a peer for an association that is up, through
 * usrsctp, its events and messages, to the channels.
 *
 * Two associations make the handshake in one thread; then the peer falls
 * silent and the input speaks for it. It is a list of packets: flags, size of
 * the chunks (big endian, two bytes), chunks. What nobody could guess (tags,
 * sequence numbers, the checksum) is put right.
 */

#include <string.h>
#include <usrsctp.h>

#include "gstrtcsctpassoc.h"
#include "gstrtcsctpcrc.h"

GST_DEBUG_CATEGORY (gst_rtc_sctp_debug);

#define MAX_MESSAGE 100000
#define STREAMS 64
#define STEP_SIZE 3
#define MAX_CHUNKS 2000
#define TAG_OFFSET 4
#define CHECKSUM_OFFSET 8
#define PORT 5000

enum
{
  FLAG_RAW = 1,                 /* sequence numbers are left as they are */
  FLAG_LATER = 2,               /* and then time passes */
  FLAG_CLOSE = 4,               /* the application closes its channel before */
  FLAG_INTERLEAVING = 8,        /* of the first packet: it is agreed on */
};

/* RFC 9260 section 3.2, RFC 8260 sections 2.1 and 2.3.1, RFC 6525 section 3.1,
 * RFC 3758 section 3.2 */
enum
{
  CHUNK_DATA = 0,
  CHUNK_INIT = 1,
  CHUNK_INIT_ACK = 2,
  CHUNK_SACK = 3,
  CHUNK_I_DATA = 64,
  CHUNK_RE_CONFIG = 130,
  CHUNK_FORWARD_TSN = 192,
  CHUNK_I_FORWARD_TSN = 194,
};

typedef struct
{
  GstRTCSctpAssoc *assoc;
  guint8 tag[4];                /* that it writes into its packets */
  guint32 tsn;                  /* its first */
  gboolean up;
} End;

static struct
{
  GQueue tasks;
  End tested, peer;
  gboolean silent;              /* the peer is */
} test;

/* --- gstrtcio.h, in one thread -------------------------------------------- */

typedef struct
{
  void (*func) (gpointer user_data);
  gpointer user_data;
} Task;

GstRTCIO *
gst_rtc_io_new (void)
{
  return (GstRTCIO *) g_main_context_new ();
}

GstRTCIO *
gst_rtc_io_ref (GstRTCIO * io)
{
  return (GstRTCIO *) g_main_context_ref ((GMainContext *) io);
}

void
gst_rtc_io_unref (GstRTCIO * io)
{
  g_main_context_unref ((GMainContext *) io);
}

GMainContext *
gst_rtc_io_get_context (GstRTCIO * io)
{
  return (GMainContext *) io;
}

gboolean
gst_rtc_io_is_current (GstRTCIO * io)
{
  return TRUE;
}

void
gst_rtc_io_defer (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data)
{
  Task *task = g_new (Task, 1);

  task->func = func;
  task->user_data = user_data;
  g_queue_push_tail (&test.tasks, task);
}

void
gst_rtc_io_post (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data, GDestroyNotify notify)
{
  g_assert (notify == NULL);
  gst_rtc_io_defer (io, func, user_data);
}

static void
run_tasks (void)
{
  Task *task;

  while ((task = g_queue_pop_head (&test.tasks)) != NULL) {
    task->func (task->user_data);
    g_free (task);
  }
}

/* --- numbers on the wire -------------------------------------------------- */

static guint16
get_u16 (const guint8 * bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static guint32
get_u32 (const guint8 * bytes)
{
  return (guint32) get_u16 (bytes) << 16 | get_u16 (bytes + 2);
}

static void
put_u32 (guint8 * bytes, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (24 - 8 * i));
}

/* --- two ends ------------------------------------------------------------- */

/* The first packets tell what a stranger cannot know. */
static void
learn (End * end, const guint8 * packet, gsize size)
{
  const guint8 *chunk = packet + GST_RTC_SCTP_HEADER_SIZE;

  if (size < GST_RTC_SCTP_HEADER_SIZE + 20)
    return;
  if (chunk[0] == CHUNK_INIT || chunk[0] == CHUNK_INIT_ACK)
    end->tsn = get_u32 (chunk + 16);
  if (chunk[0] != CHUNK_INIT)
    memcpy (end->tag, packet + TAG_OFFSET, sizeof (end->tag));
}

static gboolean
carry (GstBuffer ** packet, guint index, gpointer user_data)
{
  End *end = user_data;
  GstMapInfo map;

  gst_buffer_map (*packet, &map, GST_MAP_READ);
  if (!end->up)
    learn (end, map.data, map.size);
  gst_buffer_unmap (*packet, &map);
  if (!test.silent)
    gst_rtc_sctp_assoc_input (end == &test.peer ? test.tested.assoc
        : test.peer.assoc, *packet);
  return TRUE;
}

static End *
find_end (GstRTCSctpAssoc * assoc)
{
  return assoc == test.peer.assoc ? &test.peer : &test.tested;
}

static void
on_push (GstRTCSctpAssoc * assoc, gpointer owner, GstBufferList * packets)
{
  gst_buffer_list_foreach (packets, carry, find_end (assoc));
  gst_buffer_list_unref (packets);
}

static void
on_state (GstRTCSctpAssoc * assoc, gpointer owner, PcSctpState state,
    guint streams, const gchar * reason, const GstRTCSctpFailure * failure)
{
  if (state == PC_SCTP_CONNECTED)
    find_end (assoc)->up = TRUE;
}

static void
on_channel (GstRTCSctpAssoc * assoc, gpointer owner,
    const PcChannelsOutput * output, const GstRTCSctpFailure * failure)
{
  if (output->type == PC_CHANNELS_MESSAGE)
    g_assert_cmpuint (g_bytes_get_size (output->data), <=, MAX_MESSAGE);
}

static void
on_refused (GstRTCSctpAssoc * assoc, gpointer owner, guint16 id,
    const GError * error)
{
}

static void
on_sent (GstRTCSctpAssoc * assoc, gpointer owner, guint16 id, gsize bytes,
    gsize cost)
{
}

static const GstRTCSctpAssocCallbacks callbacks = {
  .state = on_state,
  .channel = on_channel,
  .refused = on_refused,
  .sent = on_sent,
  .push = on_push,
};

static void
begin (End * end, GstRTCIO * io, GObject * owner, gboolean dtls_client,
    gboolean interleaving)
{
  GstRTCSctpAssocConfig config = {
    .socket = {
          .local_port = PORT,
          .remote_port = PORT,
          .streams = STREAMS,
          .interleaving = interleaving,
        },
    .channels = {
          .dtls_client = dtls_client,
          .max_message_size = MAX_MESSAGE,
        },
  };

  *end = (End) {
  0};
  end->assoc = gst_rtc_sctp_assoc_new (io, owner, &callbacks, &config);
}

static void
connect_ends (GstRTCIO * io, GObject * owner, gboolean interleaving)
{
  test.silent = FALSE;
  begin (&test.tested, io, owner, TRUE, interleaving);
  begin (&test.peer, io, owner, FALSE, interleaving);
  for (guint i = 0; i < 100 && !(test.tested.up && test.peer.up); i++) {
    run_tasks ();
    /* ms: what was lost on the way is sent again */
    usrsctp_handle_timers (i == 0 ? 10 : 100);
  }
  g_assert_true (test.tested.up && test.peer.up);
  run_tasks ();
  test.silent = TRUE;
}

static void
finish (End * end)
{
  gst_rtc_sctp_assoc_close (end->assoc);
  run_tasks ();
  gst_rtc_sctp_assoc_unref (g_steal_pointer (&end->assoc));
}

/* --- what the peer says --------------------------------------------------- */

/* Where chunks have sequence numbers, and whether they are of the one who is
 * spoken to. */
static const struct
{
  guint8 type;
  guint8 offset;
  gboolean of_tested;
} numbers[] = {
  {CHUNK_DATA, 4, FALSE},
  {CHUNK_I_DATA, 4, FALSE},
  {CHUNK_SACK, 4, TRUE},
  {CHUNK_FORWARD_TSN, 4, FALSE},
  {CHUNK_I_FORWARD_TSN, 4, FALSE},
  /* The requests to reset a stream are numbered as the data is (RFC 6525
   * section 4.1): number, number of the request it answers, last TSN. */
  {CHUNK_RE_CONFIG, 8, FALSE},
  {CHUNK_RE_CONFIG, 12, TRUE},
  {CHUNK_RE_CONFIG, 16, FALSE},
};

static void
put_right (guint8 * chunk, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    guint8 *number = chunk + numbers[i].offset;
    guint32 first = numbers[i].of_tested ? test.tested.tsn : test.peer.tsn;

    if (chunk[0] == numbers[i].type && size >= numbers[i].offset + 4u)
      put_u32 (number, get_u32 (number) + first);
  }
}

static void
put_all_right (guint8 * chunks, gsize size)
{
  while (size >= 4) {
    gsize length = MAX (4, get_u16 (chunks + 2));

    length = MIN (size, (length + 3) & ~(gsize) 3);
    put_right (chunks, length);
    chunks += length;
    size -= length;
  }
}

static void
speak (const guint8 * chunks, gsize size, gboolean raw)
{
  gsize whole = GST_RTC_SCTP_HEADER_SIZE + size;
  guint8 *packet = g_malloc0 (whole);
  g_autoptr (GstBuffer) buffer = NULL;
  guint32 checksum;

  put_u32 (packet, PORT << 16 | PORT);
  memcpy (packet + TAG_OFFSET, test.peer.tag, sizeof (test.peer.tag));
  memcpy (packet + GST_RTC_SCTP_HEADER_SIZE, chunks, size);
  if (!raw)
    put_all_right (packet + GST_RTC_SCTP_HEADER_SIZE, size);
  checksum = usrsctp_crc32c (packet, whole);
  memcpy (packet + CHECKSUM_OFFSET, &checksum, sizeof (checksum));
  buffer = gst_buffer_new_wrapped (packet, whole);
  gst_rtc_sctp_assoc_input (test.tested.assoc, buffer);
  run_tasks ();
}

static void
say_all (const guint8 * data, gsize size)
{
  while (size >= STEP_SIZE) {
    guint flags = data[0];
    gsize length = get_u16 (data + 1) % MAX_CHUNKS;

    data += STEP_SIZE;
    size -= STEP_SIZE;
    length = MIN (length, size);
    if (flags & FLAG_CLOSE)
      gst_rtc_sctp_assoc_close_channel (test.tested.assoc, 0);
    speak (data, length, flags & FLAG_RAW);
    if (flags & FLAG_LATER)
      usrsctp_handle_timers (300);
    run_tasks ();
    data += length;
    size -= length;
  }
}

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  /* All plugins' names are so many that GLib's table of quarks grows, and it
   * never frees the smaller one. */
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  GST_DEBUG_CATEGORY_INIT (gst_rtc_sctp_debug, "rtcsctp", 0, "rtcsctp");
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  static const PcDcepOpen open = {
    .label = (gchar *) "label",
    .protocol = (gchar *) "",
    .ordered = TRUE,
    .max_packet_life_time = -1,
    .max_retransmits = -1,
    .priority = 256,
  };
  GstRTCIO *io = gst_rtc_io_new ();
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GBytes) message = g_bytes_new_static ("message", 7);

  connect_ends (io, owner, size > 0 && (data[0] & FLAG_INTERLEAVING));
  gst_rtc_sctp_assoc_open_channel (test.tested.assoc, 0, &open, FALSE);
  gst_rtc_sctp_assoc_send (test.tested.assoc, 0, FALSE, message, NULL);
  run_tasks ();

  say_all (data, size);

  finish (&test.tested);
  finish (&test.peer);
  gst_rtc_io_unref (io);
  /* ms; what usrsctp keeps of the two is freed a moment later */
  usrsctp_handle_timers (1000);
  run_tasks ();
  return 0;
}
