/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-process.c: what the system says of this process.
 */

#include "bench-process.h"

#include <string.h>
#include <sys/resource.h>

gdouble
bench_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
      + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

guint
bench_wake_ups (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (guint) usage.ru_nvcsw;
}

/* A number from /proc/self/status. */
static gdouble
status_value (const gchar * key)
{
  g_autofree gchar *text = NULL;
  const gchar *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, key);
  return line != NULL ? g_ascii_strtod (line + strlen (key), NULL) : 0;
}

guint
bench_threads (void)
{
  return (guint) status_value ("Threads:");
}

gdouble
bench_rss_kib (void)
{
  return status_value ("VmRSS:");
}
