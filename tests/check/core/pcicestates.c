/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcicestates.c: the tables of webrtc-pc sections 4.3.2 to 4.3.4.
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

static Suite *
pcicestates_suite (void)
{
  Suite *s = suite_create ("pcicestates");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_states, 0, G_N_ELEMENTS (rows));
  tcase_add_test (tc, test_gathering);
  tcase_add_test (tc, test_names);

  return s;
}

GST_CHECK_MAIN (pcicestates);
