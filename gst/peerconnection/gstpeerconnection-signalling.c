/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-signalling.c: the property "signaling-uri".
 *
 * A signaller finds the peer, a negotiator talks to it. When the peer leaves,
 * its connection is closed and a fresh one waits for the next, as a page that
 * is loaded again expects.
 */

#include "gstpeerconnection-private.h"

#include "../signalling/gstrtcsignaller.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

/* Lives in the signaller's closures; the bin holds one reference. */
struct _GstPeerConnectionSignalling
{
  gint ref_count;               /* atomic */
  GWeakRef bin;
  GstRTCSignaller *signaller;
  GstRTCNegotiator *negotiator; /* while a peer is there; only in the context */
};

static GstPeerConnectionSignalling *
signalling_ref (GstPeerConnectionSignalling * self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
signalling_unref (gpointer data)
{
  GstPeerConnectionSignalling *self = data;

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_weak_ref_clear (&self->bin);
  g_clear_object (&self->negotiator);
  g_clear_object (&self->signaller);
  g_free (self);
}

static void
closure_unref (gpointer data, GClosure * closure)
{
  signalling_unref (data);
}

static void
on_send (GstRTCNegotiator * negotiator, const gchar * json,
    GstPeerConnectionSignalling * self)
{
  gst_rtc_signaller_send (self->signaller, json);
}

/* What a peer sent may be wrong; the pipeline goes on, and is told. */
static void
on_negotiation_error (GstRTCNegotiator * negotiator, const GError * error,
    GstPeerConnectionSignalling * self)
{
  g_autoptr (GstPeerConnection) bin = g_weak_ref_get (&self->bin);

  if (bin != NULL)
    GST_ELEMENT_WARNING (bin, RESOURCE, FAILED,
        ("Negotiation with the peer has failed: %s", error->message), (NULL));
}

static void
drop_negotiator (GstPeerConnectionSignalling * self)
{
  if (self->negotiator != NULL)
    g_signal_handlers_disconnect_by_data (self->negotiator, self);
  g_clear_object (&self->negotiator);
}

static void
on_peer_joined (GstRTCSignaller * signaller, gboolean polite,
    GstPeerConnectionSignalling * self)
{
  g_autoptr (GstPeerConnection) bin = g_weak_ref_get (&self->bin);
  g_autoptr (GstRTCPeerConnection) connection = NULL;

  if (bin == NULL)
    return;
  GST_INFO_OBJECT (bin, "a peer has joined; we are %s",
      polite ? "polite" : "impolite");
  gst_peer_connection_add_transceivers (bin);
  connection = gst_peer_connection_ensure (bin);
  if (connection == NULL)
    return;

  drop_negotiator (self);
  self->negotiator = gst_rtc_negotiator_new (connection, polite);
  g_signal_connect_data (self->negotiator, "send", G_CALLBACK (on_send),
      signalling_ref (self), closure_unref, 0);
  g_signal_connect_data (self->negotiator, "error",
      G_CALLBACK (on_negotiation_error), signalling_ref (self), closure_unref,
      0);
  /* What was added before anyone listened is negotiated now. */
  gst_rtc_negotiator_negotiate (self->negotiator);
}

static void
on_message (GstRTCSignaller * signaller, const gchar * json,
    GstPeerConnectionSignalling * self)
{
  g_autoptr (GstPeerConnection) bin = g_weak_ref_get (&self->bin);
  g_autoptr (GError) error = NULL;

  if (bin != NULL && self->negotiator != NULL
      && !gst_rtc_negotiator_receive (self->negotiator, json, &error))
    GST_ELEMENT_WARNING (bin, RESOURCE, READ,
        ("The peer sent something that is no signalling: %s",
            error->message), (NULL));
}

static void
on_peer_left (GstRTCSignaller * signaller, const gchar * reason,
    GstPeerConnectionSignalling * self)
{
  g_autoptr (GstPeerConnection) bin = g_weak_ref_get (&self->bin);

  drop_negotiator (self);
  if (bin == NULL)
    return;
  GST_INFO_OBJECT (bin, "the peer has left: %s", reason);
  gst_peer_connection_park_sources (bin);
  if (!gst_peer_connection_reset (bin))
    return;
  gst_peer_connection_add_transceivers (bin);
  g_object_notify (G_OBJECT (bin), "peer-connection");
}

static void
on_error (GstRTCSignaller * signaller, const GError * error,
    GstPeerConnectionSignalling * self)
{
  g_autoptr (GstPeerConnection) bin = g_weak_ref_get (&self->bin);

  if (bin != NULL)
    GST_ELEMENT_ERROR (bin, RESOURCE, OPEN_READ_WRITE,
        ("Signalling has failed: %s", error->message), (NULL));
}

static GstPeerConnectionSignalling *
signalling_new (GstPeerConnection * bin, GstRTCSignaller * signaller)
{
  GstPeerConnectionSignalling *self = g_new0 (GstPeerConnectionSignalling, 1);
  const struct
  {
    const gchar *signal;
    GCallback handler;
  } handlers[] = {
    {"peer-joined", G_CALLBACK (on_peer_joined)},
    {"message", G_CALLBACK (on_message)},
    {"peer-left", G_CALLBACK (on_peer_left)},
    {"error", G_CALLBACK (on_error)},
  };
  guint i;

  self->ref_count = 1;
  self->signaller = signaller;
  g_weak_ref_init (&self->bin, bin);
  for (i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_data (signaller, handlers[i].signal, handlers[i].handler,
        signalling_ref (self), closure_unref, 0);
  return self;
}

gboolean
gst_peer_connection_start_signalling (GstPeerConnection * bin)
{
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autoptr (GstRTCSignaller) signaller = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *uri = NULL;
  gboolean wanted;

  g_mutex_lock (&bin->lock);
  wanted = bin->signaling_uri != NULL && bin->signalling == NULL;
  uri = g_strdup (bin->signaling_uri);
  g_mutex_unlock (&bin->lock);
  if (!wanted)
    return TRUE;

  connection = gst_peer_connection_ensure (bin);
  if (connection == NULL)
    return FALSE;
  signaller = gst_rtc_signaller_new_for_uri (uri,
      gst_rtc_peer_connection_get_main_context (connection), &error);
  if (signaller != NULL) {
    g_mutex_lock (&bin->lock);
    bin->signalling = signalling_new (bin, g_object_ref (signaller));
    g_mutex_unlock (&bin->lock);
    if (gst_rtc_signaller_start (signaller, &error))
      return TRUE;
    gst_peer_connection_stop_signalling (bin);
  }
  GST_ELEMENT_ERROR (bin, RESOURCE, OPEN_READ_WRITE,
      ("Signalling over \"%s\" cannot start: %s", uri, error->message), (NULL));
  return FALSE;
}

/* In the context, where alone the negotiator is touched. */
static void
finish_signalling (gpointer data)
{
  drop_negotiator (data);
}

void
gst_peer_connection_stop_signalling (GstPeerConnection * bin)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (bin);
  GstPeerConnectionSignalling *self;

  g_mutex_lock (&bin->lock);
  self = g_steal_pointer (&bin->signalling);
  g_mutex_unlock (&bin->lock);
  if (self == NULL)
    return;

  gst_rtc_signaller_stop (self->signaller);
  g_signal_handlers_disconnect_by_data (self->signaller, self);
  if (connection != NULL)
    gst_rtc_backend_post_call (connection, finish_signalling,
        signalling_ref (self), signalling_unref);
  signalling_unref (self);
}
