/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * channelpair.h: two connections in a test, and a channel between them.
 */

#ifndef CHANNEL_PAIR_H
#define CHANNEL_PAIR_H

#include "testpeer.h"

TestPeer *make_peer (void);
/* Must succeed. @init: nullable. */
GstRTCDataChannel *open_channel (TestPeer * peer, const gchar * label,
    GstRTCDataChannelInit * init);
gboolean is_open (GstRTCDataChannel * channel);

typedef struct
{
  TestPeer *a;
  TestPeer *b;
  GstRTCDataChannel *mine;
  GstRTCDataChannel *its;
  GString *my_diary;
  GString *its_diary;
} Pair;

/* Connected, the channel "chat" open at both ends; a is the DTLS server. */
void pair_start (Pair * pair);
void pair_stop (Pair * pair);

#endif /* CHANNEL_PAIR_H */
