/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceinlet.c: what a second socket takes from one of libnice's, and what
 * it leaves.
 */

#include <arpa/inet.h>
#include <gst/check/gstcheck.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gstrtciceinlet.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif

#define DEADLINE_US (10 * G_USEC_PER_SEC)

GST_DEBUG_CATEGORY (gst_rtc_ice_debug);

typedef struct
{
  GstRTCIO *io;
  struct sockaddr_storage address;      /* of the socket that there is */
  socklen_t length;
  gint libnice;
  gint peer;
  GstRTCIceInlet *inlet;
  gboolean peer_is_known;
  gboolean goes;                /* when something has come */
  GMutex lock;                  /* protects what follows */
  GCond cond;
  guint n_lists;
  guint n_asked;
  GPtrArray *received;          /* of GstBuffer */
} Fixture;

/* On the I/O thread, which has read by then what was sent before. */
static void
run (Fixture * fixture, void (*func) (gpointer user_data))
{
  gst_rtc_io_post (fixture->io, func, fixture, NULL);
  gst_rtc_io_sync (fixture->io);
}

static gboolean
knows (GstRTCIceInlet * inlet, const struct sockaddr_storage *from,
    gpointer user_data)
{
  Fixture *fixture = user_data;

  g_mutex_lock (&fixture->lock);
  fixture->n_asked++;
  g_mutex_unlock (&fixture->lock);
  return fixture->peer_is_known;
}

static void
received (GstRTCIceInlet * inlet, GstBufferList * list, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (fixture->goes)
    g_clear_pointer (&fixture->inlet, gst_rtc_ice_inlet_free);
  g_mutex_lock (&fixture->lock);
  fixture->n_lists++;
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    g_ptr_array_add (fixture->received,
        gst_buffer_ref (gst_buffer_list_get (list, i)));
  g_cond_signal (&fixture->cond);
  g_mutex_unlock (&fixture->lock);
  gst_buffer_list_unref (list);
}

static const GstRTCIceInletCallbacks callbacks = {
  .knows = knows,
  .received = received,
};

static void
make_inlet (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->inlet = gst_rtc_ice_inlet_new (fixture->libnice, fixture->io,
      &callbacks, fixture);
}

static void
free_inlet (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->inlet, gst_rtc_ice_inlet_free);
}

static gint
open_socket (Fixture * fixture)
{
  gint fd = socket (fixture->address.ss_family, SOCK_DGRAM | SOCK_NONBLOCK, 0);

  fail_unless (fd >= 0);
  return fd;
}

/* FALSE: there is no such network, or the kernel cannot. */
static gboolean
fixture_init (Fixture * fixture, gint family)
{
  struct sockaddr_in *v4 = (gpointer) & fixture->address;
  struct sockaddr_in6 *v6 = (gpointer) & fixture->address;

  *fixture = (Fixture) {
  .peer_is_known = TRUE};
  fixture->received =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  fixture->io = gst_rtc_io_new ();
  g_mutex_init (&fixture->lock);
  g_cond_init (&fixture->cond);
  fixture->address.ss_family = family;
  if (family == AF_INET)
    v4->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  else
    v6->sin6_addr = in6addr_loopback;
  fixture->length = family == AF_INET ? sizeof (*v4) : sizeof (*v6);
  fixture->libnice = open_socket (fixture);
  fixture->peer = open_socket (fixture);
  if (bind (fixture->libnice, (struct sockaddr *) &fixture->address,
          fixture->length) < 0)
    return FALSE;
  getsockname (fixture->libnice, (struct sockaddr *) &fixture->address,
      &fixture->length);
  run (fixture, make_inlet);
  return fixture->inlet != NULL;
}

static void
fixture_clear (Fixture * fixture)
{
  run (fixture, free_inlet);
  gst_rtc_io_unref (fixture->io);
  close (fixture->libnice);
  close (fixture->peer);
  g_ptr_array_unref (fixture->received);
  g_mutex_clear (&fixture->lock);
  g_cond_clear (&fixture->cond);
}

static void
send_datagram (Fixture * fixture, guint8 byte, gsize size)
{
  guint8 bytes[1500] = { byte };

  fail_unless_equals_int (sendto (fixture->peer, bytes, size, 0,
          (struct sockaddr *) &fixture->address, fixture->length), size);
}

/* As a peer like us sends many at once; each begins with @byte. */
static void
send_run (Fixture * fixture, guint8 byte, gsize size, guint16 segment)
{
  g_autofree guint8 *bytes = g_malloc0 (size);
  struct iovec iovec = { bytes, size };
  union
  {
    struct cmsghdr align;
    guint8 bytes[CMSG_SPACE (sizeof (segment))];
  }
  control = { 0 };
  struct msghdr header = {
    .msg_name = &fixture->address,
    .msg_namelen = fixture->length,
    .msg_iov = &iovec,
    .msg_iovlen = 1,
    .msg_control = &control,
    .msg_controllen = sizeof (control),
  };
  struct cmsghdr *message = CMSG_FIRSTHDR (&header);

  for (gsize at = 0; at < size; at += segment)
    bytes[at] = byte;
  message->cmsg_level = SOL_UDP;
  message->cmsg_type = UDP_SEGMENT;
  message->cmsg_len = CMSG_LEN (sizeof (segment));
  memcpy (CMSG_DATA (message), &segment, sizeof (segment));
  fail_unless_equals_int (sendmsg (fixture->peer, &header, 0), size);
}

static void
await (Fixture * fixture, guint n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  g_mutex_lock (&fixture->lock);
  while (fixture->received->len < n
      && g_cond_wait_until (&fixture->cond, &fixture->lock, deadline));
  if (fixture->received->len != n)
    fail ("%u datagrams instead of %u", fixture->received->len, n);
  g_mutex_unlock (&fixture->lock);
}

static gboolean
libnice_gets (Fixture * fixture)
{
  guint8 bytes[65536];

  return recv (fixture->libnice, bytes, sizeof (bytes), 0) > 0;
}

static gsize
size_of (Fixture * fixture, guint index)
{
  return gst_buffer_get_size (g_ptr_array_index (fixture->received, index));
}

static const gint families[] = { AF_INET, AF_INET6 };

/* RFC 7983 section 7 */
GST_START_TEST (test_each_gets_its_own)
{
  Fixture fixture;

  if (fixture_init (&fixture, families[__i__])) {
    for (guint byte = 0; byte < 256; byte++) {
      gboolean ours = (byte >= 20 && byte < 64)
          || (byte >= 128 && byte < 192);
      guint before = fixture.received->len;

      send_datagram (&fixture, (guint8) byte, 100);
      fail_unless_equals_int (libnice_gets (&fixture), !ours);
      await (&fixture, before + ours);
      if (ours)
        gst_check_buffer_data (g_ptr_array_index (fixture.received, before),
            &(guint8[100]) {
            (guint8) byte}
          , 100);
    }
    fail_unless_equals_int (fixture.n_asked, 1);
    /* nothing */
    send_datagram (&fixture, 0, 0);
  }
  fixture_clear (&fixture);
}

GST_END_TEST;

static void
send_runs (gpointer user_data)
{
  send_run (user_data, 23, 40 * 1200 + 77, 1200);
  send_run (user_data, 128, 500, 100);
  send_datagram (user_data, 23, 1400);
}

GST_START_TEST (test_runs_are_cut_up)
{
  Fixture fixture;

  if (fixture_init (&fixture, families[__i__])) {
    run (&fixture, send_runs);
    await (&fixture, 41 + 5 + 1);
    for (guint i = 0; i < 40; i++)
      fail_unless_equals_int (size_of (&fixture, i), 1200);
    fail_unless_equals_int (size_of (&fixture, 40), 77);
    fail_unless_equals_int (size_of (&fixture, 45), 100);
    fail_unless_equals_int (size_of (&fixture, 46), 1400);
    fail_unless_equals_int (fixture.n_lists, 1);
    fail_if (libnice_gets (&fixture));
  }
  fixture_clear (&fixture);
}

GST_END_TEST;

static void
send_many (gpointer user_data)
{
  for (guint i = 0; i < 100; i++)
    send_datagram (user_data, 23, 100);
}

GST_START_TEST (test_strangers_are_not_heard)
{
  Fixture fixture;

  if (fixture_init (&fixture, AF_INET)) {
    fixture.peer_is_known = FALSE;
    run (&fixture, send_many);
    gst_rtc_io_sync (fixture.io);
    fail_unless (fixture.received->len == 0);
    fail_unless (fixture.n_asked >= 1 && fixture.n_asked < 100);
  }
  fixture_clear (&fixture);
}

GST_END_TEST;

GST_START_TEST (test_all_is_as_before_when_it_goes)
{
  Fixture fixture;

  if (fixture_init (&fixture, families[__i__])) {
    fixture.goes = TRUE;
    send_datagram (&fixture, 23, 100);
    await (&fixture, 1);
    fail_unless (fixture.inlet == NULL);
    send_datagram (&fixture, 23, 100);
    fail_unless (libnice_gets (&fixture));
    /* And comes again. */
    run (&fixture, make_inlet);
    fail_unless (fixture.inlet != NULL);
    send_datagram (&fixture, 0, 100);
    fail_unless (libnice_gets (&fixture));
    send_datagram (&fixture, 23, 100);
    await (&fixture, 2);
  }
  fixture_clear (&fixture);
}

GST_END_TEST;

static Suite *
gstrtciceinlet_suite (void)
{
  Suite *suite = suite_create ("gstrtciceinlet");
  TCase *tc = tcase_create ("general");
  const gint n = G_N_ELEMENTS (families);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_ice_debug, "rtcice", 0, "ICE");
  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_each_gets_its_own, 0, n);
  tcase_add_loop_test (tc, test_runs_are_cut_up, 0, n);
  tcase_add_test (tc, test_strangers_are_not_heard);
  tcase_add_loop_test (tc, test_all_is_as_before_when_it_goes, 0, n);
  return suite;
}

GST_CHECK_MAIN (gstrtciceinlet);
