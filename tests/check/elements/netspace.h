/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * netspace.h: a network of the test's own.
 */

#ifndef NET_SPACE_H
#define NET_SPACE_H

#include <gst/check/gstcheck.h>

#define NET_SPACE_SKIPPED 77    /* as meson has it */

/* The whole of main(): the suite in network namespaces, skipped with a word
 * where the kernel refuses them. Before any thread there is. */
int net_space_main (int argc, char **argv, const gchar * file,
    Suite * (*make_suite) (void));
/* At the beginning of a test, which is a process: an empty one, with lo up. */
void net_space_new (void);
/* A command of a line, by printf's format; the test fails if it does. */
void net_space_run (const gchar * format, ...) G_GNUC_PRINTF (1, 2);
/* Lines for "ip -batch". */
void net_space_run_ip (const gchar * lines);
/* "ipv4/conf/all/rp_filter" */
void net_space_set (const gchar * name, const gchar * value);

#endif /* NET_SPACE_H */
