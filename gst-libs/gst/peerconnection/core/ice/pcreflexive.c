/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcreflexive.c: our addresses as STUN servers see them.
 */

#include "pcreflexive.h"

#include <string.h>

/* Retransmission: 500 ms, doubled each time (RFC 8489 section 6.2.1), but given
 * up 3.5 s after the first request: the end of gathering waits for it. */
#define FIRST_TIMEOUT (500 * PC_MSECOND)
#define MAX_REQUESTS 3
/* Tr of RFC 8445 section 11: a mapping is not let expire while nothing else
 * goes over it. */
#define KEEP_ALIVE (15 * PC_SECOND)
/* For its name to become an address. */
#define NAME_TIMEOUT (3 * PC_SECOND)
/* A configuration's servers times a machine's addresses, bounded. */
#define MAX_TRANSACTIONS 128

typedef enum
{
  ASKING,
  MAPPED,
  FAILED,
} TransactionState;

typedef struct
{
  guint base, server;
  TransactionState state;
  guint8 id[PC_STUN_ID];
  guint n_sent;
  PcTime next;                  /* to be sent, or given up */
} Transaction;

typedef struct
{
  PcTime deadline;              /* to be asked; never: it was */
  gboolean told;                /* a mapping, or that it failed */
  guint code;                   /* of the first error, 0: none yet */
  guint base;                   /* that had it */
  gchar *text;
} Server;

struct _PcReflexive
{
  PcRandom random;
  PcTime pacing;
  PcTime slot;                  /* the first request that is not placed yet */
  GArray *transactions;         /* of Transaction */
  GArray *servers;              /* of Server */
  GQueue outputs;               /* of PcReflexiveOutput */
};

static void
server_clear (gpointer data)
{
  g_free (((Server *) data)->text);
}

PcReflexive *
pc_reflexive_new (const PcRandom * random, PcTime pacing)
{
  PcReflexive *self = g_new0 (PcReflexive, 1);

  self->random = *random;
  self->pacing = pacing;
  self->transactions = g_array_new (FALSE, TRUE, sizeof (Transaction));
  self->servers = g_array_new (FALSE, TRUE, sizeof (Server));
  g_array_set_clear_func (self->servers, server_clear);
  g_queue_init (&self->outputs);
  return self;
}

void
pc_reflexive_output_clear (PcReflexiveOutput * output)
{
  g_clear_pointer (&output->bytes, g_bytes_unref);
  g_clear_pointer (&output->text, g_free);
}

static void
output_free (gpointer data)
{
  pc_reflexive_output_clear (data);
  g_free (data);
}

void
pc_reflexive_free (PcReflexive * self)
{
  g_array_unref (self->transactions);
  g_array_unref (self->servers);
  g_queue_clear_full (&self->outputs, output_free);
  g_free (self);
}

/* --- what comes of it ------------------------------------------------------ */

static void
push (PcReflexive * self, PcReflexiveOutput output)
{
  g_queue_push_tail (&self->outputs, g_memdup2 (&output, sizeof (output)));
}

gboolean
pc_reflexive_poll (PcReflexive * self, PcReflexiveOutput * output)
{
  g_autofree PcReflexiveOutput *head = g_queue_pop_head (&self->outputs);

  if (head)
    *output = *head;
  return head != NULL;
}

static Server *
get_server (PcReflexive * self, guint number)
{
  return &g_array_index (self->servers, Server, number);
}

static Transaction *
get_transaction (PcReflexive * self, guint i)
{
  return &g_array_index (self->transactions, Transaction, i);
}

static gboolean
is_asking (PcReflexive * self, guint server)
{
  for (guint i = 0; i < self->transactions->len; i++) {
    const Transaction *transaction = get_transaction (self, i);

    if (transaction->server == server && transaction->state == ASKING)
      return TRUE;
  }
  return FALSE;
}

/* webrtc-pc section 4.8.2: once a server, and 701 only when none of our
 * addresses reaches it. */
static void
tell_failure (PcReflexive * self, guint number)
{
  Server *server = get_server (self, number);

  if (server->told || is_asking (self, number))
    return;
  server->told = TRUE;
  server->deadline = PC_TIME_NEVER;
  push (self, (PcReflexiveOutput) {
        .kind = PC_REFLEXIVE_FAILED,.server = number,.base =
        server->base,.code = server->code,.text =
        g_steal_pointer (&server->text)
      }
  );
}

static void
note_failure (PcReflexive * self, guint number, guint base, guint code,
    const gchar * text)
{
  Server *server = get_server (self, number);

  /* What a server says is told rather than that another way there is none. */
  if (server->code == 0 || server->code == PC_REFLEXIVE_UNREACHABLE) {
    g_free (server->text);
    server->text = g_strdup (text);
    server->code = code;
    server->base = base;
  }
  tell_failure (self, number);
}

/* --- asking ---------------------------------------------------------------- */

guint
pc_reflexive_add_server (PcReflexive * self, PcTime now)
{
  const Server server = {.deadline = now + NAME_TIMEOUT };

  g_array_append_val (self->servers, server);
  return self->servers->len - 1;
}

void
pc_reflexive_ask (PcReflexive * self, guint base, guint server, PcTime now)
{
  Transaction transaction = {.base = base,.server = server };

  g_return_if_fail (server < self->servers->len);

  if (self->transactions->len >= MAX_TRANSACTIONS)
    return;
  get_server (self, server)->deadline = PC_TIME_NEVER;
  self->random.fill (self->random.user_data, transaction.id, PC_STUN_ID);
  transaction.next = MAX (now, self->slot);
  self->slot = transaction.next + self->pacing;
  g_array_append_val (self->transactions, transaction);
}

void
pc_reflexive_fail_server (PcReflexive * self, guint server, const gchar * why)
{
  g_return_if_fail (server < self->servers->len);

  note_failure (self, server, 0, PC_REFLEXIVE_UNREACHABLE, why);
}

static void
send_request (PcReflexive * self, Transaction * transaction)
{
  push (self, (PcReflexiveOutput) {
        .kind = PC_REFLEXIVE_SEND,.base = transaction->base,.server =
        transaction->server,.bytes =
        pc_stun_request (PC_STUN_BINDING, transaction->id, NULL)
      });
}

static void
ask_again (PcReflexive * self, Transaction * transaction, PcTime now)
{
  if (transaction->n_sent == MAX_REQUESTS) {
    transaction->state = FAILED;
    note_failure (self, transaction->server, transaction->base,
        PC_REFLEXIVE_UNREACHABLE, "the server does not answer");
    return;
  }
  transaction->next = now + (FIRST_TIMEOUT << transaction->n_sent++);
  send_request (self, transaction);
}

/* RFC 8445 section 5.1.1.4: by more Binding requests. Nobody waits for the
 * answers. */
static void
keep_alive (PcReflexive * self, Transaction * transaction, PcTime now)
{
  self->random.fill (self->random.user_data, transaction->id, PC_STUN_ID);
  transaction->next = now + KEEP_ALIVE;
  send_request (self, transaction);
}

void
pc_reflexive_handle_timeout (PcReflexive * self, PcTime now)
{
  for (guint i = 0; i < self->transactions->len; i++) {
    Transaction *transaction = get_transaction (self, i);

    if (transaction->state == FAILED || transaction->next > now)
      continue;
    if (transaction->state == ASKING)
      ask_again (self, transaction, now);
    else
      keep_alive (self, transaction, now);
  }
  for (guint i = 0; i < self->servers->len; i++)
    if (get_server (self, i)->deadline <= now)
      pc_reflexive_fail_server (self, i, "its name is not resolved in time");
}

PcTime
pc_reflexive_next_timeout (PcReflexive * self, const gchar ** reason)
{
  PcTime next = PC_TIME_NEVER;

  *reason = "nothing";
  for (guint i = 0; i < self->transactions->len; i++) {
    const Transaction *transaction = get_transaction (self, i);

    if (transaction->state == FAILED || transaction->next >= next)
      continue;
    next = transaction->next;
    *reason = transaction->state == ASKING ? "a server to be asked" :
        "a mapping to be kept alive";
  }
  for (guint i = 0; i < self->servers->len; i++) {
    const Server *server = get_server (self, i);

    if (server->deadline >= next)
      continue;
    next = server->deadline;
    *reason = "a server to get an address";
  }
  return next;
}

/* --- answers --------------------------------------------------------------- */

static void
handle_response (PcReflexive * self, Transaction * transaction,
    PcStunResponse * response, PcTime now)
{
  if (response->success && response->mapped.size > 0) {
    transaction->state = MAPPED;
    transaction->next = now + KEEP_ALIVE;
    get_server (self, transaction->server)->told = TRUE;
    push (self, (PcReflexiveOutput) {
        .kind = PC_REFLEXIVE_MAPPED,.base = transaction->base,.server =
          transaction->server,.mapped = response->mapped}
    );
    return;
  }
  transaction->state = FAILED;
  if (response->success)
    note_failure (self, transaction->server, transaction->base,
        PC_REFLEXIVE_UNREACHABLE, "the server does not say what it sees");
  else
    note_failure (self, transaction->server, transaction->base,
        response->error_code, response->reason);
}

gboolean
pc_reflexive_handle_datagram (PcReflexive * self, guint base, guint server,
    const guint8 * bytes, gsize size, PcTime now)
{
  for (guint i = 0; i < self->transactions->len; i++) {
    Transaction *transaction = get_transaction (self, i);
    PcStunResponse response;
    gboolean ours;

    if (transaction->base != base || transaction->server != server)
      continue;
    ours = pc_stun_response_parse (&response, bytes, size, transaction->id);
    if (ours && transaction->state == ASKING)
      handle_response (self, transaction, &response, now);
    pc_stun_response_clear (&response);
    if (ours)
      return TRUE;
  }
  return FALSE;
}

gboolean
pc_reflexive_is_done (PcReflexive * self)
{
  for (guint i = 0; i < self->servers->len; i++)
    if (!get_server (self, i)->told || is_asking (self, i))
      return FALSE;
  return TRUE;
}
