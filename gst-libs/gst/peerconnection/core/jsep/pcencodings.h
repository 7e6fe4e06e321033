/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcencodings.h: how one track is encoded, once or several times
 * (RTCRtpEncodingParameters, webrtc-pc section 5.2.7), and what a list of
 * encodings may be.
 */

#ifndef PC_ENCODINGS_H
#define PC_ENCODINGS_H

#include "../sdp/pcdescription.h"

G_BEGIN_DECLS

/* Layers of one video sender: as many as a picture of 720 lines gives
 * anything useful with each half as large as the one above, which is what
 * browsers send. Audio has one. */
#define PC_MAX_ENCODINGS 3
/* RFC 8852 section 3: the length of a header extension's element. */
#define PC_MAX_RID_LENGTH 255

/* A number that was not given: no double that means anything. */
#define PC_ENCODING_NO_NUMBER (-G_MAXDOUBLE)

/* RTCPriorityType (webrtc-priority section 4.1) */
typedef enum
{
  PC_PRIORITY_VERY_LOW,
  PC_PRIORITY_LOW,
  PC_PRIORITY_MEDIUM,
  PC_PRIORITY_HIGH,
} PcPriority;

typedef struct
{
  gchar *rid;                   /* NULL: none */
  gboolean active;
  PcCodec *codec;               /* the wanted one; NULL: the first agreed one. Its payload type says nothing */
  gint64 max_bitrate;           /* bits a second; -1: not said */
  gdouble max_framerate;        /* frames a second, or PC_ENCODING_NO_NUMBER */
  gdouble scale_resolution_down_by;     /* or PC_ENCODING_NO_NUMBER */
  PcPriority priority;
  PcPriority network_priority;
} PcEncoding;

/* Active, low priority, nothing else said. */
PcEncoding *pc_encoding_new (void);
PcEncoding *pc_encoding_copy (const PcEncoding * encoding);
void pc_encoding_free (PcEncoding * encoding);

/* Lists, of PcEncoding. */
GPtrArray *pc_encodings_new (void);
GPtrArray *pc_encodings_copy (const GPtrArray * encodings);
/* [[SendEncodings]] of a sender that was told nothing. */
GPtrArray *pc_encodings_new_default (PcKind kind);
/* Whether any has a rid: either all have one or none. */
gboolean pc_encodings_have_rids (const GPtrArray * encodings);
gint pc_encodings_find_rid (const GPtrArray * encodings, const gchar * rid);
/* 2^(length - index - 1) for each: from small to large. */
void pc_encodings_scale (GPtrArray * encodings);

/* "addTransceiver sendEncodings validation steps" (webrtc-pc section 5.1):
 * checks, then completes @encodings. @codecs: of PcCodec, what can be sent. On
 * an error nothing has changed. */
gboolean pc_encodings_check_init (GPtrArray * encodings, PcKind kind,
    const GPtrArray * codecs, GError ** error);
/* The part of the "setParameters validation steps" (section 5.2) that is about
 * encodings; @before: [[SendEncodings]], @codecs: choosableCodecs. */
gboolean pc_encodings_check_update (GPtrArray * encodings, PcKind kind,
    const GPtrArray * before, const GPtrArray * codecs, GError ** error);

/* The "codec dictionary match algorithm" (webrtc-pc section 5.4), of two
 * codecs of one kind. */
gboolean pc_codec_dictionary_match (const PcCodec * first,
    const PcCodec * second, gboolean ignore_asymmetrical);
/* The first entry of @codecs that matches, or NULL. */
const PcCodec *pc_codecs_find_dictionary (const GPtrArray * codecs,
    const PcCodec * codec, gboolean ignore_asymmetrical);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcEncoding, pc_encoding_free)

G_END_DECLS

#endif /* PC_ENCODINGS_H */
