/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpstack.c: usrsctp as this process has it.
 */

#include "gstrtcsctpstack.h"

#include <usrsctp.h>

#include "gstrtcio.h"
#include "gstrtcsctpcrc.h"

/* usrsctp counts its time in these steps. */
#define STACK_TICK_MS 10
/* While an association waits for something it sends at least each 2 s (the
 * largest RTO below): once none has for longer, no timer is of any interest. */
#define STACK_QUIET_TICKS (3000 / STACK_TICK_MS)
/* Then usrsctp hears this often how late it is: its count must not wrap. */
#define STACK_QUIET_TICK_MS 1000
/* Slots that are free but rest before they are used again. */
#define STACK_RESTING_SLOTS 64

/* The smallest packet has a header and the header of one chunk. */
#define MIN_PACKET_SIZE (GST_RTC_SCTP_HEADER_SIZE + 4)
#define MAX_PACKET_SIZE G_MAXUINT16

static struct
{
  GMutex lock;                  /* a leaf: protects all of this */

  gboolean own_crc;             /* set once, before the first slot */
  GPtrArray *ports;             /* by slot - 1: GstRTCSctpPort or NULL */
  GQueue resting;               /* free slots, the longest free first */
  guint n_used;

  GstRTCIO *tick_io;            /* while n_used > 0 */
  GSource *tick_source;
} stack;

static struct
{
  /* The outermost: held while usrsctp runs its timers. No callback takes it,
   * nor who holds another. Protects @told and @quiet_ticks. */
  GMutex lock;
  gint64 told;                  /* monotonic µs that usrsctp knows of */
  guint quiet_ticks;            /* since somebody was here */

  gint busy;                    /* atomic: somebody was here since a tick */
  gint quiet;                   /* atomic: nobody was, for long */
} stack_clock;

/* --- ports ---------------------------------------------------------------- */

GstRTCSctpPort *
gst_rtc_sctp_port_ref (GstRTCSctpPort * port)
{
  g_atomic_int_inc (&port->ref_count);
  return port;
}

void
gst_rtc_sctp_port_unref (GstRTCSctpPort * port)
{
  if (g_atomic_int_dec_and_test (&port->ref_count))
    port->free (port);
}

static GstRTCSctpPort *
lookup (gpointer slot)
{
  gsize index = GPOINTER_TO_SIZE (slot) - 1;
  GstRTCSctpPort *port = NULL;

  g_mutex_lock (&stack.lock);
  if (index < stack.ports->len)
    port = g_ptr_array_index (stack.ports, index);
  if (port != NULL)
    gst_rtc_sctp_port_ref (port);
  g_mutex_unlock (&stack.lock);
  return port;
}

/* usrsctp's output: any thread, under its locks. */
static int
send_packet (void *slot, void *packet, size_t size, uint8_t tos, uint8_t set_df)
{
  GstRTCSctpPort *port = lookup (slot);

  if (port == NULL)
    return 0;
  if (stack.own_crc)
    gst_rtc_sctp_crc_set (packet, size);
  port->send (port, packet, size);
  gst_rtc_sctp_port_unref (port);
  return 0;
}

void
gst_rtc_sctp_stack_wake (gpointer slot)
{
  GstRTCSctpPort *port = lookup (slot);

  if (port == NULL)
    return;
  port->wake (port);
  gst_rtc_sctp_port_unref (port);
}

gboolean
gst_rtc_sctp_stack_input (gpointer slot, const guint8 * packet, gsize size)
{
  if (size < MIN_PACKET_SIZE || size > MAX_PACKET_SIZE)
    return FALSE;
  if (stack.own_crc && !gst_rtc_sctp_crc_check (packet, size))
    return FALSE;
  usrsctp_conninput (slot, packet, size, 0);
  return TRUE;
}

/* --- time ----------------------------------------------------------------- */

/* With the clock's lock. */
static void
tell_time (void)
{
  gint64 elapsed = (g_get_monotonic_time () - stack_clock.told) / 1000;

  stack_clock.told += elapsed * 1000;
  usrsctp_handle_timers ((uint32_t) elapsed);
}

/* With the clock's lock. Who enters meanwhile sees that it is quiet, or is seen
 * by the second look. */
static void
update_quiet (void)
{
  if (g_atomic_int_compare_and_exchange (&stack_clock.busy, TRUE, FALSE)) {
    stack_clock.quiet_ticks = 0;
  } else if (++stack_clock.quiet_ticks == STACK_QUIET_TICKS) {
    g_atomic_int_set (&stack_clock.quiet, TRUE);
    if (g_atomic_int_get (&stack_clock.busy))
      g_atomic_int_set (&stack_clock.quiet, FALSE);
  }
}

static gboolean
tick_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  gint64 ms = STACK_TICK_MS;

  g_mutex_lock (&stack_clock.lock);
  tell_time ();
  update_quiet ();
  if (g_atomic_int_get (&stack_clock.quiet))
    ms = STACK_QUIET_TICK_MS;
  g_source_set_ready_time (source, g_get_monotonic_time () + ms * 1000);
  g_mutex_unlock (&stack_clock.lock);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs tick_funcs = {
  .dispatch = tick_dispatch,
};

/* With the lock of the stack. */
static void
start_ticking (void)
{
  g_atomic_int_set (&stack_clock.quiet, FALSE);
  stack.tick_io = gst_rtc_io_new_light ();
  stack.tick_source = g_source_new (&tick_funcs, sizeof (GSource));
  g_source_set_static_name (stack.tick_source, "rtcsctp tick");
  g_source_set_ready_time (stack.tick_source, 0);
  g_source_attach (stack.tick_source, gst_rtc_io_get_context (stack.tick_io));
}

static GSource *
ref_tick_source (void)
{
  GSource *source = NULL;

  g_mutex_lock (&stack.lock);
  if (stack.tick_source != NULL)
    source = g_source_ref (stack.tick_source);
  g_mutex_unlock (&stack.lock);
  return source;
}

/* A timer that starts now counts from the time that usrsctp believes it is. */
static void
end_quiet (void)
{
  GSource *source;

  g_mutex_lock (&stack_clock.lock);
  if (g_atomic_int_get (&stack_clock.quiet)) {
    tell_time ();
    stack_clock.quiet_ticks = 0;
    g_atomic_int_set (&stack_clock.quiet, FALSE);
    source = ref_tick_source ();
    if (source != NULL) {
      g_source_set_ready_time (source, 0);
      g_source_unref (source);
    }
  }
  g_mutex_unlock (&stack_clock.lock);
}

void
gst_rtc_sctp_stack_enter (void)
{
  if (!g_atomic_int_get (&stack_clock.busy))
    g_atomic_int_set (&stack_clock.busy, TRUE);
  if (g_atomic_int_get (&stack_clock.quiet))
    end_quiet ();
}

gboolean
gst_rtc_sctp_stack_is_resting (void)
{
  return g_atomic_int_get (&stack_clock.quiet);
}

/* --- the one initialisation ----------------------------------------------- */

/* Everything that differs from usrsctp's defaults for a whole process. */
static const struct
{
  int (*set) (uint32_t value);
  uint32_t value;
} sysctls[] = {
  /* There is no IP header to mark (RFC 8261 section 6.1: ECN needs one). */
  {usrsctp_sysctl_set_sctp_ecn_enable, 0},
  /* One path, no addresses (RFC 8261 section 6.1), and DTLS below. */
  {usrsctp_sysctl_set_sctp_auto_asconf, 0},
  {usrsctp_sysctl_set_sctp_asconf_enable, 0},
  {usrsctp_sysctl_set_sctp_auth_enable, 0},
  /* RFC 8831 section 6.1: partial reliability and stream reconfiguration. */
  {usrsctp_sysctl_set_sctp_pr_enable, 1},
  {usrsctp_sysctl_set_sctp_reconfig_enable, 1},
  /* No answer to packets of no association: nobody gets an echo. */
  {usrsctp_sysctl_set_sctp_blackhole, 2},

  /* ms. The handshake has no delayed acknowledgements, and both ends know
   * that DTLS has just come up. */
  {usrsctp_sysctl_set_sctp_rto_initial_default, 200},
  {usrsctp_sysctl_set_sctp_init_rto_max_default, 1000},
  /* More than the 200 ms for which many a peer delays its SACK. */
  {usrsctp_sysctl_set_sctp_rto_min_default, 220},
  /* Backing off further only makes a short outage long: Chromium stops at
   * 3000. */
  {usrsctp_sysctl_set_sctp_rto_max_default, 2000},
  /* Ours is on its way sooner. */
  {usrsctp_sysctl_set_sctp_delayed_sack_time_default, 20},
  /* Whether the peer is there is ICE's to say (RFC 7675, after 30 s): an
   * association must outlive an ICE restart. */
  {usrsctp_sysctl_set_sctp_init_rtx_max_default, 30},
  {usrsctp_sysctl_set_sctp_assoc_rtx_max_default, 30},
  {usrsctp_sysctl_set_sctp_path_rtx_max_default, 30},

  /* RFC 6928's window; bursts that a fast path can use. */
  {usrsctp_sysctl_set_sctp_initial_cwnd, 10},
  {usrsctp_sysctl_set_sctp_max_burst_default, 10},
  /* bytes: 80 Mbit/s at a round trip of 100 ms. Nothing of it is allocated
   * before it is used. */
  {usrsctp_sysctl_set_sctp_sendspace, 1024 * 1024},
  {usrsctp_sysctl_set_sctp_recvspace, 1024 * 1024},
  /* Else many small messages stop the sender long before a window does. */
  {usrsctp_sysctl_set_sctp_max_chunks_on_queue, 10 * 1024},
};

/* Without the lock; nobody else is here before it is done. It is never
 * finished: timers of what was closed a moment ago may still run. usrsctp has
 * one thread even so, its iterator, for changes of addresses: it sleeps. */
static void
initialise (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  usrsctp_init_nothreads (0, send_packet, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sysctls); i++) {
    if (sysctls[i].set (sysctls[i].value) != 0)
      g_warning ("rtcsctp: usrsctp refuses setting %u", i);
  }
  if (gst_rtc_sctp_crc_is_supported ())
    usrsctp_enable_crc32c_offload ();
  g_mutex_lock (&stack_clock.lock);
  stack_clock.told = g_get_monotonic_time ();
  g_mutex_unlock (&stack_clock.lock);
  g_mutex_lock (&stack.lock);
  stack.own_crc = gst_rtc_sctp_crc_is_supported ();
  stack.ports = g_ptr_array_new ();
  g_mutex_unlock (&stack.lock);
  g_once_init_leave (&done, 1);
}

/* --- slots ---------------------------------------------------------------- */

/* With the lock. */
static gpointer
take_slot (GstRTCSctpPort * port, gboolean * is_new)
{
  gpointer slot;

  *is_new = stack.resting.length <= STACK_RESTING_SLOTS;
  if (*is_new) {
    g_ptr_array_add (stack.ports, port);
    return GSIZE_TO_POINTER (stack.ports->len);
  }
  slot = g_queue_pop_head (&stack.resting);
  g_ptr_array_index (stack.ports, GPOINTER_TO_SIZE (slot) - 1) = port;
  return slot;
}

gpointer
gst_rtc_sctp_stack_add (GstRTCSctpPort * port)
{
  gboolean is_new;
  gpointer slot;

  initialise ();
  gst_rtc_sctp_port_ref (port);
  g_mutex_lock (&stack.lock);
  slot = take_slot (port, &is_new);
  if (stack.n_used++ == 0)
    start_ticking ();
  g_mutex_unlock (&stack.lock);

  if (is_new)
    usrsctp_register_address (slot);
  return slot;
}

void
gst_rtc_sctp_stack_remove (gpointer slot)
{
  GSource *source = NULL;
  GstRTCIO *io = NULL;
  GstRTCSctpPort *port;
  gsize index = GPOINTER_TO_SIZE (slot) - 1;

  g_mutex_lock (&stack.lock);
  port = g_ptr_array_index (stack.ports, index);
  g_ptr_array_index (stack.ports, index) = NULL;
  g_queue_push_tail (&stack.resting, slot);
  if (--stack.n_used == 0) {
    g_atomic_int_set (&stack_clock.quiet, TRUE);
    source = g_steal_pointer (&stack.tick_source);
    io = g_steal_pointer (&stack.tick_io);
  }
  g_mutex_unlock (&stack.lock);

  gst_rtc_sctp_port_unref (port);
  if (source != NULL) {
    g_source_destroy (source);
    g_source_unref (source);
    gst_rtc_io_unref (io);
  }
}
