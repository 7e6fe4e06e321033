/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdcep.h: the Data Channel Establishment Protocol's messages (RFC 8832).
 */

#ifndef PC_DCEP_H
#define PC_DCEP_H

#include "../pctypes.h"

G_BEGIN_DECLS

/* What DATA_CHANNEL_OPEN says of a channel; also what both ends of a
 * negotiated channel must know without being told. */
typedef struct
{
  gchar *label;                 /* UTF-8, at most 65535 bytes */
  gchar *protocol;              /* likewise */
  gboolean ordered;
  gint max_packet_life_time;    /* ms, 0 to 65535; -1: no limit */
  gint max_retransmits;         /* 0 to 65535; -1: no limit. Never both. */
  guint16 priority;             /* 128, 256, 512, 1024 (RFC 8831 section 6.4) */
} PcDcepOpen;

/* How one message is sent, whatever its channel says. */
typedef struct
{
  gboolean ordered;
  gint max_packet_life_time;    /* ms; -1: no limit */
  gint max_retransmits;         /* -1: no limit. Never both. */
} PcReliability;

PcDcepOpen *pc_dcep_open_copy (const PcDcepOpen * open);
void pc_dcep_open_free (PcDcepOpen * open);

typedef enum
{
  PC_DCEP_ACK = 0x02,
  PC_DCEP_OPEN = 0x03,
} PcDcepType;

/* SCTP payload protocol identifiers (RFC 8831 section 8) */
#define PC_PPID_DCEP 50
#define PC_PPID_STRING 51
#define PC_PPID_BINARY_PARTIAL 52       /* deprecated, still understood */
#define PC_PPID_BINARY 53
#define PC_PPID_STRING_PARTIAL 54       /* deprecated, still understood */
#define PC_PPID_STRING_EMPTY 56
#define PC_PPID_BINARY_EMPTY 57

GBytes *pc_dcep_serialize_open (const PcDcepOpen * open);
GBytes *pc_dcep_serialize_ack (void);
/* *@open is set (transfer full) for PC_DCEP_OPEN only. OperationError when the
 * message is malformed. */
gboolean pc_dcep_parse (const guint8 * data, gsize size, PcDcepType * type,
    PcDcepOpen ** open, GError ** error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcDcepOpen, pc_dcep_open_free)

G_END_DECLS

#endif /* PC_DCEP_H */
