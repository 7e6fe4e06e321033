/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * natsim.c: two address translators, of UDP over IPv4 alone; or
 * firewalls.
 */

#include "natsim.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "netspace.h"

#define MAX_PACKET 2048
/* Never the port that it is within: nobody shall get along by guessing. */
#define FIRST_PORT 40000

typedef struct
{
  guint32 address;              /* in network order, as the port is */
  guint16 port;
} End;

typedef struct
{
  End inner;
  End towards;                  /* nothing, unless the translator is symmetric */
  guint16 port;                 /* outside */
  GArray *sent_to;              /* of End */
} Mapping;

typedef struct
{
  NatKind kind;
  gint lan;                     /* TUN device of its host */
  guint32 public;
  guint32 host;
  GArray *mappings;             /* of Mapping */
} Nat;

static struct
{
  Nat nats[2];
  gint inet;
  gint stop;                    /* eventfd */
  GThread *thread;
  gint n_direct;                /* atomic */
  gint n_blocked;               /* atomic */
} sim;

/* --- devices --------------------------------------------------------------- */

gboolean
nat_sim_is_possible (void)
{
  gint fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static gint
open_device (const gchar * name)
{
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI };
  gint fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);

  g_strlcpy (request.ifr_name, name, IFNAMSIZ);
  if (fd < 0 || ioctl (fd, TUNSETIFF, &request) < 0)
    fail ("no TUN device %s: %s", name, g_strerror (errno));
  return fd;
}

/* What a host sends goes through its translator, though the destination be an
 * address of this machine, too. */
static const gchar network[] =
    "addr add " NAT_HOST_A "/24 dev lan0\n"
    "addr add " NAT_HOST_B "/24 dev lan1\n"
    "addr add " NAT_SERVER "/24 dev inet\n"
    "addr add " NAT_SERVER_2 "/24 dev inet\n"
    "link set lan0 up\n"
    "link set lan1 up\n"
    "link set inet up\n"
    "route add 198.51.100.0/24 dev inet\n"
    "route add default dev lan0 table 101\n"
    "route add default dev lan1 table 102\n"
    "rule add pref 10 iif lo from " NAT_HOST_A " lookup 101\n"
    "rule add pref 10 iif lo from " NAT_HOST_B " lookup 102\n"
    "rule add pref 100 lookup local\n" "rule del pref 0\n";

/* --- packets --------------------------------------------------------------- */

static guint16
checksum (const guint8 * header, gsize size)
{
  guint32 sum = 0;

  for (gsize i = 0; i < size; i += 2)
    sum += header[i] << 8 | header[i + 1];
  while (sum >> 16)
    sum = (sum & 0xFFFF) + (sum >> 16);
  return g_htons ((guint16) ~ sum);
}

static void
send_packet (gint device, struct iphdr *ip, gsize size)
{
  struct udphdr *udp = (struct udphdr *) ((guint8 *) ip + ip->ihl * 4);

  udp->check = 0;               /* none (RFC 768) */
  ip->check = 0;
  ip->check = checksum ((const guint8 *) ip, ip->ihl * 4);
  if (write (device, ip, size) < 0)
    GST_WARNING ("a packet was lost: %s", g_strerror (errno));
}

static gboolean
same_end (const End * a, const End * b)
{
  return a->address == b->address && a->port == b->port;
}

static Mapping *
map_outwards (Nat * nat, const End * inner, const End * to)
{
  const End towards = nat->kind == NAT_SYMMETRIC ? *to : (End) { 0 };
  Mapping mapping = {.inner = *inner,.towards = towards };

  for (guint i = 0; i < nat->mappings->len; i++) {
    Mapping *known = &g_array_index (nat->mappings, Mapping, i);

    if (same_end (&known->inner, inner)
        && same_end (&known->towards, &towards))
      return known;
  }
  mapping.port = g_htons (FIRST_PORT + nat->mappings->len);
  mapping.sent_to = g_array_new (FALSE, FALSE, sizeof (End));
  g_array_append_val (nat->mappings, mapping);
  return &g_array_index (nat->mappings, Mapping, nat->mappings->len - 1);
}

static gboolean
lets_in (const Nat * nat, const Mapping * mapping, const End * from)
{
  if (nat->kind == NAT_FULL_CONE)
    return TRUE;
  for (guint i = 0; i < mapping->sent_to->len; i++) {
    const End *end = &g_array_index (mapping->sent_to, End, i);

    if (end->address == from->address
        && (nat->kind == NAT_RESTRICTED || end->port == from->port))
      return TRUE;
  }
  return FALSE;
}

static gboolean
pass_inwards (struct iphdr *ip, struct udphdr *udp, gsize size)
{
  const End from = { ip->saddr, udp->source };

  for (guint i = 0; i < 2; i++) {
    Nat *nat = &sim.nats[i];

    for (guint j = 0; nat->public == ip->daddr && j < nat->mappings->len; j++) {
      Mapping *mapping = &g_array_index (nat->mappings, Mapping, j);

      if (mapping->port != udp->dest || !lets_in (nat, mapping, &from))
        continue;
      ip->daddr = mapping->inner.address;
      udp->dest = mapping->inner.port;
      send_packet (nat->lan, ip, size);
      return TRUE;
    }
  }
  return FALSE;
}

static void
pass_outwards (Nat * nat, struct iphdr *ip, struct udphdr *udp, gsize size)
{
  const End inner = { ip->saddr, udp->source };
  const End to = { ip->daddr, udp->dest };
  Mapping *mapping = map_outwards (nat, &inner, &to);

  g_array_append_val (mapping->sent_to, to);
  ip->saddr = nat->public;
  udp->source = mapping->port;
  if ((ip->daddr & inet_addr ("255.255.255.0")) == inet_addr ("192.0.2.0"))
    send_packet (sim.inet, ip, size);
  else if (pass_inwards (ip, udp, size))
    g_atomic_int_inc (&sim.n_direct);
}

/* Through two firewalls, from host to host or server. */
static void
pass_firewall (const struct iphdr *ip, gsize size)
{
  gint device = sim.inet;

  if (ip->protocol == IPPROTO_UDP) {
    g_atomic_int_inc (&sim.n_blocked);
    return;
  }
  for (guint i = 0; i < 2; i++)
    if (sim.nats[i].host == ip->daddr)
      device = sim.nats[i].lan;
  if (write (device, ip, size) < 0)
    GST_WARNING ("a packet was lost: %s", g_strerror (errno));
}

static void
handle_device (gint device)
{
  guint8 bytes[MAX_PACKET] __attribute__((aligned (4)));
  struct iphdr *ip = (struct iphdr *) bytes;
  gssize size;

  while ((size = read (device, bytes, sizeof (bytes))) > 0) {
    struct udphdr *udp = (struct udphdr *) (bytes + ip->ihl * 4);

    if (size < 28 || ip->version != 4)
      continue;
    if (sim.nats[0].kind == NAT_FIREWALL)
      pass_firewall (ip, size);
    else if (ip->protocol != IPPROTO_UDP)
      continue;
    else if (device == sim.inet)
      pass_inwards (ip, udp, size);
    else
      pass_outwards (&sim.nats[device == sim.nats[1].lan], ip, udp, size);
  }
}

static gpointer
translate (gpointer data)
{
  struct pollfd fds[] = { {sim.stop, POLLIN, 0}, {sim.inet, POLLIN, 0},
  {sim.nats[0].lan, POLLIN, 0}, {sim.nats[1].lan, POLLIN, 0}
  };

  while (poll (fds, G_N_ELEMENTS (fds), -1) > 0 && fds[0].revents == 0)
    for (guint i = 1; i < G_N_ELEMENTS (fds); i++)
      if (fds[i].revents)
        handle_device (fds[i].fd);
  return NULL;
}

/* --- life ------------------------------------------------------------------ */

static void
mapping_clear (gpointer data)
{
  g_array_unref (((Mapping *) data)->sent_to);
}

static void
nat_init (Nat * nat, NatKind kind, const gchar * host, const gchar * public)
{
  nat->kind = kind;
  nat->host = inet_addr (host);
  nat->public = inet_addr (public);
  nat->mappings = g_array_new (FALSE, FALSE, sizeof (Mapping));
  g_array_set_clear_func (nat->mappings, mapping_clear);
}

void
nat_sim_start (NatKind a, NatKind b)
{
  net_space_new ();
  /* Hosts that share a kernel: whose source address is its own is no liar. */
  net_space_set ("ipv4/conf/all/accept_local", "1");
  net_space_set ("ipv4/conf/all/rp_filter", "0");
  net_space_set ("ipv4/conf/default/rp_filter", "0");
  sim.nats[0].lan = open_device ("lan0");
  sim.nats[1].lan = open_device ("lan1");
  sim.inet = open_device ("inet");
  net_space_run_ip (network);
  nat_init (&sim.nats[0], a, NAT_HOST_A, NAT_PUBLIC_A);
  nat_init (&sim.nats[1], b, NAT_HOST_B, NAT_PUBLIC_B);
  sim.n_direct = sim.n_blocked = 0;
  sim.stop = eventfd (0, EFD_CLOEXEC);
  sim.thread = g_thread_new ("nat", translate, NULL);
}

void
nat_sim_stop (void)
{
  const guint64 one = 1;

  if (write (sim.stop, &one, sizeof (one)) < 0)
    fail ("eventfd: %s", g_strerror (errno));
  g_thread_join (sim.thread);
  for (guint i = 0; i < 2; i++) {
    close (sim.nats[i].lan);
    g_array_unref (sim.nats[i].mappings);
  }
  close (sim.inet);
  close (sim.stop);
}

guint
nat_sim_count_direct (void)
{
  return g_atomic_int_get (&sim.n_direct);
}

guint
nat_sim_count_blocked (void)
{
  return g_atomic_int_get (&sim.n_blocked);
}
