/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcicestates.c: the tables of webrtc-pc sections 4.3.2 to 4.3.4 and 5.6.3.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pcicestates.h>

static const struct
{
  PcIceState ice[3];
  PcDtlsState dtls[3];
  guint n;
  PcIceState ice_result;
  PcConnectionState result;
} rows[] = {
  {{0}, {0}, 0, PC_ICE_NEW, PC_CONNECTION_NEW},
  {{PC_ICE_NEW}, {PC_DTLS_NEW}, 1, PC_ICE_NEW, PC_CONNECTION_NEW},
  {{PC_ICE_NEW}, {PC_DTLS_CONNECTING}, 1, PC_ICE_NEW,
      PC_CONNECTION_CONNECTING},
  {{PC_ICE_NEW, PC_ICE_CLOSED}, {PC_DTLS_NEW, PC_DTLS_CLOSED}, 2, PC_ICE_NEW,
      PC_CONNECTION_NEW},
  {{PC_ICE_CLOSED}, {PC_DTLS_CLOSED}, 1, PC_ICE_NEW, PC_CONNECTION_NEW},
  {{PC_ICE_CHECKING}, {PC_DTLS_NEW}, 1, PC_ICE_CHECKING,
      PC_CONNECTION_CONNECTING},
  {{PC_ICE_NEW, PC_ICE_CONNECTED}, {PC_DTLS_NEW, PC_DTLS_CONNECTED}, 2,
      PC_ICE_CHECKING, PC_CONNECTION_CONNECTING},
  {{PC_ICE_CONNECTED}, {PC_DTLS_CONNECTING}, 1, PC_ICE_CONNECTED,
      PC_CONNECTION_CONNECTING},
  {{PC_ICE_CONNECTED}, {PC_DTLS_CONNECTED}, 1, PC_ICE_CONNECTED,
      PC_CONNECTION_CONNECTED},
  {{PC_ICE_CONNECTED, PC_ICE_COMPLETED, PC_ICE_CLOSED}, {PC_DTLS_CONNECTED,
          PC_DTLS_CONNECTED, PC_DTLS_CLOSED}, 3, PC_ICE_CONNECTED,
      PC_CONNECTION_CONNECTED},
  {{PC_ICE_COMPLETED, PC_ICE_CLOSED}, {PC_DTLS_CONNECTED, PC_DTLS_CLOSED}, 2,
      PC_ICE_COMPLETED, PC_CONNECTION_CONNECTED},
  {{PC_ICE_DISCONNECTED, PC_ICE_NEW}, {PC_DTLS_CONNECTED, PC_DTLS_NEW}, 2,
      PC_ICE_DISCONNECTED, PC_CONNECTION_DISCONNECTED},
  {{PC_ICE_DISCONNECTED, PC_ICE_FAILED}, {PC_DTLS_CONNECTED,
          PC_DTLS_CONNECTED}, 2, PC_ICE_FAILED, PC_CONNECTION_FAILED},
  {{PC_ICE_CONNECTED, PC_ICE_CONNECTED}, {PC_DTLS_CONNECTED, PC_DTLS_FAILED},
      2, PC_ICE_CONNECTED, PC_CONNECTION_FAILED},
  {{PC_ICE_DISCONNECTED}, {PC_DTLS_FAILED}, 1, PC_ICE_DISCONNECTED,
      PC_CONNECTION_FAILED},
};

GST_START_TEST (test_states)
{
  fail_unless_equals_int (pc_aggregate_ice_state (FALSE, rows[__i__].ice,
          rows[__i__].n), rows[__i__].ice_result);
  fail_unless_equals_int (pc_aggregate_connection_state (FALSE,
          rows[__i__].ice, rows[__i__].dtls, rows[__i__].n),
      rows[__i__].result);
  fail_unless_equals_int (pc_aggregate_ice_state (TRUE, rows[__i__].ice,
          rows[__i__].n), PC_ICE_CLOSED);
  fail_unless_equals_int (pc_aggregate_connection_state (TRUE,
          rows[__i__].ice, rows[__i__].dtls, rows[__i__].n),
      PC_CONNECTION_CLOSED);
}

GST_END_TEST;

GST_START_TEST (test_gathering)
{
  static const struct
  {
    PcGatheringState states[2];
    guint n;
    PcGatheringState result;
  } table[] = {
    {{0}, 0, PC_GATHERING_NEW},
    {{PC_GATHERING_NEW, PC_GATHERING_COMPLETE}, 2, PC_GATHERING_NEW},
    {{PC_GATHERING_NEW, PC_GATHERING_GATHERING}, 2, PC_GATHERING_GATHERING},
    {{PC_GATHERING_COMPLETE, PC_GATHERING_GATHERING}, 2,
        PC_GATHERING_GATHERING},
    {{PC_GATHERING_COMPLETE, PC_GATHERING_COMPLETE}, 2,
        PC_GATHERING_COMPLETE},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    fail_unless_equals_int (pc_aggregate_gathering_state (table[i].states,
            table[i].n), table[i].result);
}

GST_END_TEST;

GST_START_TEST (test_names)
{
  fail_unless_equals_string (pc_ice_state_to_string (PC_ICE_DISCONNECTED),
      "disconnected");
  fail_unless_equals_string (pc_gathering_state_to_string
      (PC_GATHERING_COMPLETE), "complete");
  fail_unless_equals_string (pc_dtls_state_to_string (PC_DTLS_FAILED),
      "failed");
  fail_unless_equals_string (pc_sctp_state_to_string (PC_SCTP_CONNECTING),
      "connecting");
  fail_unless_equals_string (pc_connection_state_to_string
      (PC_CONNECTION_NEW), "new");
}

GST_END_TEST;

/* --- one transport -------------------------------------------------------- */

#define FOUND .begun = TRUE, .was_connected = TRUE, .has_candidates = TRUE
#define ALL_TOLD .gathered = TRUE, .remote_done = TRUE

/* webrtc-pc section 5.6.3, and its example transitions */
static const struct
{
  const gchar *story;
  PcIceFacts facts;
  PcIceState state;
} transports[] = {
  {"created", {.has_candidates = TRUE}, PC_ICE_NEW},
  {"gathered, nothing from the peer", {.gathered = TRUE,
          .has_candidates = TRUE}, PC_ICE_NEW},
  {"remote candidates received", {.checks =
              PC_CHECKS_RUNNING}, PC_ICE_CHECKING},
  {"all told, still checking", {.checks = PC_CHECKS_RUNNING, ALL_TOLD,
          .pac_expired = TRUE,.has_candidates = TRUE}, PC_ICE_CHECKING},
  {"usable connection", {FOUND,.checks = PC_CHECKS_FOUND}, PC_ICE_CONNECTED},
  {"usable connection, all told", {FOUND,.checks = PC_CHECKS_FOUND, ALL_TOLD},
      PC_ICE_CONNECTED},
  {"checks done, we still gather", {FOUND,.checks = PC_CHECKS_DONE,
          .remote_done = TRUE}, PC_ICE_CONNECTED},
  {"checks done, the peer still gathers", {FOUND,.checks = PC_CHECKS_DONE,
          .gathered = TRUE}, PC_ICE_CONNECTED},
  {"finished all checks", {FOUND,.checks = PC_CHECKS_DONE, ALL_TOLD},
      PC_ICE_COMPLETED},
  {"checks fail, still gathering", {.begun = TRUE,.checks = PC_CHECKS_FAILED,
          .remote_done = TRUE,.has_candidates = TRUE}, PC_ICE_DISCONNECTED},
  {"checks fail, the peer still gathers", {.begun = TRUE,.checks =
              PC_CHECKS_FAILED,.gathered = TRUE,.has_candidates = TRUE,
          .pac_expired = TRUE}, PC_ICE_DISCONNECTED},
  {"checks fail, the peer may still check", {.begun = TRUE,.checks =
              PC_CHECKS_FAILED, ALL_TOLD,.has_candidates = TRUE},
      PC_ICE_CHECKING},
  {"gave up", {.begun = TRUE,.checks = PC_CHECKS_FAILED, ALL_TOLD,
          .has_candidates = TRUE,.pac_expired = TRUE}, PC_ICE_FAILED},
  {"nothing to check with", {.begun = TRUE, ALL_TOLD}, PC_ICE_FAILED},
  {"nothing to check against", {ALL_TOLD,.has_candidates = TRUE,
          .pac_expired = TRUE}, PC_ICE_FAILED},
  {"no answers", {FOUND,.checks = PC_CHECKS_DONE, ALL_TOLD,.consent =
              PC_CONSENT_SILENT}, PC_ICE_DISCONNECTED},
  {"no interface", {FOUND,.checks = PC_CHECKS_DONE, ALL_TOLD,.stranded =
              TRUE}, PC_ICE_DISCONNECTED},
  {"no consent", {FOUND,.checks = PC_CHECKS_DONE, ALL_TOLD,.consent =
              PC_CONSENT_EXPIRED,.pac_expired = TRUE}, PC_ICE_FAILED},
  {"no consent so soon", {FOUND,.checks = PC_CHECKS_DONE, ALL_TOLD,.consent =
              PC_CONSENT_EXPIRED}, PC_ICE_DISCONNECTED},
  {"no consent, the peer still gathers", {FOUND,.checks = PC_CHECKS_FOUND,
          .gathered = TRUE,.consent = PC_CONSENT_EXPIRED,.pac_expired =
              TRUE}, PC_ICE_DISCONNECTED},
  {"restart from completed", {.begun = TRUE,.before_alive = TRUE,
          .has_candidates = TRUE}, PC_ICE_CONNECTED},
  {"restart from completed, checking", {.begun = TRUE,.before_alive = TRUE,
          .checks = PC_CHECKS_RUNNING}, PC_ICE_CONNECTED},
  {"restart from disconnected or failed", {.begun = TRUE,.has_candidates =
              TRUE}, PC_ICE_CHECKING},
  {"lost a stream", {FOUND,.checks = PC_CHECKS_FAILED, ALL_TOLD},
      PC_ICE_DISCONNECTED},
  {"closed", {.closed = TRUE, FOUND,.checks = PC_CHECKS_DONE, ALL_TOLD},
      PC_ICE_CLOSED},
};

GST_START_TEST (test_transport)
{
  PcIceState state = pc_derive_ice_state (&transports[__i__].facts);

  fail_unless (state == transports[__i__].state, "%s: %s",
      transports[__i__].story, pc_ice_state_to_string (state));
}

GST_END_TEST;

/* --- all that there is ---------------------------------------------------- */

/* The prose once more, state by state; 3 transports in all their states. */
static PcIceState
ice_in_prose (const guint n_in[7])
{
  if (n_in[PC_ICE_FAILED] > 0)
    return PC_ICE_FAILED;
  if (n_in[PC_ICE_DISCONNECTED] > 0)
    return PC_ICE_DISCONNECTED;
  if (n_in[PC_ICE_NEW] + n_in[PC_ICE_CLOSED] == 3)
    return PC_ICE_NEW;
  if (n_in[PC_ICE_NEW] > 0 || n_in[PC_ICE_CHECKING] > 0)
    return PC_ICE_CHECKING;
  if (n_in[PC_ICE_COMPLETED] + n_in[PC_ICE_CLOSED] == 3)
    return PC_ICE_COMPLETED;
  return PC_ICE_CONNECTED;
}

static PcConnectionState
connection_in_prose (PcIceState ice, const guint n_in[5])
{
  if (ice == PC_ICE_FAILED || n_in[PC_DTLS_FAILED] > 0)
    return PC_CONNECTION_FAILED;
  if (ice == PC_ICE_DISCONNECTED)
    return PC_CONNECTION_DISCONNECTED;
  if (ice == PC_ICE_NEW && n_in[PC_DTLS_NEW] + n_in[PC_DTLS_CLOSED] == 3)
    return PC_CONNECTION_NEW;
  if ((ice == PC_ICE_CONNECTED || ice == PC_ICE_COMPLETED)
      && n_in[PC_DTLS_CONNECTED] + n_in[PC_DTLS_CLOSED] == 3)
    return PC_CONNECTION_CONNECTED;
  return PC_CONNECTION_CONNECTING;
}

GST_START_TEST (test_every_combination)
{
  for (guint i = 0; i < 7 * 7 * 7; i++) {
    PcIceState ice[] = { i % 7, i / 7 % 7, i / 49 };
    guint n_ice[7] = { 0 };
    PcIceState expected;

    for (guint k = 0; k < 3; k++)
      n_ice[ice[k]]++;
    expected = ice_in_prose (n_ice);
    fail_unless_equals_int (pc_aggregate_ice_state (FALSE, ice, 3), expected);
    for (guint j = 0; j < 5 * 5 * 5; j++) {
      PcDtlsState dtls[] = { j % 5, j / 5 % 5, j / 25 };
      guint n_dtls[5] = { 0 };

      for (guint k = 0; k < 3; k++)
        n_dtls[dtls[k]]++;
      fail_unless_equals_int (pc_aggregate_connection_state (FALSE, ice, dtls,
              3), connection_in_prose (expected, n_dtls));
    }
  }
}

GST_END_TEST;

static Suite *
pcicestates_suite (void)
{
  Suite *s = suite_create ("pcicestates");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_states, 0, G_N_ELEMENTS (rows));
  tcase_add_test (tc, test_gathering);
  tcase_add_test (tc, test_every_combination);
  tcase_add_loop_test (tc, test_transport, 0, G_N_ELEMENTS (transports));
  tcase_add_test (tc, test_names);

  return s;
}

GST_CHECK_MAIN (pcicestates);
