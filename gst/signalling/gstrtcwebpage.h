/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcwebpage.h: the built-in page's files over HTTP.
 */

#ifndef GST_RTC_WEB_PAGE_H
#define GST_RTC_WEB_PAGE_H

#include <libsoup/soup.h>

G_BEGIN_DECLS

void gst_rtc_web_page_answer (SoupServerMessage * message,
    const gchar * path);

G_END_DECLS

#endif /* GST_RTC_WEB_PAGE_H */
