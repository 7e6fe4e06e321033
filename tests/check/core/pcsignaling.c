/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsignaling.c: all states, sides and types.
 */

#include <gst/check/gstcheck.h>

#include <gst/peerconnection/core/jsep/pcsignaling.h>
#include <gst/peerconnection/core/pcerror.h>

/* Drawn from the figure of RFC 9429 section 3.2: s(table), l(ocal offer),
 * r(emote offer), L(ocal pranswer), R(emote pranswer), - refused; a star is an
 * implicit rollback. In the order offer, pranswer, answer, rollback. */
static const struct
{
  PcSignalingState state;
  const gchar *local;
  const gchar *remote;
} rows[] = {
  {PC_SIGNALING_STABLE, "l---", "r---"},
  {PC_SIGNALING_HAVE_LOCAL_OFFER, "l--s", "*Rss"},
  {PC_SIGNALING_HAVE_REMOTE_OFFER, "-Lss", "r--s"},
  {PC_SIGNALING_HAVE_LOCAL_PRANSWER, "-Ls-", "----"},
  {PC_SIGNALING_HAVE_REMOTE_PRANSWER, "----", "-Rs-"},
  {PC_SIGNALING_CLOSED, "----", "----"},
};

static void
check_cell (PcSignalingState state, PcSide side, PcSdpType type, gchar want)
{
  static const gchar letters[] = "slrLR";
  g_autoptr (GError) error = NULL;
  PcSignalingState next = PC_SIGNALING_CLOSED;
  gboolean needs_rollback = FALSE;
  gboolean ok = pc_signaling_next (state, side, type, &next, &needs_rollback,
      &error);

  fail_unless (ok == (want != '-'), "%d %d %d", state, side, type);
  if (!ok) {
    fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
    fail_unless (strstr (error->message,
            pc_signaling_state_to_string (state)) != NULL);
    fail_unless (strstr (error->message, pc_sdp_type_to_string (type)) != NULL);
    return;
  }
  fail_unless_equals_int (needs_rollback, want == '*');
  fail_unless_equals_int (letters[next], want == '*' ? 'r' : want);
}

GST_START_TEST (test_matrix)
{
  guint type;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    for (type = PC_SDP_OFFER; type <= PC_SDP_ROLLBACK; type++) {
      check_cell (rows[i].state, PC_SIDE_LOCAL, type, rows[i].local[type]);
      check_cell (rows[i].state, PC_SIDE_REMOTE, type, rows[i].remote[type]);
    }
  }
}

GST_END_TEST;

static Suite *
pcsignaling_suite (void)
{
  Suite *s = suite_create ("pcsignaling");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_matrix);

  return s;
}

GST_CHECK_MAIN (pcsignaling);
