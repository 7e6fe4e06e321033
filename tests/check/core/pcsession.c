/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsession.c: two sessions talk: the first call and what follows.
 */

#include "pctestsession.h"

static guint64 seed_a, seed_b;
static PcSession *alice, *bob;

static void
setup (void)
{
  seed_a = 1;
  seed_b = 2;
  alice = test_session (&seed_a);
  bob = test_session (&seed_b);
}

static void
teardown (void)
{
  pc_session_free (alice);
  pc_session_free (bob);
}

/* Audio and video to send, and data channels. */
static void
call (void)
{
  guint audio, video;

  audio = pc_session_add_transceiver (alice, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, TRUE);
  video = pc_session_add_transceiver (alice, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
  pc_session_set_sender_media (alice, audio, TRUE);
  pc_session_set_sender_media (alice, video, TRUE);
  pc_session_want_data_channels (alice);
}

GST_START_TEST (test_first_call)
{
  g_autoptr (PcNegotiated) at_alice = NULL;
  g_autoptr (PcNegotiated) at_bob = NULL;
  const PcNegotiatedMedia *video;
  const PcNegotiatedTransport *transport, *other;

  call ();
  fail_unless (pc_session_is_negotiation_needed (alice));
  negotiate (alice, bob);
  fail_if (pc_session_is_negotiation_needed (alice));
  fail_if (pc_session_is_negotiation_needed (bob));
  fail_unless_equals_int (pc_session_get_signaling_state (alice),
      PC_SIGNALING_STABLE);
  fail_unless_equals_int (count_transceivers (bob), 2);

  at_alice = pc_session_get_negotiated (alice);
  at_bob = pc_session_get_negotiated (bob);
  fail_unless_equals_int (at_alice->transports->len, 1);
  fail_unless_equals_int (at_bob->transports->len, 1);
  transport = g_ptr_array_index (at_alice->transports, 0);
  other = g_ptr_array_index (at_bob->transports, 0);
  fail_unless_equals_string (transport->local_ufrag, other->remote_ufrag);
  fail_unless_equals_string (transport->remote_pwd, other->local_pwd);
  fail_unless_equals_int (transport->dtls_role, PC_DTLS_ROLE_SERVER);
  fail_unless_equals_int (other->dtls_role, PC_DTLS_ROLE_CLIENT);
  fail_unless (transport->controlling && !other->controlling);
  fail_unless_equals_int (g_strv_length (transport->mids), 3);

  video = g_ptr_array_index (at_alice->media, 1);
  fail_unless_equals_int (video->direction, PC_DIRECTION_SENDONLY);
  fail_unless (video->send_ssrc != 0 && video->send_rtx_ssrc != 0);
  video = g_ptr_array_index (at_bob->media, 1);
  fail_unless_equals_int (video->direction, PC_DIRECTION_RECVONLY);
  fail_unless_equals_int (video->receive_ssrcs->len, 2);
  fail_unless_equals_int (video->send_ssrc, 0);
  fail_unless_equals_int (at_bob->sctp->remote_port, 5000);
  fail_unless_equals_uint64 (at_bob->sctp->remote_max_message_size, 262144);
}

GST_END_TEST;

static Suite *
pcsession_suite (void)
{
  Suite *s = suite_create ("pcsession");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_first_call);

  return s;
}

GST_CHECK_MAIN (pcsession);
