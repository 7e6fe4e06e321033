/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtmfsender.c: tones that are sent (RTCDTMFSender, webrtc-pc section 7).
 */

/**
 * SECTION:rtcdtmfsender
 * @title: GstRTCDTMFSender
 * @short_description: tones that are sent
 *
 * The keys of a telephone, sent as telephone-event (RFC 4733) in the place of
 * a sender's audio. May be used from any thread; "tonechange" is emitted in
 * the main context of the connection.
 *
 * Since: 0.1
 */

#include "rtcdtmfsender.h"

#include <string.h>

#include "core/pcerror.h"
#include "core/rtp/pcdtmf.h"
#include "rtcdtmftonechangeevent.h"
#include "rtcviews.h"

/* All in ms; webrtc-pc section 7.2, insertDTMF. */
#define MIN_DURATION 40
#define MAX_DURATION 6000
#define MIN_GAP 30
#define MAX_GAP 6000
#define PAUSE 2000              /* of "," */

struct _GstRTCDTMFSender
{
  GObject parent;

  /* Immutable. */
  GstRTCModel *model;
  guint id;                     /* PcTransceiver.id */

  /* Protected by the model's lock. */
  GString *tones;               /* [[ToneBuffer]] */
  guint duration;               /* ms */
  guint gap;                    /* ms */
  gboolean scheduled;           /* the playout task will run */
};

enum
{
  PROP_0,
  PROP_CAN_INSERT_DTMF,
  PROP_TONE_BUFFER,
};

enum
{
  SIGNAL_TONECHANGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GstRTCDTMFSender, gst_rtc_dtmf_sender, G_TYPE_OBJECT);

static void
gst_rtc_dtmf_sender_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCDTMFSender *self = GST_RTC_DTMF_SENDER (object);

  switch (id) {
    case PROP_CAN_INSERT_DTMF:
      g_value_set_boolean (value,
          gst_rtc_dtmf_sender_get_can_insert_dtmf (self));
      break;
    case PROP_TONE_BUFFER:
      g_value_take_string (value, gst_rtc_dtmf_sender_get_tone_buffer (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_dtmf_sender_finalize (GObject * object)
{
  GstRTCDTMFSender *self = GST_RTC_DTMF_SENDER (object);

  g_string_free (self->tones, TRUE);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_dtmf_sender_parent_class)->finalize (object);
}

static void
gst_rtc_dtmf_sender_class_init (GstRTCDTMFSenderClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_dtmf_sender_get_property;
  object_class->finalize = gst_rtc_dtmf_sender_finalize;

  /**
   * GstRTCDTMFSender:can-insert-dtmf:
   *
   * Whether tones can be sent now: the connection is connected, audio is sent,
   * and telephone-event was agreed on.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_CAN_INSERT_DTMF,
      g_param_spec_boolean ("can-insert-dtmf", NULL, NULL, FALSE,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  /**
   * GstRTCDTMFSender:tone-buffer:
   *
   * The tones that are still to come.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_TONE_BUFFER,
      g_param_spec_string ("tone-buffer", NULL, NULL, "",
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

  /**
   * GstRTCDTMFSender::tonechange:
   * @dtmf: the #GstRTCDTMFSender
   * @event: the tone
   *
   * A tone begins, or the last one is over.
   *
   * Since: 0.1
   */
  signals[SIGNAL_TONECHANGE] = g_signal_new ("tonechange",
      G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 1, GST_TYPE_RTC_DTMF_TONE_CHANGE_EVENT);
}

static void
gst_rtc_dtmf_sender_init (GstRTCDTMFSender * self)
{
  self->tones = g_string_new (NULL);
}

GstRTCDTMFSender *
gst_rtc_dtmf_sender_new (GstRTCModel * model, guint id)
{
  GstRTCDTMFSender *self = g_object_new (GST_TYPE_RTC_DTMF_SENDER, NULL);

  self->model = gst_rtc_model_ref (model);
  self->id = id;

  return self;
}

static gboolean
has_telephone_event (PcSession * session, guint id)
{
  g_autoptr (PcNegotiated) negotiated = pc_session_get_negotiated (session);
  const PcNegotiatedMedia *media =
      pc_negotiated_find_transceiver (negotiated, id);

  for (guint i = 0; media != NULL && i < media->send_codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->send_codecs, i);

    if (g_ascii_strcasecmp (codec->name, "telephone-event") == 0)
      return TRUE;
  }

  return FALSE;
}

/* webrtc-pc section 7.2, "determine if DTMF can be sent", with the lock. What
 * an element feeds through its pad is no track, but it is sent. */
static gboolean
can_insert (GstRTCDTMFSender * self)
{
  GstRTCModel *model = self->model;
  const PcTransceiver *look = model->session == NULL || model->closed ? NULL
      : pc_session_get_transceiver (model->session, self->id);

  return look != NULL && model->connected && !look->stopping
      && look->has_sender_media && look->has_current_direction
      && pc_direction_sends (look->current_direction)
      && ((PcEncoding *) g_ptr_array_index (look->encodings, 0))->active
      && has_telephone_event (model->session, self->id);
}

/* --- the playout task ----------------------------------------------------- */

static void play_next (gpointer owner, gpointer data);

static gboolean
on_due (gpointer user_data)
{
  GstRTCDTMFSender *self = user_data;

  gst_rtc_operations_post (self->model->queue, play_next, g_object_ref (self),
      g_object_unref);

  return G_SOURCE_REMOVE;
}

/* "Queue a task to be executed in @delay ms from now." */
static void
schedule (GstRTCDTMFSender * self, guint delay)
{
  g_autoptr (GMainContext) context =
      gst_rtc_operations_dup_context (self->model->queue);
  g_autoptr (GSource) source = g_timeout_source_new (delay);

  if (context == NULL)
    return;
  g_source_set_callback (source, on_due, g_object_ref (self), g_object_unref);
  g_source_set_static_name (source, "GstRTCDTMFSender");
  g_source_attach (source, context);
}

/* An entry: the "DTMF playout task steps". */
static void
play_next (gpointer owner, gpointer data)
{
  GstRTCDTMFSender *self = data;
  g_autoptr (GstRTCDTMFToneChangeEvent) event = NULL;
  g_autoptr (GstRTCBackend) backend = NULL;
  gchar tone[2] = "";
  guint duration, delay;

  g_mutex_lock (&self->model->lock);
  self->scheduled = FALSE;
  /* Step 1 */
  if (!can_insert (self)) {
    g_mutex_unlock (&self->model->lock);
    return;
  }
  /* Step 3 */
  if (self->tones->len > 0) {
    tone[0] = self->tones->str[0];
    g_string_erase (self->tones, 0, 1);
    self->scheduled = TRUE;
  }
  duration = self->duration;
  delay = tone[0] == ',' ? PAUSE : self->duration + self->gap;
  g_mutex_unlock (&self->model->lock);

  /* Steps 4 and 5 */
  if (tone[0] != '\0' && tone[0] != ',') {
    backend = gst_rtc_model_dup_backend (self->model);
    if (backend != NULL)
      GST_RTC_BACKEND_GET_IFACE (backend)->play_tone (backend, self->id,
          tone[0], duration);
  }
  if (tone[0] != '\0')
    schedule (self, delay);

  /* Step 6, or step 2 for "" */
  event = gst_rtc_dtmf_tone_change_event_new (tone);
  g_signal_emit (self, signals[SIGNAL_TONECHANGE], 0, event);
}

/* --- what an application does --------------------------------------------- */

static gboolean
check_tones (const gchar * tones, GError ** error)
{
  for (const gchar * p = tones; *p != '\0'; p = g_utf8_next_char (p)) {
    if (*p == ',' || pc_dtmf_event (*p) != -1)
      continue;
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_CHARACTER,
        "insertDTMF: \"%.*s\" is no tone", (gint) (g_utf8_next_char (p) - p),
        p);
    return FALSE;
  }

  return TRUE;
}

/**
 * gst_rtc_dtmf_sender_insert_dtmf:
 * @dtmf: a #GstRTCDTMFSender
 * @tones: the tones: 0 to 9, A to D, # and *; "," is a pause of 2 seconds
 * @duration: of each tone in ms, from 40 to 6000; 100 where there is no reason
 *   for another
 * @inter_tone_gap: between two tones in ms, from 30 to 6000; 70 where there is
 *   no reason for another
 * @error: return location for a #GError
 *
 * Sends @tones, in the place of those that have not begun (insertDTMF,
 * webrtc-pc section 7.2). A number that is out of its range becomes the next
 * one that is not. Fails with %GST_RTC_DOM_ERROR_INVALID_STATE where
 * #GstRTCDTMFSender:can-insert-dtmf is %FALSE, with
 * %GST_RTC_DOM_ERROR_INVALID_CHARACTER for another character.
 *
 * Returns: whether they are taken
 *
 * Since: 0.1
 */
gboolean
gst_rtc_dtmf_sender_insert_dtmf (GstRTCDTMFSender * dtmf, const gchar * tones,
    guint duration, guint inter_tone_gap, GError ** error)
{
  gboolean due = FALSE;

  g_return_val_if_fail (GST_IS_RTC_DTMF_SENDER (dtmf), FALSE);
  g_return_val_if_fail (tones != NULL, FALSE);

  g_mutex_lock (&dtmf->model->lock);
  if (!can_insert (dtmf)) {
    g_mutex_unlock (&dtmf->model->lock);
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "insertDTMF: tones cannot be sent now");
    return FALSE;
  }
  if (!check_tones (tones, error)) {
    g_mutex_unlock (&dtmf->model->lock);
    return FALSE;
  }
  g_string_assign (dtmf->tones, tones);
  for (gchar * p = dtmf->tones->str; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  dtmf->duration = CLAMP (duration, MIN_DURATION, MAX_DURATION);
  dtmf->gap = CLAMP (inter_tone_gap, MIN_GAP, MAX_GAP);
  if (dtmf->tones->len > 0 && !dtmf->scheduled)
    due = dtmf->scheduled = TRUE;
  g_mutex_unlock (&dtmf->model->lock);

  if (due)
    gst_rtc_operations_post (dtmf->model->queue, play_next,
        g_object_ref (dtmf), g_object_unref);

  return TRUE;
}

/**
 * gst_rtc_dtmf_sender_get_can_insert_dtmf:
 * @dtmf: a #GstRTCDTMFSender
 *
 * Returns: whether tones can be sent now
 *
 * Since: 0.1
 */
gboolean
gst_rtc_dtmf_sender_get_can_insert_dtmf (GstRTCDTMFSender * dtmf)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DTMF_SENDER (dtmf), FALSE);

  locker = gst_rtc_model_locker_new (dtmf->model);

  return can_insert (dtmf);
}

/**
 * gst_rtc_dtmf_sender_get_tone_buffer:
 * @dtmf: a #GstRTCDTMFSender
 *
 * Returns: (transfer full): the tones that are still to come
 *
 * Since: 0.1
 */
gchar *
gst_rtc_dtmf_sender_get_tone_buffer (GstRTCDTMFSender * dtmf)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DTMF_SENDER (dtmf), NULL);

  locker = gst_rtc_model_locker_new (dtmf->model);

  return g_strdup (dtmf->tones->str);
}
