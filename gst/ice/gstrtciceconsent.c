/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceconsent.c: checks for consent, and their answers.
 *
 * The answers arrive on libnice's sockets, and libnice drops what it did not
 * ask for. While one is awaited, and no longer, these are looked into: each
 * time the thread wakes up, and each time libnice hands on a datagram.
 */

#include "gstrtciceconsent.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "gstrtcicebase.h"

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_debug

/* An answer may be to an earlier check (RFC 7675 section 5.1). */
#define MAX_IDS 8
/* Of TURN: a ChannelData header (RFC 8656 section 12.4) or a Data indication
 * before its DATA attribute (section 18.4). */
#define MAX_WRAPPING 64
/* Any priority: the pair is selected already. */
#define PRIORITY 0x6e0001ff

struct _GstRTCIceConsent
{
  GstRTCIO *io;
  const GstRTCIceConsentCallbacks *callbacks;
  gpointer user_data;
  gchar *username;
  gchar *password;

  PcConsent state;
  gboolean heard;               /* since the last poll */
  guint8 ids[MAX_IDS][PC_STUN_ID];
  guint n_ids;                  /* ever */
  GSource *timer;
  GPtrArray *bases;             /* of GstRTCIceBase; NULL: nothing is awaited */
};

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* --- finding the answer --------------------------------------------------- */

static gboolean
is_answer (GstRTCIceConsent * consent, const guint8 * bytes, gsize size)
{
  for (guint i = 0; i < MIN (consent->n_ids, MAX_IDS); i++) {
    PcStunResponse response;
    gboolean is_one, success;

    is_one = pc_stun_response_parse (&response, bytes, size, consent->ids[i]);
    success = is_one && response.success;
    pc_stun_response_clear (&response);
    if (is_one)
      return success && pc_stun_is_signed (bytes, size, consent->password);
  }
  return FALSE;
}

/* A relay wraps what the peer sends; all that may stand before is made of
 * words. The transaction's id, which nobody could guess, tells them apart. */
static gboolean
contains_answer (GstRTCIceConsent * consent, const guint8 * bytes, gsize size)
{
  for (gsize at = 0; at + PC_STUN_HEADER <= size && at <= MAX_WRAPPING; at += 4)
    if (is_answer (consent, bytes + at, size - at))
      return TRUE;
  return FALSE;
}

static gboolean
on_datagram (GstRTCIceBase * base, GSocketAddress * from, const guint8 * bytes,
    gsize size, gpointer user_data)
{
  return contains_answer (user_data, bytes, size);
}

/* --- what comes of it ----------------------------------------------------- */

static void schedule (GstRTCIceConsent * consent);

/* Calls out last of all: it may be freed by that. */
static void
tell_change (GstRTCIceConsent * consent, PcConsentState before)
{
  static const gchar *const names[] = { "fresh", "silent", "expired" };

  if (consent->state.state == before)
    return;
  GST_INFO ("consent %s -> %s", names[before], names[consent->state.state]);
  consent->callbacks->changed (consent, consent->user_data);
}

static void
on_answer (gpointer user_data)
{
  GstRTCIceConsent *consent = user_data;
  PcConsentState before = consent->state.state;

  GST_LOG ("an answer, %d ms after the last check",
      (gint) (now_ms () - consent->state.asked));
  g_clear_pointer (&consent->bases, g_ptr_array_unref);
  pc_consent_handle_answer (&consent->state, now_ms (), g_random_double ());
  schedule (consent);
  tell_change (consent, before);
}

static gboolean
is_datagram_socket (GSocket * socket)
{
  gint type = 0;
  socklen_t length = sizeof (type);

  return getsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_TYPE, &type,
      &length) == 0 && type == SOCK_DGRAM;
}

static void
await_answer (GstRTCIceConsent * consent)
{
  g_autoptr (GPtrArray) sockets = NULL;

  if (consent->bases)
    return;
  sockets = consent->callbacks->get_sockets (consent, consent->user_data);
  consent->bases =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_rtc_ice_base_free);
  for (guint i = 0; i < sockets->len; i++) {
    GSocket *socket = g_ptr_array_index (sockets, i);
    GstRTCIceBase *base;

    if (!is_datagram_socket (socket))
      continue;
    base = gst_rtc_ice_base_new (socket, NULL);
    gst_rtc_ice_base_watch (base, gst_rtc_io_get_context (consent->io),
        on_datagram, on_answer, consent);
    g_ptr_array_add (consent->bases, base);
  }
}

/* --- asking --------------------------------------------------------------- */

static void
ask (GstRTCIceConsent * consent)
{
  guint8 *id = consent->ids[consent->n_ids++ % MAX_IDS];
  gboolean controlling =
      consent->callbacks->is_controlling (consent, consent->user_data);
  /* The tie-breaker that changes nobody's role, whatever the peer believes to
   * be (RFC 8445 section 7.3.1.1): roles are for libnice's own checks. */
  PcStunCheck check = {
    .username = consent->username,
    .password = consent->password,
    .controlling = controlling,
    .tie_breaker = controlling ? 0 : G_MAXUINT64,
    .priority = PRIORITY,
  };
  g_autoptr (GBytes) request = NULL;
  gconstpointer bytes;
  gsize size;

  /* RFC 7675 section 5.1: "cryptographically strong" */
  if (getrandom (id, PC_STUN_ID, 0) != PC_STUN_ID)
    g_error ("no random bytes: %s", g_strerror (errno));
  request = pc_stun_check (&check, id);
  bytes = g_bytes_get_data (request, &size);
  GST_LOG ("check %u", consent->n_ids);
  await_answer (consent);
  consent->callbacks->send (consent, bytes, size, consent->user_data);
}

static gboolean
on_timer (gpointer user_data)
{
  GstRTCIceConsent *consent = user_data;
  PcConsentState before = consent->state.state;

  if (consent->heard)
    pc_consent_handle_datagram (&consent->state, now_ms ());
  consent->heard = FALSE;
  if (pc_consent_poll (&consent->state, now_ms (), g_random_double ()))
    ask (consent);
  if (consent->state.state == PC_CONSENT_EXPIRED)
    g_clear_pointer (&consent->bases, g_ptr_array_unref);
  schedule (consent);
  tell_change (consent, before);
  return G_SOURCE_CONTINUE;
}

static void
schedule (GstRTCIceConsent * consent)
{
  gint64 next = pc_consent_next_timeout (&consent->state);

  g_source_set_ready_time (consent->timer,
      next == G_MAXINT64 ? -1 : next * 1000);
}

static gboolean
timer_dispatch (GSource * source, GSourceFunc func, gpointer user_data)
{
  return func (user_data);
}

static GSourceFuncs timer_funcs = {.dispatch = timer_dispatch };

/* --- life ----------------------------------------------------------------- */

GstRTCIceConsent *
gst_rtc_ice_consent_new (GstRTCIO * io, guint interval, guint timeout,
    const gchar * local, const gchar * remote, const gchar * password,
    const GstRTCIceConsentCallbacks * callbacks, gpointer user_data)
{
  GstRTCIceConsent *consent = g_new0 (GstRTCIceConsent, 1);

  consent->io = gst_rtc_io_ref (io);
  consent->callbacks = callbacks;
  consent->user_data = user_data;
  consent->username = g_strconcat (remote, ":", local, NULL);
  consent->password = g_strdup (password);
  pc_consent_init (&consent->state, interval, timeout, now_ms (),
      g_random_double ());
  consent->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_name (consent->timer, "consent of the peer");
  g_source_set_callback (consent->timer, on_timer, consent, NULL);
  schedule (consent);
  g_source_attach (consent->timer, gst_rtc_io_get_context (io));
  return consent;
}

void
gst_rtc_ice_consent_free (GstRTCIceConsent * consent)
{
  g_clear_pointer (&consent->bases, g_ptr_array_unref);
  g_source_destroy (consent->timer);
  g_source_unref (consent->timer);
  g_free (consent->username);
  g_free (consent->password);
  gst_rtc_io_unref (consent->io);
  g_free (consent);
}

PcConsentState
gst_rtc_ice_consent_get_state (GstRTCIceConsent * consent)
{
  return consent->state.state;
}

void
gst_rtc_ice_consent_handle_datagram (GstRTCIceConsent * consent)
{
  PcConsentState before = consent->state.state;

  consent->heard = TRUE;
  /* libnice goes on reading before the context looks again. */
  for (guint i = 0; consent->bases && i < consent->bases->len; i++)
    gst_rtc_ice_base_look (g_ptr_array_index (consent->bases, i));
  if (before != PC_CONSENT_SILENT)
    return;
  pc_consent_handle_datagram (&consent->state, now_ms ());
  tell_change (consent, before);
}
