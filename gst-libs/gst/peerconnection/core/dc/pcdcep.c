/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdcep.c: the messages of the Data Channel Establishment Protocol as bytes.
 */

#include "pcdcep.h"

#include <string.h>

#include "../pcerror.h"

/* DATA_CHANNEL_OPEN (RFC 8832 section 5.1), all numbers in network byte order
 *
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Type = 0x03  |  Channel Type |            Priority           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Reliability Parameter                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Label Length          |       Protocol Length         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * \                      Label, then Protocol                     /
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * DATA_CHANNEL_ACK (RFC 8832 section 5.2)
 *
 * +-+-+-+-+-+-+-+-+
 * |  Type = 0x02  |
 * +-+-+-+-+-+-+-+-+
 */
#define OPEN_HEADER_SIZE 12

/* The channel types are a kind of reliability and, in the highest bit, the
 * lack of order (RFC 8832 section 5.1). */
#define CHANNEL_UNORDERED 0x80
#define CHANNEL_RELIABLE 0x00
#define CHANNEL_REXMIT 0x01
#define CHANNEL_TIMED 0x02

PcDcepOpen *
pc_dcep_open_copy (const PcDcepOpen * open)
{
  PcDcepOpen *copy;

  g_return_val_if_fail (open != NULL, NULL);

  copy = g_new (PcDcepOpen, 1);
  *copy = *open;
  copy->label = g_strdup (open->label);
  copy->protocol = g_strdup (open->protocol);
  return copy;
}

void
pc_dcep_open_free (PcDcepOpen * open)
{
  if (open == NULL)
    return;
  g_free (open->label);
  g_free (open->protocol);
  g_free (open);
}

static guint8
channel_type (const PcDcepOpen * open, guint32 * parameter)
{
  guint8 type = open->ordered ? 0 : CHANNEL_UNORDERED;

  *parameter = 0;
  if (open->max_retransmits >= 0) {
    *parameter = (guint32) open->max_retransmits;
    return type | CHANNEL_REXMIT;
  }
  if (open->max_packet_life_time >= 0) {
    *parameter = (guint32) open->max_packet_life_time;
    return type | CHANNEL_TIMED;
  }
  return type | CHANNEL_RELIABLE;
}

static void
put_u16 (guint8 * bytes, guint16 value)
{
  bytes[0] = value >> 8;
  bytes[1] = value & 0xff;
}

static guint16
get_u16 (const guint8 * bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

GBytes *
pc_dcep_serialize_open (const PcDcepOpen * open)
{
  gsize label_size, protocol_size, size;
  guint32 parameter;
  guint8 *bytes;

  g_return_val_if_fail (open != NULL, NULL);

  /* Both lengths count bytes of UTF-8, not characters (RFC 8832 section
   * 5.1). */
  label_size = open->label ? strlen (open->label) : 0;
  protocol_size = open->protocol ? strlen (open->protocol) : 0;
  g_return_val_if_fail (label_size <= G_MAXUINT16, NULL);
  g_return_val_if_fail (protocol_size <= G_MAXUINT16, NULL);
  g_return_val_if_fail (open->max_retransmits < 0
      || open->max_packet_life_time < 0, NULL);

  size = OPEN_HEADER_SIZE + label_size + protocol_size;
  bytes = g_malloc (size);
  bytes[0] = PC_DCEP_OPEN;
  bytes[1] = channel_type (open, &parameter);
  put_u16 (bytes + 2, open->priority);
  put_u16 (bytes + 4, parameter >> 16);
  put_u16 (bytes + 6, parameter & 0xffff);
  put_u16 (bytes + 8, (guint16) label_size);
  put_u16 (bytes + 10, (guint16) protocol_size);
  if (label_size > 0)
    memcpy (bytes + OPEN_HEADER_SIZE, open->label, label_size);
  if (protocol_size > 0)
    memcpy (bytes + OPEN_HEADER_SIZE + label_size, open->protocol,
        protocol_size);

  return g_bytes_new_take (bytes, size);
}

GBytes *
pc_dcep_serialize_ack (void)
{
  static const guint8 ack[] = { PC_DCEP_ACK };

  return g_bytes_new_static (ack, sizeof (ack));
}

static gboolean
parse_reliability (const guint8 * data, PcDcepOpen * open, GError ** error)
{
  guint32 parameter = (guint32) get_u16 (data + 4) << 16 | get_u16 (data + 6);
  /* The API's members are 16 bits wide (webrtc-pc section 6.2: unsigned
   * short); what is more is as good as that. */
  gint value = (gint) MIN (parameter, G_MAXUINT16);

  open->ordered = (data[1] & CHANNEL_UNORDERED) == 0;
  open->max_retransmits = -1;
  open->max_packet_life_time = -1;
  switch (data[1] & ~CHANNEL_UNORDERED) {
    case CHANNEL_RELIABLE:
      /* The parameter MUST be ignored (RFC 8832 section 5.1). */
      return TRUE;
    case CHANNEL_REXMIT:
      open->max_retransmits = value;
      return TRUE;
    case CHANNEL_TIMED:
      open->max_packet_life_time = value;
      return TRUE;
    default:
      g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
          "DATA_CHANNEL_OPEN of unknown channel type 0x%02x", data[1]);
      return FALSE;
  }
}

static PcDcepOpen *
parse_open (const guint8 * data, gsize size, GError ** error)
{
  g_autoptr (PcDcepOpen) open = NULL;
  gsize label_size, protocol_size;
  const gchar *text;

  if (size < OPEN_HEADER_SIZE) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "DATA_CHANNEL_OPEN of %" G_GSIZE_FORMAT " bytes is shorter than its "
        "header", size);
    return NULL;
  }

  label_size = get_u16 (data + 8);
  protocol_size = get_u16 (data + 10);
  if (label_size + protocol_size > size - OPEN_HEADER_SIZE) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "DATA_CHANNEL_OPEN of %" G_GSIZE_FORMAT " bytes has no room for a "
        "label of %" G_GSIZE_FORMAT " and a protocol of %" G_GSIZE_FORMAT,
        size, label_size, protocol_size);
    return NULL;
  }

  open = g_new0 (PcDcepOpen, 1);
  if (!parse_reliability (data, open, error))
    return NULL;
  open->priority = get_u16 (data + 2);

  /* Bytes behind the protocol are let pass: there are stacks that count
   * characters instead of bytes, and a name cut short is better than no
   * channel. What is not UTF-8 is decoded as the Encoding Standard does, with
   * U+FFFD (a NUL too: a C string cannot carry it). */
  text = (const gchar *) data + OPEN_HEADER_SIZE;
  open->label = g_utf8_make_valid (text, (gssize) label_size);
  open->protocol = g_utf8_make_valid (text + label_size,
      (gssize) protocol_size);
  return g_steal_pointer (&open);
}

gboolean
pc_dcep_parse (const guint8 * data, gsize size, PcDcepType * type,
    PcDcepOpen ** open, GError ** error)
{
  PcDcepOpen *parsed;

  g_return_val_if_fail (data != NULL || size == 0, FALSE);
  g_return_val_if_fail (type != NULL && open != NULL, FALSE);

  *open = NULL;
  if (size == 0) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_OPERATION,
        "empty DCEP message");
    return FALSE;
  }

  switch (data[0]) {
    case PC_DCEP_ACK:
      *type = PC_DCEP_ACK;
      return TRUE;
    case PC_DCEP_OPEN:
      parsed = parse_open (data, size, error);
      if (parsed == NULL)
        return FALSE;
      *type = PC_DCEP_OPEN;
      *open = parsed;
      return TRUE;
    default:
      g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
          "DCEP message of unknown type 0x%02x", data[0]);
      return FALSE;
  }
}
