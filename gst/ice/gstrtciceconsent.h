/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceconsent.h: asks the peer on the selected pair whether it is there
 * and wants our packets (RFC 7675).
 *
 * libnice does so too, but tells nothing before it gives up, after 10 s
 * (0.1.21) where the standard has 30, and for good. So its own is off.
 *
 * I/O thread only.
 */

#ifndef GST_RTC_ICE_CONSENT_H
#define GST_RTC_ICE_CONSENT_H

#include <gio/gio.h>
#include <gst/peerconnection/core/ice/pcconsent.h>
#include <gst/peerconnection/core/ice/pcstun.h>

#include "gstrtcio.h"

G_BEGIN_DECLS

typedef struct _GstRTCIceConsent GstRTCIceConsent;

typedef struct
{
  /* Over the pair. */
  void (*send) (GstRTCIceConsent * consent, gconstpointer bytes, gsize size,
      gpointer user_data);
  /* Of GSocket, where the answer may arrive; transfer full. */
  GPtrArray *(*get_sockets) (GstRTCIceConsent * consent, gpointer user_data);
  gboolean (*is_controlling) (GstRTCIceConsent * consent, gpointer user_data);
  void (*changed) (GstRTCIceConsent * consent, gpointer user_data);
} GstRTCIceConsentCallbacks;

/* @local, @remote: ufrags; @password: the peer's. */
GstRTCIceConsent *gst_rtc_ice_consent_new (GstRTCIO * io, guint interval,
    guint timeout, const gchar * local, const gchar * remote,
    const gchar * password, const GstRTCIceConsentCallbacks * callbacks,
    gpointer user_data);
void gst_rtc_ice_consent_free (GstRTCIceConsent * consent);

PcConsentState gst_rtc_ice_consent_get_state (GstRTCIceConsent * consent);
/* A datagram came over the pair, by way of libnice. */
void gst_rtc_ice_consent_handle_datagram (GstRTCIceConsent * consent);

G_END_DECLS

#endif /* GST_RTC_ICE_CONSENT_H */
