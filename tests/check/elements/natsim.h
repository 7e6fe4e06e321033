/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * natsim.h: two address translators, each with a host behind it, and between
 * them an internet of one machine, all in a network namespace.
 *
 *   10.0.1.2 ── lan0 ── 198.51.100.1 ─┐
 *                                     ├── inet ── 192.0.2.1, 192.0.2.2
 *   10.0.2.2 ── lan1 ── 198.51.100.2 ─┘
 */

#ifndef NAT_SIM_H
#define NAT_SIM_H

#include <glib.h>

#define NAT_HOST_A "10.0.1.2"
#define NAT_HOST_B "10.0.2.2"
#define NAT_PUBLIC_A "198.51.100.1"
#define NAT_PUBLIC_B "198.51.100.2"
#define NAT_SERVER "192.0.2.1"
#define NAT_SERVER_2 "192.0.2.2"
#define NAT_NOBODY "192.0.2.9"

/* By the names of RFC 3489 section 5; RFC 4787 sections 4.1 and 5 tell mapping
 * from filtering. */
typedef enum
{
  NAT_FULL_CONE,
  NAT_RESTRICTED,
  NAT_PORT_RESTRICTED,
  NAT_SYMMETRIC,
  N_NAT_KINDS,
  /* No translator: lets everything through but UDP. */
  NAT_FIREWALL,
} NatKind;

/* FALSE: the kernel has no TUN devices. */
gboolean nat_sim_is_possible (void);
/* In a new namespace of the calling thread. */
void nat_sim_start (NatKind a, NatKind b);
void nat_sim_stop (void);
/* Packets that came from one host to the other without a server. */
guint nat_sim_count_direct (void);

/* Packets of UDP that came to a firewall. */
guint nat_sim_count_blocked (void);

#endif /* NAT_SIM_H */
