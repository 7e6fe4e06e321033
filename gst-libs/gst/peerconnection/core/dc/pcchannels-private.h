/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcchannels-private.h: what the two halves of the machine share: the
 * channels' lives (pcchannels.c) and the messages that arrive
 * (pcchannelsinput.c).
 */

#ifndef PC_CHANNELS_PRIVATE_H
#define PC_CHANNELS_PRIVATE_H

#include "pcchannels.h"

G_BEGIN_DECLS

typedef struct
{
  guint16 id;
  PcChannelState state;
  gboolean incoming;            /* counts against PC_CHANNELS_MAX_INCOMING */
  gboolean silent;              /* refused: the application never heard of it */
  gboolean in_reset;            /* the peer's side of the stream is reset */
  gboolean out_reset;           /* ours is */

  PcReliability reliability;
  guint16 priority;
  gboolean wait_ack;            /* only ordered messages until then */
  GBytes *hello;                /* DATA_CHANNEL_OPEN until it can be sent */

  GByteArray *partial;          /* of a message in deprecated pieces, or NULL */
  guint32 partial_ppid;

  GError *error;                /* why it is closing, or NULL */
} PcChannel;

struct _PcChannels
{
  PcChannelsConfig config;
  PcChannelsStats stats;

  gboolean up;
  gboolean down;                /* it was up once, or never will be */
  guint streams;                /* each way; 0 before it is up */

  GHashTable *by_id;            /* guint16 -> PcChannel (owned) */
  guint n_incoming;

  GQueue early;                 /* of EarlyMessage, see pcchannelsinput.c */
  gsize early_bytes;

  GQueue outputs;               /* of PcChannelsOutput (owned) */
};

PcChannel *pc_channels_lookup (const PcChannels * channels, guint16 id);
PcChannel *pc_channels_add (PcChannels * channels, guint16 id);
void pc_channels_set_reliability (PcChannel * channel,
    const PcDcepOpen * open);
PcChannelsOutput *pc_channels_output (PcChannels * channels,
    PcChannelsOutputType type, guint16 id);
void pc_channels_output_dcep (PcChannels * channels, guint16 id,
    GBytes * message);
/* Begins to close a channel that is open; takes @error, which may be NULL. */
void pc_channels_begin_closing (PcChannels * channels, PcChannel * channel,
    GError * error);

/* pcchannelsinput.c */
void pc_channels_replay_early (PcChannels * channels, guint16 id);
void pc_channels_forget_early (PcChannels * channels, guint16 id);
void pc_channels_clear_early (PcChannels * channels);

G_END_DECLS

#endif /* PC_CHANNELS_PRIVATE_H */
