/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicenetwork.c: the kernel's word on addresses (rtnetlink(7)).
 *
 * GNetworkMonitor would tell of routes, and in a main loop that an
 * application need not have.
 */

#include "gstrtcicenetwork.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_debug

/* A change is several: a link, its addresses of two families, their routes. */
#define SETTLE_MS 20
#define MAX_MESSAGE 8192        /* bytes; libnl's default */

struct _GstRTCIceNetworkListener
{
  gint ref_count;               /* atomic */
  GstRTCIO *io;
  GstRTCIceNetworkFunc func;    /* NULL: ignored; on the thread of @io only */
  gpointer user_data;
};

static GMutex lock;             /* protects all below */
static GPtrArray *listeners;    /* NULL: nobody */
static GstRTCIO *watch_io;
static GSource *watch;
static GSource *settle;         /* NULL: nothing has changed */
static GHashTable *known;       /* the addresses, when last looked at */

static void
listener_unref (gpointer data)
{
  GstRTCIceNetworkListener *listener = data;

  if (!g_atomic_int_dec_and_test (&listener->ref_count))
    return;
  gst_rtc_io_unref (listener->io);
  g_free (listener);
}

/* --- addresses ------------------------------------------------------------ */

static gboolean
is_there (const struct ifaddrs *entry)
{
  return entry->ifa_addr && entry->ifa_flags & IFF_UP
      && entry->ifa_flags & IFF_RUNNING
      && (entry->ifa_addr->sa_family == AF_INET
      || entry->ifa_addr->sa_family == AF_INET6);
}

static GHashTable *
look_up (void)
{
  GHashTable *addresses =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  struct ifaddrs *list = NULL;

  if (getifaddrs (&list) < 0)
    return addresses;
  for (struct ifaddrs * entry = list; entry; entry = entry->ifa_next) {
    g_autoptr (GSocketAddress) address = NULL;

    if (!is_there (entry))
      continue;
    address = g_socket_address_new_from_native (entry->ifa_addr,
        entry->ifa_addr->sa_family == AF_INET6 ? sizeof (struct sockaddr_in6) :
        sizeof (struct sockaddr_in));
    g_hash_table_add (addresses,
        g_inet_address_to_string (g_inet_socket_address_get_address
            (G_INET_SOCKET_ADDRESS (address))));
  }
  freeifaddrs (list);
  return addresses;
}

static gboolean
is_same_set (GHashTable * a, GHashTable * b)
{
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (b, key))
      return FALSE;
  return TRUE;
}

/* --- telling -------------------------------------------------------------- */

typedef struct
{
  GstRTCIceNetworkListener *listener;
  GHashTable *addresses;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  listener_unref (news->listener);
  g_hash_table_unref (news->addresses);
  g_free (news);
}

static void
tell (gpointer data)
{
  News *news = data;

  if (news->listener->func)
    news->listener->func (news->addresses, news->listener->user_data);
}

static void
tell_all_locked (GHashTable * addresses)
{
  for (guint i = 0; i < listeners->len; i++) {
    News *news = g_new (News, 1);

    news->listener = g_ptr_array_index (listeners, i);
    g_atomic_int_inc (&news->listener->ref_count);
    news->addresses = g_hash_table_ref (addresses);
    gst_rtc_io_post (news->listener->io, tell, news, news_free);
  }
}

/* --- the kernel ----------------------------------------------------------- */

static gboolean
settled (gpointer user_data)
{
  GHashTable *addresses = look_up ();

  g_mutex_lock (&lock);
  /* The last listener may have gone, and another come. */
  if (settle == g_main_current_source ()) {
    g_clear_pointer (&settle, g_source_unref);
    if (!is_same_set (addresses, known)) {
      GST_INFO ("the addresses of this machine have changed: %u, now %u",
          g_hash_table_size (known), g_hash_table_size (addresses));
      g_hash_table_unref (known);
      known = g_hash_table_ref (addresses);
      tell_all_locked (addresses);
    }
  }
  g_mutex_unlock (&lock);
  g_hash_table_unref (addresses);
  return G_SOURCE_REMOVE;
}

/* What it says is not read: getifaddrs() says it all, also after an overrun. */
static gboolean
on_message (gint fd, GIOCondition condition, gpointer user_data)
{
  guint8 bytes[MAX_MESSAGE];
  gssize size;

  do
    size = recv (fd, bytes, sizeof (bytes), MSG_DONTWAIT);
  while (size > 0 || (size < 0 && (errno == ENOBUFS || errno == EINTR)));
  g_mutex_lock (&lock);
  if (watch == g_main_current_source () && settle == NULL) {
    settle = g_timeout_source_new (SETTLE_MS);
    g_source_set_name (settle, "addresses settle");
    g_source_set_callback (settle, settled, NULL, NULL);
    g_source_attach (settle, gst_rtc_io_get_context (watch_io));
  }
  g_mutex_unlock (&lock);
  return G_SOURCE_CONTINUE;
}

static void
close_socket (gpointer data)
{
  close (GPOINTER_TO_INT (data));
}

static gboolean
start_locked (void)
{
  struct sockaddr_nl address = {
    .nl_family = AF_NETLINK,
    .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR,
  };
  gint fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
      NETLINK_ROUTE);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof (address)) < 0) {
    GST_WARNING ("changes of the network are not seen: %s", g_strerror (errno));
    if (fd >= 0)
      close (fd);
    return FALSE;
  }
  watch_io = gst_rtc_io_new_light ();
  listeners = g_ptr_array_new_with_free_func (listener_unref);
  known = look_up ();
  watch = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_name (watch, "addresses of this machine");
  g_source_set_callback (watch, G_SOURCE_FUNC (on_message),
      GINT_TO_POINTER (fd), close_socket);
  g_source_attach (watch, gst_rtc_io_get_context (watch_io));
  return TRUE;
}

static void
stop_locked (void)
{
  g_source_destroy (watch);
  g_clear_pointer (&watch, g_source_unref);
  if (settle)
    g_source_destroy (settle);
  g_clear_pointer (&settle, g_source_unref);
  g_clear_pointer (&listeners, g_ptr_array_unref);
  g_clear_pointer (&known, g_hash_table_unref);
  g_clear_pointer (&watch_io, gst_rtc_io_unref);
}

/* --- listeners ------------------------------------------------------------ */

GstRTCIceNetworkListener *
gst_rtc_ice_network_listen (GstRTCIO * io, GstRTCIceNetworkFunc func,
    gpointer user_data)
{
  GstRTCIceNetworkListener *listener = NULL;

  g_mutex_lock (&lock);
  if (watch || start_locked ()) {
    listener = g_new (GstRTCIceNetworkListener, 1);
    *listener = (GstRTCIceNetworkListener) {
    2, gst_rtc_io_ref (io), func, user_data};
    g_ptr_array_add (listeners, listener);
  }
  g_mutex_unlock (&lock);
  return listener;
}

void
gst_rtc_ice_network_ignore (GstRTCIceNetworkListener * listener)
{
  listener->func = NULL;
  g_mutex_lock (&lock);
  g_ptr_array_remove (listeners, listener);
  if (listeners->len == 0)
    stop_locked ();
  g_mutex_unlock (&lock);
  listener_unref (listener);
}
