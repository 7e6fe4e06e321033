/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdtmf.c: a tone as telephone-event packets.
 *
 * The payload (RFC 4733 section 2.3):
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     event     |E|R| volume    |          duration             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */

#include "pcdtmf.h"

#include <string.h>

#include "pcrtppacket.h"

#define MAX_DURATION 0xffff     /* of a segment, in clock units */
#define END_BIT 0x80

gint
pc_dtmf_event (gchar tone)
{
  static const gchar tones[] = "0123456789*#ABCD";
  const gchar *found = tone != '\0'
      ? strchr (tones, g_ascii_toupper (tone)) : NULL;

  return found != NULL ? (gint) (found - tones) : -1;
}

void
pc_dtmf_start (PcDtmf * dtmf, PcTime now, guint8 event, PcTime duration,
    guint clock_rate)
{
  *dtmf = (PcDtmf) {
    .playing = TRUE,.event = event,.clock_rate = clock_rate,.start =
        now,.end = now + duration,
        /* a duration of 0 would be another kind of event (section 2.3.5) */
  .next = now + MIN (PC_DTMF_INTERVAL, duration),};
}

static void
write_payload (const PcDtmf * dtmf, PcDtmfPacket * packet, gboolean end,
    guint duration)
{
  packet->payload[0] = dtmf->event;
  packet->payload[1] = (guint8) ((end ? END_BIT : 0) | PC_DTMF_VOLUME);
  pc_write_u16 (packet->payload + 2, (guint16) duration);
}

/* RFC 4733 section 2.5.1.2: updates until the end; 2.5.1.4: the end again. */
static void
schedule (PcDtmf * dtmf, PcTime now, gboolean end)
{
  if (!end) {
    dtmf->next = MIN (MAX (dtmf->next + PC_DTMF_INTERVAL, now + 1), dtmf->end);
    return;
  }
  dtmf->next = MAX (dtmf->next, dtmf->end) + PC_DTMF_END_INTERVAL;
  dtmf->playing = ++dtmf->ends < PC_DTMF_ENDS;
}

gboolean
pc_dtmf_poll (PcDtmf * dtmf, PcTime now, PcDtmfPacket * packet)
{
  gboolean end = now >= dtmf->end;
  guint32 units;

  if (!dtmf->playing || now < dtmf->next)
    return FALSE;
  units = (guint32) (((end ? dtmf->end : now) - dtmf->start)
      * dtmf->clock_rate / PC_SECOND) - dtmf->base;
  packet->timestamp_offset = dtmf->base;
  packet->marker = !dtmf->marked;
  dtmf->marked = TRUE;

  /* section 2.5.1.3: a long tone goes on in another segment. */
  if (units > MAX_DURATION) {
    write_payload (dtmf, packet, FALSE, MAX_DURATION);
    dtmf->base += MAX_DURATION;
    return TRUE;
  }
  write_payload (dtmf, packet, end, MAX (units, 1));
  schedule (dtmf, now, end);

  return TRUE;
}

PcTime
pc_dtmf_next_timeout (const PcDtmf * dtmf)
{
  return dtmf->playing ? dtmf->next : PC_TIME_NEVER;
}

gboolean
pc_dtmf_is_sounding (const PcDtmf * dtmf, PcTime now)
{
  return dtmf->playing && now < dtmf->end;
}
