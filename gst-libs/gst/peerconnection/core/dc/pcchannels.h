/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcchannels.h: the data channels of one SCTP association, as a machine
 * without input and output of its own.
 *
 * What happens goes in by pc_channels_handle_*(), what the application wants
 * by open, send and close, and what is to be done comes out of
 * pc_channels_poll() until it is empty. Outputs have an order that must be
 * kept for each stream: a RESET follows the SENDs before it.
 *
 *   (id free) ── open ──▶ CONNECTING ── association up ──▶ OPEN
 *   (id free) ── DATA_CHANNEL_OPEN ──────────────────────▶ OPEN
 *   OPEN ── close, peer's reset, error ──▶ CLOSING ── both resets ──▶ (id free)
 */

#ifndef PC_CHANNELS_H
#define PC_CHANNELS_H

#include "pcdcep.h"

G_BEGIN_DECLS

/* Channels that the peer may hold open at a time: each costs objects and
 * events in the application. */
#define PC_CHANNELS_MAX_INCOMING 1024
/* Messages that came before their channel was known here (a negotiated one
 * that the application has not yet made, or an unordered one that overtook its
 * DATA_CHANNEL_OPEN) are kept within these bounds. */
#define PC_CHANNELS_MAX_EARLY_MESSAGES 64
#define PC_CHANNELS_MAX_EARLY_BYTES (1024 * 1024)
/* 65535 is no stream of a data channel (RFC 8832 section 6). */
#define PC_CHANNELS_MAX_ID 65534
/* RTCDataChannelState, in its order; CLOSED also says "no such channel". */
typedef enum
{
  PC_CHANNEL_CONNECTING,
  PC_CHANNEL_OPEN,
  PC_CHANNEL_CLOSING,
  PC_CHANNEL_CLOSED,
} PcChannelState;

typedef struct
{
  gboolean dtls_client;         /* our ids are even, the peer's odd */
  gsize max_message_size;       /* bytes that a message from the peer may have */
} PcChannelsConfig;

typedef struct
{
  guint64 opened;               /* channels, by either side */
  guint64 closed;
  guint64 unknown_stream;       /* messages dropped: no such channel */
  guint64 unknown_ppid;         /* messages dropped: not of data channels */
  guint64 malformed;            /* DCEP messages, broken partial messages */
  guint64 refused;              /* DATA_CHANNEL_OPENs that were not accepted */
} PcChannelsStats;

typedef enum
{
  PC_CHANNELS_SEND,             /* hand data to the association */
  PC_CHANNELS_RESET,            /* then reset our side of the stream */
  PC_CHANNELS_ANNOUNCED,        /* the peer opened a channel: it is open */
  PC_CHANNELS_OPENED,           /* a channel of ours is open */
  PC_CHANNELS_CLOSING,          /* the peer, or an error, began to close it */
  PC_CHANNELS_FREED,            /* closed: the id may be used again */
  PC_CHANNELS_MESSAGE,
} PcChannelsOutputType;

typedef struct
{
  PcChannelsOutputType type;
  guint16 id;
  GBytes *data;                 /* SEND: as on the wire; MESSAGE */

  /* SEND */
  guint32 ppid;
  gsize user_size;              /* bytes of it that are the application's */
  guint16 priority;             /* its weight (RFC 8831 section 6.4) */
  gboolean unordered;
  gint max_packet_life_time;    /* ms, -1: no limit */
  gint max_retransmits;         /* -1: no limit */

  gboolean binary;              /* MESSAGE */
  PcDcepOpen *open;             /* ANNOUNCED */
  GError *error;                /* FREED: NULL when it was closed in order */
} PcChannelsOutput;

void pc_channels_output_clear (PcChannelsOutput * output);

typedef struct _PcChannels PcChannels;

PcChannels *pc_channels_new (const PcChannelsConfig * config);
void pc_channels_free (PcChannels * channels);

/* The association is up, with so many streams each way. */
void pc_channels_handle_up (PcChannels * channels, guint streams);
/* It is gone: every channel ends with @error. */
void pc_channels_handle_down (PcChannels * channels, const GError * error);
/* A whole message. @data is taken by reference. */
void pc_channels_handle_message (PcChannels * channels, guint16 id,
    guint32 ppid, GBytes * data);
/* The peer sends more than max_message_size in one message. */
void pc_channels_handle_too_large (PcChannels * channels, guint16 id);
/* The peer begins so many messages that the rest of this one is not kept. */
void pc_channels_handle_too_many (PcChannels * channels, guint16 id);
/* The peer reset its side of the stream, ours is reset, ours cannot be. */
void pc_channels_handle_reset_in (PcChannels * channels, guint16 id);
void pc_channels_handle_reset_out (PcChannels * channels, guint16 id);
void pc_channels_handle_reset_failed (PcChannels * channels, guint16 id);

/* The lowest free id of our parity; -1 when there is none. */
gint pc_channels_allocate_id (const PcChannels * channels);
/* OperationError when @id is in use, not ours to choose or out of range. */
gboolean pc_channels_open (PcChannels * channels, guint16 id,
    const PcDcepOpen * open, gboolean negotiated, GError ** error);
/* InvalidStateError when the channel is not open. @reliability NULL: the
 * channel's. */
gboolean pc_channels_send (PcChannels * channels, guint16 id, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error);
void pc_channels_close (PcChannels * channels, guint16 id);

/* FALSE when there is nothing to do. Clear @output afterwards. */
gboolean pc_channels_poll (PcChannels * channels, PcChannelsOutput * output);

PcChannelState pc_channels_get_state (const PcChannels * channels, guint16 id);
guint pc_channels_get_count (const PcChannels * channels);
const PcChannelsStats *pc_channels_get_stats (const PcChannels * channels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcChannels, pc_channels_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PcChannelsOutput, pc_channels_output_clear)

G_END_DECLS

#endif /* PC_CHANNELS_H */
