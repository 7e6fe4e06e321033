/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * data.h: data channels of either stack, by its public API.
 */

#ifndef BENCH_DATA_H
#define BENCH_DATA_H

#include "../bench.h"

G_BEGIN_DECLS

typedef struct DataEnd DataEnd;

/* One end of a channel. The functions are called in whichever thread the stack
 * tells its applications in; one end's in one. */
struct DataEnd
{
  gpointer channel;
  gpointer user_data;
  void (*open) (DataEnd * end);
  void (*message) (DataEnd * end, GBytes * message);
  void (*low) (DataEnd * end);  /* buffered fell to the threshold */
};

typedef struct
{
  const BenchStack *peer;
  /* @end->channel is made; before the peer starts. */
  void (*create) (BenchPeer * peer, const gchar * label, DataEnd * end);
  /* Each channel of the other gets an end from @make. */
  void (*accept) (BenchPeer * peer, DataEnd * (*make) (gpointer user_data),
      gpointer user_data);
  void (*set_low_threshold) (DataEnd * end, guint64 bytes);
  guint64 (*get_buffered) (DataEnd * end);
  /* FALSE: no room. */
  gboolean (*send) (DataEnd * end, GBytes * message);
} DataStack;

extern const DataStack data_ours;
extern const DataStack data_webrtcbin;

G_END_DECLS

#endif /* BENCH_DATA_H */
