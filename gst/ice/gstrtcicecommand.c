/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicecommand.c: orders that travel to the I/O thread.
 */

#include "gstrtcicepriv.h"

/* Orders before the element starts; a caller with more has lost its way. */
#define MAX_PENDING 512

struct _GstRTCIceCommand
{
  GstRTCIceAgent *agent;        /* set when it is posted */
  void (*run) (GstRTCIceAgent * agent, GstRTCIceCommand * command);
  gchar *ufrag;
  gchar *pwd;
  gboolean flag;
  GstRTCIceSettings settings;
  PcCandidate *candidate;
  GstRTCIce *ice;               /* strong; only where packets are counted */
  GstBufferList *list;
};

void
gst_rtc_ice_command_free (GstRTCIceCommand * command)
{
  g_clear_pointer (&command->agent, gst_rtc_ice_agent_unref);
  g_free (command->ufrag);
  g_free (command->pwd);
  gst_rtc_ice_settings_clear (&command->settings);
  g_clear_pointer (&command->candidate, pc_candidate_free);
  g_clear_pointer (&command->list, gst_buffer_list_unref);
  gst_clear_object (&command->ice);
  g_free (command);
}

static void
run (gpointer user_data)
{
  GstRTCIceCommand *command = user_data;

  command->run (command->agent, command);
}

void
gst_rtc_ice_post_locked (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  command->agent = gst_rtc_ice_agent_ref (agent);
  gst_rtc_io_post (gst_rtc_ice_agent_get_io (agent), run, command,
      (GDestroyNotify) gst_rtc_ice_command_free);
}

void
gst_rtc_ice_submit (GstRTCIce * ice, GstRTCIceCommand * command)
{
  gboolean lost = FALSE;

  g_mutex_lock (&ice->lock);
  /* Posted under the lock: in the order in which they were given. */
  if (ice->agent)
    gst_rtc_ice_post_locked (ice->agent, command);
  else if (ice->pending->len < MAX_PENDING)
    g_ptr_array_add (ice->pending, command);
  else
    lost = TRUE;
  g_mutex_unlock (&ice->lock);

  if (lost) {
    GST_CAT_WARNING_OBJECT (gst_rtc_ice_debug, ice,
        "dropped: %d orders wait for the start already", MAX_PENDING);
    gst_rtc_ice_command_free (command);
  }
}

static GstRTCIceCommand *
command_new (void (*func) (GstRTCIceAgent *, GstRTCIceCommand *))
{
  GstRTCIceCommand *command = g_new0 (GstRTCIceCommand, 1);

  command->run = func;
  return command;
}

static void
run_start (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_start (agent, command->flag, command->settings.pacing);
}

GstRTCIceCommand *
gst_rtc_ice_command_start (gboolean controlling, guint pacing)
{
  GstRTCIceCommand *command = command_new (run_start);

  command->flag = controlling;
  command->settings.pacing = pacing;
  return command;
}

static void
run_local (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_set_local (agent, command->ufrag, command->pwd);
}

GstRTCIceCommand *
gst_rtc_ice_command_local (const gchar * ufrag, const gchar * pwd)
{
  GstRTCIceCommand *command = command_new (run_local);

  command->ufrag = g_strdup (ufrag);
  command->pwd = g_strdup (pwd);
  return command;
}

static void
run_remote (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_set_remote (agent, command->ufrag, command->pwd);
}

GstRTCIceCommand *
gst_rtc_ice_command_remote (const gchar * ufrag, const gchar * pwd)
{
  GstRTCIceCommand *command = gst_rtc_ice_command_local (ufrag, pwd);

  command->run = run_remote;
  return command;
}

static void
run_controlling (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_set_controlling (agent, command->flag);
}

GstRTCIceCommand *
gst_rtc_ice_command_controlling (gboolean controlling)
{
  GstRTCIceCommand *command = command_new (run_controlling);

  command->flag = controlling;
  return command;
}

static void
run_gather (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_gather (agent, &command->settings);
}

GstRTCIceCommand *
gst_rtc_ice_command_gather (const GstRTCIceSettings * settings)
{
  GstRTCIceCommand *command = command_new (run_gather);

  gst_rtc_ice_settings_copy (&command->settings, settings);
  return command;
}

static void
run_candidate (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_add_remote_candidate (agent, command->candidate);
}

GstRTCIceCommand *
gst_rtc_ice_command_candidate (const PcCandidate * candidate)
{
  GstRTCIceCommand *command = command_new (run_candidate);

  command->candidate = candidate ? pc_candidate_copy (candidate) : NULL;
  return command;
}

static void
run_send (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  guint length = gst_buffer_list_length (command->list);
  guint sent = gst_rtc_ice_agent_send (agent, command->list);
  GstRTCIce *ice = command->ice;

  g_mutex_lock (&ice->lock);
  ice->queued -= length;
  ice->sent.packets += sent;
  ice->sent.dropped += length - sent;
  if (sent == length)
    ice->sent.bytes += gst_buffer_list_calculate_size (command->list);
  g_mutex_unlock (&ice->lock);
}

GstRTCIceCommand *
gst_rtc_ice_command_send (GstRTCIce * ice, GstBufferList * list)
{
  GstRTCIceCommand *command = command_new (run_send);

  command->ice = gst_object_ref (ice);
  command->list = list;
  return command;
}

static void
run_close (GstRTCIceAgent * agent, GstRTCIceCommand * command)
{
  gst_rtc_ice_agent_close (agent);
}

GstRTCIceCommand *
gst_rtc_ice_command_close (void)
{
  return command_new (run_close);
}
