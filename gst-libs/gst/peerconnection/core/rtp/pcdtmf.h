/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdtmf.h: a tone as telephone-event packets (RFC 4733 section 2).
 */

#ifndef PC_DTMF_H
#define PC_DTMF_H

#include "../pctypes.h"

G_BEGIN_DECLS

/* Between two packets of a tone: the length of an ordinary audio packet, well
 * below the 50 ms at which a receiver would notice. */
#define PC_DTMF_INTERVAL (20 * PC_MSECOND)
/* RFC 4733 section 2.5.1.4: the last packet goes out three times; all before
 * the shortest gap, 30 ms, is over. */
#define PC_DTMF_ENDS 3
#define PC_DTMF_END_INTERVAL (10 * PC_MSECOND)
#define PC_DTMF_VOLUME 10       /* -dBm0: as telephones send it */
#define PC_DTMF_PAYLOAD_SIZE 4  /* bytes */

typedef struct
{
  gboolean playing;             /* packets are still to come */
  guint8 event;
  guint clock_rate;             /* Hz */
  PcTime start;
  PcTime end;                   /* of the tone; packets go on a little longer */
  PcTime next;                  /* when the next packet is due */
  gboolean marked;              /* the first packet has gone out */
  guint ends;                   /* last packets that have gone out */
  guint32 base;                 /* where the segment began, in clock units */
} PcDtmf;

typedef struct
{
  gboolean marker;
  guint32 timestamp_offset;     /* from the tone's first timestamp */
  guint8 payload[PC_DTMF_PAYLOAD_SIZE];
} PcDtmfPacket;

/* RFC 4733 section 3.2, of 0-9 A-D a-d # and *; -1 for anything else. */
gint pc_dtmf_event (gchar tone);

/* What is still to come of the tone before is dropped. */
void pc_dtmf_start (PcDtmf * dtmf, PcTime now, guint8 event, PcTime duration,
    guint clock_rate);
/* FALSE: nothing is due. Call it until then. */
gboolean pc_dtmf_poll (PcDtmf * dtmf, PcTime now, PcDtmfPacket * packet);
PcTime pc_dtmf_next_timeout (const PcDtmf * dtmf);
/* Whether the tone takes the place of the audio now. */
gboolean pc_dtmf_is_sounding (const PcDtmf * dtmf, PcTime now);

G_END_DECLS

#endif /* PC_DTMF_H */
