/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectiontorture.c: pads come and go, directions and states change, all
 * at once and at any moment of a negotiation; afterwards the call still works,
 * and ends when it is told to. The seed names the case.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>

#include "callutils.h"
#include "padwatch.h"

#define N_SEEDS 6
#define N_STEPS 30
#define MAX_BRANCHES 4
/* Between two steps: now nothing, now a good part of a negotiation. */
#define MAX_PAUSE_MS 12
#define TURN GUINT_TO_POINTER (1)
#define END GUINT_TO_POINTER (2)

#define VIDEO "videotestsrc is-live=true ! video/x-raw,width=80,height=60," \
    "framerate=30/1 ! vp8enc deadline=1 keyframe-max-dist=10 ! rtpvp8pay"
#define AUDIO "audiotestsrc is-live=true ! opusenc ! rtpopuspay"

typedef struct
{
  GstElement *bin;
  GstElement *peer;
  GstPad *pad;
} Branch;

typedef struct
{
  Call *call;
  GstElement *peers[2];
  PadWatch *watch;
  GRand *random;
  Branch branches[MAX_BRANCHES];
  guint n_branches;
  GAsyncQueue *turns;           /* of the other thread: one a step, and END */
} Scene;

/* Nothing comes on this bus: a deadline that is always met. */
static void
pause_a_while (Scene * scene)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (scene->call->pipeline);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
      g_rand_int_range (scene->random, 0, MAX_PAUSE_MS) * GST_MSECOND,
      GST_MESSAGE_ERROR);

  if (message != NULL) {
    g_autoptr (GError) error = NULL;
    g_autofree gchar *debug = NULL;

    gst_message_parse_error (message, &error, &debug);
    fail ("%s: %s (%s)", GST_MESSAGE_SRC_NAME (message), error->message, debug);
  }
}

static void
add_branch (Scene * scene, GstElement * peer, gboolean video)
{
  Branch *branch = &scene->branches[scene->n_branches];
  g_autoptr (GstPad) output = NULL;

  if (scene->n_branches == MAX_BRANCHES)
    return;
  scene->n_branches++;
  branch->peer = peer;
  branch->bin = gst_parse_bin_from_description (video ? VIDEO : AUDIO, TRUE,
      NULL);
  gst_bin_add (GST_BIN (scene->call->pipeline), branch->bin);
  branch->pad = gst_element_request_pad_simple (branch->peer, "sink_%u");
  output = gst_element_get_static_pad (branch->bin, "src");
  fail_unless_equals_int (gst_pad_link (output, branch->pad), GST_PAD_LINK_OK);
  gst_element_sync_state_with_parent (branch->bin);
}

static void
remove_branch (Scene * scene)
{
  Branch branch;
  guint i;

  if (scene->n_branches == 0)
    return;
  i = g_rand_int_range (scene->random, 0, scene->n_branches);
  branch = scene->branches[i];
  scene->branches[i] = scene->branches[--scene->n_branches];
  g_object_set (branch.pad, "stop-on-release",
      g_rand_boolean (scene->random), NULL);
  gst_element_set_locked_state (branch.bin, TRUE);
  gst_element_set_state (branch.bin, GST_STATE_NULL);
  gst_element_release_request_pad (branch.peer, branch.pad);
  gst_object_unref (branch.pad);
  gst_bin_remove (GST_BIN (scene->call->pipeline), branch.bin);
}

static void
turn_branch (Scene * scene)
{
  const Branch *branch;

  if (scene->n_branches == 0)
    return;
  branch = &scene->branches[g_rand_int_range (scene->random, 0,
          scene->n_branches)];
  g_object_set (branch->pad, "transceiver-direction",
      g_rand_int_range (scene->random,
          GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV,
          GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED), NULL);
}

static void
step (Scene * scene)
{
  switch (g_rand_int_range (scene->random, 0, 8)) {
    case 0:
    case 1:
    case 2:
      add_branch (scene, scene->peers[g_rand_boolean (scene->random)],
          g_rand_boolean (scene->random));
      break;
    case 3:
    case 4:
      remove_branch (scene);
      break;
    case 5:
    case 6:
      turn_branch (scene);
      break;
    default:
      gst_element_set_state (scene->call->pipeline,
          g_rand_boolean (scene->random) ? GST_STATE_PAUSED :
          GST_STATE_PLAYING);
      break;
  }
}

/* Another thread asks for pads that nobody feeds, and gives them back, while
 * this one does its step. */
static gpointer
request_and_release (gpointer user_data)
{
  static const gchar *const names[] = { "audio_%u", "video_%u", "sink_%u" };
  Scene *scene = user_data;
  guint i;

  for (i = 0; g_async_queue_pop (scene->turns) != END; i++) {
    GstElement *peer = scene->peers[i % 2];
    g_autoptr (GstPad) pad = gst_element_request_pad_simple (peer,
        names[i % G_N_ELEMENTS (names)]);

    g_object_set (pad, "stop-on-release", TRUE, NULL);
    gst_element_release_request_pad (peer, pad);
  }
  return NULL;
}

static void
scene_start (Scene * scene, guint seed)
{
  *scene = (Scene) {
  NULL};
  scene->call = call_new ("peerconnection name=alice "
      "signaling-uri=loopback:torture peerconnection name=bob "
      "signaling-uri=loopback:torture");
  scene->peers[0] = gst_bin_get_by_name (GST_BIN (scene->call->pipeline),
      "alice");
  scene->peers[1] = gst_bin_get_by_name (GST_BIN (scene->call->pipeline),
      "bob");
  scene->watch = pad_watch_new (scene->call->pipeline, "bob");
  scene->turns = g_async_queue_new ();
  scene->random = g_rand_new_with_seed (seed);
  call_play (scene->call);
}

static void
scene_end (Scene * scene)
{
  guint i;

  gst_element_set_state (scene->call->pipeline, GST_STATE_NULL);
  for (i = 0; i < scene->n_branches; i++)
    gst_object_unref (scene->branches[i].pad);
  pad_watch_free (scene->watch);
  gst_object_unref (scene->peers[0]);
  gst_object_unref (scene->peers[1]);
  call_free (scene->call);
  g_async_queue_unref (scene->turns);
  g_rand_free (scene->random);
}

/* What is left is enough to hear something new. */
static void
fail_unless_works (Scene * scene)
{
  gst_element_set_state (scene->call->pipeline, GST_STATE_PLAYING);
  while (scene->n_branches > 0)
    remove_branch (scene);
  add_branch (scene, scene->peers[0], TRUE);
  pad_watch_wait_sent (scene->watch, scene->branches[0].pad, 5);
}

GST_START_TEST (test_seed)
{
  Scene scene;
  GThread *thread;
  guint i;

  scene_start (&scene, __i__);
  thread = g_thread_new ("requests", request_and_release, &scene);
  for (i = 0; i < N_STEPS; i++) {
    g_async_queue_push (scene.turns, TURN);
    step (&scene);
    pause_a_while (&scene);
  }
  g_async_queue_push (scene.turns, END);
  g_thread_join (thread);
  /* Every other ends in the middle. */
  if (__i__ % 2 == 0)
    fail_unless_works (&scene);
  scene_end (&scene);
}

GST_END_TEST;

static Suite *
torture_suite (void)
{
  Suite *suite = suite_create ("peerconnectiontorture");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 60);
  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_seed, 0, N_SEEDS);
  return suite;
}

GST_CHECK_MAIN (torture);
