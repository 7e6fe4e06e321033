/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * netspace.c: a network of the test's own.
 */

#include "netspace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

static gboolean
write_file (const gchar * path, const gchar * text)
{
  gint fd = open (path, O_WRONLY);
  gboolean written = fd >= 0 && write (fd, text, strlen (text)) >= 0;

  if (fd >= 0)
    close (fd);
  return written;
}

/* Who is not root becomes it in a user namespace. */
static gboolean
leave_the_network (void)
{
  g_autofree gchar *map = g_strdup_printf ("0 %u 1", (guint) getuid ());

  if (unshare (CLONE_NEWNET) == 0)
    return TRUE;
  return unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0
      && write_file ("/proc/self/setgroups", "deny")
      && write_file ("/proc/self/uid_map", map);
}

int
net_space_main (int argc, char **argv, const gchar * file,
    Suite * (*make_suite) (void))
{
  g_autofree gchar *name = g_path_get_basename (argv[0]);

  if (!leave_the_network ()) {
    g_print ("SKIP: the kernel refuses network namespaces: %s\n",
        g_strerror (errno));
    return NET_SPACE_SKIPPED;
  }
  gst_check_init (&argc, &argv);
  return gst_check_run_suite (make_suite (), name, file);
}

void
net_space_new (void)
{
  if (unshare (CLONE_NEWNET) < 0)
    fail ("no network of its own: %s", g_strerror (errno));
  net_space_run ("ip link set lo up");
}

void
net_space_run (const gchar * format, ...)
{
  g_autofree gchar *command = NULL;
  g_autoptr (GError) error = NULL;
  gint status = 0;
  va_list arguments;

  va_start (arguments, format);
  command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_spawn_command_line_sync (command, NULL, NULL, &status, &error))
    fail ("%s: %s", command, error->message);
  fail_unless (status == 0, "%s: %d", command, status);
}

void
net_space_run_ip (const gchar * lines)
{
  g_autofree gchar *path = NULL;
  gint fd = g_file_open_tmp ("ip-XXXXXX", &path, NULL);

  fail_unless (fd >= 0 && write (fd, lines, strlen (lines)) > 0);
  close (fd);
  net_space_run ("ip -batch %s", path);
  unlink (path);
}

void
net_space_set (const gchar * name, const gchar * value)
{
  g_autofree gchar *path = g_build_filename ("/proc/sys/net", name, NULL);

  fail_unless (write_file (path, value), "%s: %s", path, g_strerror (errno));
}
