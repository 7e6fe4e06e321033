/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * testpeer.h: connections in tests: waiting with a deadline, operations that
 * wait for their answer, a diary of events.
 */

#ifndef TEST_PEER_H
#define TEST_PEER_H

#include "fakebackend.h"

/* Runs the main context until @condition; fails, naming @condition, when that
 * takes more than ten seconds. */
#define wait_until(condition) G_STMT_START { \
  Deadline deadline__; \
  deadline_start (&deadline__); \
  while (!(condition)) { \
    fail_if (deadline__.passed, "waited in vain until " #condition); \
    g_main_context_iteration (NULL, TRUE); \
  } \
  deadline_stop (&deadline__); \
} G_STMT_END

typedef struct
{
  gboolean passed;
  guint id;
} Deadline;

void deadline_start (Deadline * deadline);
void deadline_stop (Deadline * deadline);

/* Runs what waits in the main context, until nothing does, the network
 * included. */
void settle (void);

typedef struct _TestPeer
{
  GstRTCPeerConnection *pc;
  GString *diary;               /* events: "name " or "name(state) " */
  struct _TestPeer *other;      /* gets the candidates, if any */
  GPtrArray *early;             /* of GstRTCIceCandidate: before a description */
  GPtrArray *channels;          /* of GstRTCDataChannel, from the peer */
} TestPeer;

/* @pc: transfer full. */
TestPeer *test_peer_new (GstRTCPeerConnection * pc);
void test_peer_free (TestPeer * peer);
/* Candidates go both ways from now on. */
void test_peer_join (TestPeer * a, TestPeer * b);
/* The diary since the last call. */
gchar *test_peer_read (TestPeer * peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPeer, test_peer_free)
/* Each waits for the answer. */
     GstRTCSessionDescription *create_offer (TestPeer * peer, GError ** error);
     GstRTCSessionDescription *create_answer (TestPeer * peer, GError ** error);
     gboolean set_local (TestPeer * peer,
    GstRTCSessionDescription * description, GError ** error);
     gboolean set_remote (TestPeer * peer,
    GstRTCSessionDescription * description, GError ** error);
     gboolean add_candidate (TestPeer * peer, GstRTCIceCandidate * candidate,
    GError ** error);

/* Offer, answer, all without arguments. */
     void negotiate (TestPeer * offerer, TestPeer * answerer);
     gboolean is_connected (TestPeer * peer);

/* A diary of a channel: "open ", "text:... ", "bytes:n ", "close " ... */
     GString *watch_channel (GstRTCDataChannel * channel);

#define assert_error(error, name) G_STMT_START { \
  fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR, \
          GST_RTC_DOM_ERROR_##name), "wanted " #name ", got %s", \
      error != NULL ? error->message : "no error"); \
  g_clear_error (&(error)); \
} G_STMT_END

#define assert_diary(peer, expected) G_STMT_START { \
  g_autofree gchar *diary__ = test_peer_read (peer); \
  fail_unless_equals_string (diary__, expected); \
} G_STMT_END

#endif /* TEST_PEER_H */
