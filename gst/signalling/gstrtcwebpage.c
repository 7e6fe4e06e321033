/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcwebpage.c: the built-in page's files over HTTP.
 */

#include "gstrtcwebpage.h"

#include <string.h>

#include "gstrtcpage.h"

#define ROOT "/gst-peerconnection/page"

static const struct
{
  const gchar *path;
  const gchar *type;
  const gchar *resource;
} files[] = {
  {"/", "text/html; charset=utf-8", ROOT "/index.html"},
  {"/page.css", "text/css; charset=utf-8", ROOT "/page.css"},
  {"/page.js", "text/javascript; charset=utf-8", ROOT "/page.js"},
  {"/negotiator.js", "text/javascript; charset=utf-8", ROOT "/negotiator.js"},
  {"/icon.svg", "image/svg+xml", ROOT "/icon.svg"},
};

/* The page needs nothing from anywhere else, nobody may frame it (a click on
 * another site's page could then switch the camera on), and no copy of it
 * outlives the pipeline. */
static const gchar *const headers[][2] = {
  {"Cache-Control", "no-store"},
  {"Content-Security-Policy",
      "default-src 'self'; connect-src 'self' ws: wss:; "
        "media-src 'self' blob: mediastream:; frame-ancestors 'none'"},
  {"Referrer-Policy", "no-referrer"},
  {"X-Content-Type-Options", "nosniff"},
};

static void
answer_text (SoupServerMessage * message, guint status)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/plain; charset=utf-8",
      SOUP_MEMORY_STATIC, soup_status_get_phrase (status),
      strlen (soup_status_get_phrase (status)));
}

void
gst_rtc_web_page_answer (SoupServerMessage * message, const gchar * path)
{
  SoupMessageHeaders *response =
      soup_server_message_get_response_headers (message);
  const gchar *method = soup_server_message_get_method (message);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (headers); i++)
    soup_message_headers_replace (response, headers[i][0], headers[i][1]);

  if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD) {
    soup_message_headers_replace (response, "Allow", "GET, HEAD");
    answer_text (message, SOUP_STATUS_METHOD_NOT_ALLOWED);
    return;
  }
  for (i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GBytes) content = NULL;
    gsize size;
    const gchar *data;

    if (strcmp (path, files[i].path) != 0)
      continue;
    content = g_resource_lookup_data (gst_rtc_page_get_resource (),
        files[i].resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert (content != NULL);
    data = g_bytes_get_data (content, &size);
    soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
    soup_server_message_set_response (message, files[i].type,
        SOUP_MEMORY_COPY, data, size);
    return;
  }
  answer_text (message, SOUP_STATUS_NOT_FOUND);
}
