/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * coturn.c: a STUN and TURN server of somebody else's, on loopback.
 */

#include "coturn.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)

static GMutex lock;             /* protects said */
static GCond cond;
static GPtrArray *said;         /* of lines */

/* Free now for UDP and TCP; nobody promises that it stays so. */
guint
unused_port (void)
{
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4,
      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  fail_unless (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
write_certificate (Coturn * coturn, const gchar * key_file)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL,
      NID_subject_alt_name, "IP:127.0.0.1,IP:::1,DNS:localhost");
  FILE *file;

  X509_set_version (certificate, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  X509_gmtime_adj (X509_getm_notBefore (certificate), -3600);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC,
      (const guchar *) "localhost", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  X509_set_pubkey (certificate, key);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
  X509_sign (certificate, key, EVP_sha256 ());

  file = fopen (coturn->certificate, "w");
  PEM_write_X509 (file, certificate);
  fclose (file);
  file = fopen (key_file, "w");
  PEM_write_PrivateKey (file, key, NULL, NULL, 0, NULL, NULL);
  fclose (file);
  X509_free (certificate);
  EVP_PKEY_free (key);
}

static gpointer
read_log (gpointer data)
{
  FILE *log = fdopen (GPOINTER_TO_INT (data), "r");
  gchar line[1024];

  while (fgets (line, sizeof (line), log)) {
    GST_LOG ("coturn: %s", line);
    g_mutex_lock (&lock);
    g_ptr_array_add (said, g_strdup (line));
    g_cond_broadcast (&cond);
    g_mutex_unlock (&lock);
  }
  fclose (log);
  return NULL;
}

static guint
count_said_locked (const gchar * word)
{
  guint n = 0;

  for (guint i = 0; i < said->len; i++)
    n += strstr (g_ptr_array_index (said, i), word) != NULL;
  return n;
}

void
coturn_await (const gchar * word, guint n)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;

  g_mutex_lock (&lock);
  while (count_said_locked (word) < n)
    if (!g_cond_wait_until (&cond, &lock, end))
      fail ("waited in vain for coturn to say \"%s\"", word);
  g_mutex_unlock (&lock);
}

/* A test that dies takes it along. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GStrv
command_line (Coturn * coturn, const gchar * key_file,
    const gchar * const *options)
{
  GPtrArray *line = g_ptr_array_new ();
  const gchar *const plain[] = { "turnserver", "-n", "--no-cli", "--no-dtls",
    "--lt-cred-mech",
    "--realm=test", "--user=" COTURN_USER ":" COTURN_PASSWORD,
    "--allow-loopback-peers", "--log-file=stdout", "--simple-log", "--verbose",
    "--no-rfc5780", "--relay-threads=1"
  };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_ptr_array_add (line, g_strdup (plain[i]));
  g_ptr_array_add (line, g_strdup_printf ("--listening-ip=%s",
          coturn->address));
  g_ptr_array_add (line, g_strdup_printf ("--relay-ip=%s", coturn->address));
  g_ptr_array_add (line, g_strdup_printf ("--listening-port=%u", coturn->port));
  g_ptr_array_add (line, g_strdup_printf ("--tls-listening-port=%u",
          coturn->tls_port));
  g_ptr_array_add (line, g_strdup_printf ("--cert=%s", coturn->certificate));
  g_ptr_array_add (line, g_strdup_printf ("--pkey=%s", key_file));
  g_ptr_array_add (line, g_strdup_printf ("--pidfile=%s/pid",
          coturn->directory));
  g_ptr_array_add (line, g_strdup_printf ("--userdb=%s/db", coturn->directory));
  for (guint i = 0; options && options[i]; i++)
    g_ptr_array_add (line, g_strdup (options[i]));
  g_ptr_array_add (line, NULL);
  return (GStrv) g_ptr_array_free (line, FALSE);
}

static void
await_listener (Coturn * coturn, const gchar * word, guint port)
{
  g_autofree gchar *line = g_strdup_printf ("%s%s:%u", word, coturn->address,
      port);

  coturn_await (line, 1);
}

void
coturn_start (Coturn * coturn, const gchar * const *options)
{
  coturn_start_at (coturn, "127.0.0.1", options);
}

void
coturn_start_at (Coturn * coturn, const gchar * address,
    const gchar * const *options)
{
  g_autofree gchar *key_file = NULL;
  g_auto (GStrv) line = NULL;
  g_autoptr (GError) error = NULL;
  gint out;

  coturn->address = address;
  coturn->port = unused_port ();
  coturn->tls_port = unused_port ();
  coturn->directory = g_dir_make_tmp ("coturn-XXXXXX", NULL);
  coturn->certificate = g_build_filename (coturn->directory, "cert.pem", NULL);
  key_file = g_build_filename (coturn->directory, "key.pem", NULL);
  write_certificate (coturn, key_file);
  line = command_line (coturn, key_file, options);
  said = g_ptr_array_new_with_free_func (g_free);
  if (!g_spawn_async_with_pipes (coturn->directory, line, NULL,
          G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
          G_SPAWN_STDERR_TO_DEV_NULL, die_with_parent, NULL, &coturn->pid, NULL,
          &out, NULL, &error))
    fail ("coturn (turnserver) does not start: %s", error->message);
  coturn->reader = g_thread_new ("coturn", read_log, GINT_TO_POINTER (out));
  await_listener (coturn, "UDP listener opened on: ", coturn->port);
  await_listener (coturn, "TCP listener opened on : ", coturn->port);
  await_listener (coturn, "TCP listener opened on : ", coturn->tls_port);
}

void
coturn_stop (Coturn * coturn)
{
  static const gchar *const files[] = { "cert.pem", "key.pem", "pid", "db",
    "db-journal"
  };

  kill (coturn->pid, SIGKILL);
  waitpid (coturn->pid, NULL, 0);
  g_spawn_close_pid (coturn->pid);
  g_thread_join (coturn->reader);
  g_ptr_array_unref (said);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree gchar *path = g_build_filename (coturn->directory, files[i],
        NULL);

    g_remove (path);
  }
  g_rmdir (coturn->directory);
  g_free (coturn->directory);
  g_free (coturn->certificate);
}

gchar *
coturn_url (Coturn * coturn, const gchar * scheme, const gchar * suffix)
{
  gboolean v6 = strchr (coturn->address, ':') != NULL;

  return g_strdup_printf (v6 ? "%s:[%s]:%u%s" : "%s:%s:%u%s", scheme,
      coturn->address, g_str_has_suffix (scheme, "s") ? coturn->tls_port :
      coturn->port, suffix);
}
