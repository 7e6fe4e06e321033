/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sctppair.h: two rtcsctp elements back to back, and what they said. For tests
 * and benchmarks: what fails ends the process.
 */

#ifndef SCTP_PAIR_H
#define SCTP_PAIR_H

#include <gst/gst.h>

#include "gstrtcio.h"
#include "gstrtcsctp.h"

/* How long anything may take before a test fails. */
#define DEADLINE (20 * G_TIME_SPAN_SECOND)

typedef struct
{
  guint id;
  gboolean binary;
  GBytes *data;
} Message;

/* One element, and what its signals said. */
typedef struct
{
  GstRTCSctp *sctp;
  GstRTCIO *io;                 /* on which it lives */
  const gchar *name;

  GMutex lock;                  /* protects what follows */
  GCond cond;
  guint n_announced;
  guint n_open;
  guint n_closing;
  guint n_closed;
  guint last_announced;
  gchar *label;
  GstRTCError *error;           /* of the last channel that closed, or NULL */
  GQueue messages;              /* of Message */
  guint64 n_messages;
  guint64 bytes_received;
  guint64 bytes_sent;
  gboolean discard;             /* count messages, do not keep them */
  gboolean echo;                /* send them back */
  gboolean gone;                /* the element is */
} End;

typedef struct
{
  End a;                        /* DTLS client: even ids */
  End b;

  /* The network between them; set before it carries anything. */
  GMutex lock;                  /* protects rand */
  GRand *rand;
  guint loss;                   /* percent */
  gboolean cut;                 /* atomic: nothing passes */
} Pair;

extern const PcDcepOpen reliable;

void end_init (End * end, const gchar * name);
void end_clear (End * end);

/* Not started. */
Pair *pair_new (guint loss);
void pair_set_state (Pair * pair, GstState state);
void pair_start (Pair * pair);
/* Started, and connected. */
Pair *pair_new_connected (guint loss);
void pair_free (Pair * pair);
/* A reliable channel from @from; returns when both know of it. */
void pair_open (Pair * pair, End * from, guint16 id, const PcDcepOpen * open);

void end_send (End * end, guint16 id, gboolean binary, const void *data,
    gsize size);
Message *end_pop (End * end);
void message_free (Message * message);

#define wait_for(end, condition) G_STMT_START { \
  gint64 _until = g_get_monotonic_time () + DEADLINE; \
  g_mutex_lock (&(end)->lock); \
  while (!(condition)) { \
    if (!g_cond_wait_until (&(end)->cond, &(end)->lock, _until)) \
      g_error ("line %d: %s: waited in vain for " #condition, __LINE__, \
          (end)->name); \
  } \
  g_mutex_unlock (&(end)->lock); \
} G_STMT_END

#define wait_state(end, state) \
    wait_for (end, gst_rtc_sctp_get_state ((end)->sctp) == state)

#endif /* SCTP_PAIR_H */
