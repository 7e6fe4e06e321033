/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicepath.h: the short way to a peer: a socket and an address.
 *
 * Immutable and counted: who sends holds one for the length of a system call,
 * whoever revokes it only drops it. The descriptor is a dup(): it outlives
 * what libnice does to its socket.
 */

#ifndef GST_RTC_ICE_PATH_H
#define GST_RTC_ICE_PATH_H

#include <gst/gst.h>
#include <sys/socket.h>

G_BEGIN_DECLS

typedef struct
{
  gint fd;
  struct sockaddr_storage address;
  socklen_t address_length;
  guint generation;             /* grows with each selection */
} GstRTCIcePath;

typedef struct
{
  guint64 packets;
  guint64 bytes;
  guint64 dropped;              /* packets that the socket did not take */
  guint64 messages;             /* runs count as one */
  guint64 calls;                /* system calls */
} GstRTCIceSent;

/* dup()s @fd; NULL when that fails. */
GstRTCIcePath *gst_rtc_ice_path_new (gint fd,
    const struct sockaddr_storage *address, guint generation);
GstRTCIcePath *gst_rtc_ice_path_ref (GstRTCIcePath * path);
void gst_rtc_ice_path_unref (GstRTCIcePath * path);

/* Never blocks; what the socket does not take is dropped. Adds to @sent. */
void gst_rtc_ice_path_send (GstRTCIcePath * path, GstBufferList * list,
    gboolean segment, GstRTCIceSent * sent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCIcePath, gst_rtc_ice_path_unref)

G_END_DECLS

#endif /* GST_RTC_ICE_PATH_H */
