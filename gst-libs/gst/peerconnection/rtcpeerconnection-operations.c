/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-operations.c: the operations chain: what is chained, how
 * it answers its caller, and the negotiation-needed flag, which waits for it
 * (webrtc-pc sections 4.4.1.2, 4.4.2 and 4.7.3).
 */

#include "rtcpeerconnection-private.h"

#include "core/jsep/pcsignaling.h"
#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcerror-private.h"

typedef struct _Operation Operation;

/* What an operation does. FALSE with an error: nothing happened. Events that it
 * causes are posted next; then its caller is answered with @operation.result.
 * One that posts its own continuation says so by @operation.continued. */
typedef gboolean (*OperationFunc) (GstRTCPeerConnection * self,
    Operation * operation, GError ** error);

struct _Operation
{
  GstRTCPeerConnection *connection;     /* kept alive */
  GCancellable *cancellable;    /* or NULL */
  GAsyncReadyCallback callback; /* or NULL */
  gpointer user_data;
  GTask *task;                  /* made in the queue: it answers where it was made */
  const gchar *method;          /* as the standard calls it */
  OperationFunc func;
  GObject *argument;            /* or NULL */
  gboolean flag;

  GObject *result;              /* or NULL: done, nothing to return */
  GError *failure;
  gboolean continued;
};

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_clear_object (&operation->connection);
  g_clear_object (&operation->cancellable);
  g_clear_object (&operation->task);
  g_clear_object (&operation->argument);
  g_clear_object (&operation->result);
  g_clear_error (&operation->failure);
  g_free (operation);
}

/* An entry hands its operation over to the next. */
static gpointer
operation_move (Operation * operation)
{
  Operation *moved = g_memdup2 (operation, sizeof (*operation));

  memset (operation, 0, sizeof (*operation));

  return moved;
}

static gboolean
connection_is_closed (GstRTCPeerConnection * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  return self->model->closed;
}

static void
operation_return (Operation * operation)
{
  GTask *task = operation->task;

  if (operation->failure != NULL) {
    guint line = pc_error_get_sdp_line (operation->failure);

    if (line > 0)
      g_object_set_data_full (G_OBJECT (task), "rtc-error",
          gst_rtc_error_new_from_gerror
          (GST_RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR, operation->failure),
          g_object_unref);
    g_prefix_error (&operation->failure, "%s: ", operation->method);
    g_task_return_error (task, g_steal_pointer (&operation->failure));
  } else if (operation->result != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&operation->result),
        g_object_unref);
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

static void
set_closed_error (GError ** error)
{
  g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
      "the connection is closed");
}

/* An entry: the promise is settled. */
static void
complete_operation (gpointer owner, gpointer data)
{
  Operation *operation = data;

  if (operation->failure == NULL && connection_is_closed (owner)) {
    g_clear_object (&operation->result);
    set_closed_error (&operation->failure);
  }
  operation_return (operation);
}

/* A GTask calls back in the thread-default context of its maker: the queue's,
 * whatever the context of the caller, so that answers keep their place among
 * the events. */
static void
make_task (Operation * operation)
{
  operation->task = g_task_new (operation->connection, operation->cancellable,
      operation->callback, operation->user_data);
  g_task_set_source_tag (operation->task, operation->func);
  g_task_set_name (operation->task, operation->method);
}

/* An entry: a step of an operation. */
static void
run_operation (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  Operation *operation = data;

  operation->continued = FALSE;
  if (operation->task == NULL)
    make_task (operation);
  if (operation->failure == NULL && connection_is_closed (self))
    set_closed_error (&operation->failure);
  if (operation->failure == NULL)
    operation->func (self, operation, &operation->failure);

  if (!operation->continued || operation->failure != NULL)
    gst_rtc_operations_complete_next (self->model->queue, complete_operation,
        operation_move (operation), operation_free);
}

static void
continue_operation (GstRTCPeerConnection * self, Operation * operation,
    OperationFunc func)
{
  Operation *moved = operation_move (operation);

  operation->continued = TRUE;
  moved->func = func;
  gst_rtc_operations_complete_next (self->model->queue, run_operation, moved,
      operation_free);
}

/* @failure (transfer full, nullable): what was found wrong at the call; then
 * nothing is run. */
static void
chain_or_refuse (GstRTCPeerConnection * self, const gchar * method,
    GError * failure, OperationFunc func, gpointer argument,
    GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->failure = failure;
  operation->connection = g_object_ref (self);
  operation->cancellable =
      cancellable != NULL ? g_object_ref (cancellable) : NULL;
  operation->callback = callback;
  operation->user_data = user_data;
  operation->method = method;
  operation->func = func;
  operation->argument = argument != NULL ? g_object_ref (argument) : NULL;
  gst_rtc_operations_chain (self->model->queue, run_operation, operation,
      operation_free);
}

static void
chain_operation (GstRTCPeerConnection * self, const gchar * method,
    OperationFunc func, gpointer argument, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  chain_or_refuse (self, method, NULL, func, argument, cancellable, callback,
      user_data);
}

/* --- createOffer, createAnswer ------------------------------------------- */

static GObject *
description_to_object (const PcDescription * description)
{
  g_autofree gchar *sdp = pc_description_to_sdp (description);

  return G_OBJECT (gst_rtc_session_description_new ((GstRTCSdpType)
          description->type, sdp));
}

static PcDescription *
create_description (GstRTCPeerConnection * self, PcSdpType type,
    const PcOfferOptions * options, GError ** error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (!gst_rtc_peer_connection_ensure_session (self, error))
    return NULL;

  locker = gst_rtc_model_locker_new (self->model);
  if (type == PC_SDP_OFFER)
    return pc_session_create_offer (self->model->session, options, error);

  return pc_session_create_answer (self->model->session, error);
}

static gboolean
run_create_offer (GstRTCPeerConnection * self, Operation * operation,
    GError ** error)
{
  GstRTCOfferOptions *arguments = (GstRTCOfferOptions *) operation->argument;
  PcOfferOptions options = {
    .ice_restart = arguments != NULL && arguments->ice_restart,
  };
  g_autoptr (PcDescription) offer =
      create_description (self, PC_SDP_OFFER, &options, error);

  if (offer == NULL)
    return FALSE;
  operation->result = description_to_object (offer);

  return TRUE;
}

static gboolean
run_create_answer (GstRTCPeerConnection * self, Operation * operation,
    GError ** error)
{
  g_autoptr (PcDescription) answer =
      create_description (self, PC_SDP_ANSWER, NULL, error);

  if (answer == NULL)
    return FALSE;
  operation->result = description_to_object (answer);

  return TRUE;
}

/**
 * gst_rtc_peer_connection_create_offer_async:
 * @connection: a #GstRTCPeerConnection
 * @options: (nullable): what to offer besides
 * @cancellable: (nullable): abandons the result, not the operation
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Describes what this end can do (createOffer, webrtc-pc section 4.4.2).
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_create_offer_async (GstRTCPeerConnection * connection,
    GstRTCOfferOptions * options, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));
  g_return_if_fail (options == NULL || GST_IS_RTC_OFFER_OPTIONS (options));

  if (options != NULL)
    gst_rtc_peer_connection_apply_offer_options (connection, options);
  chain_operation (connection, "createOffer", run_create_offer, options,
      cancellable, callback, user_data);
}

/**
 * gst_rtc_peer_connection_create_offer_finish:
 * @connection: a #GstRTCPeerConnection
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed or
 * has an offer of the peer to answer, #GST_RTC_DOM_ERROR_OPERATION when there
 * is nothing to offer with, #GST_RTC_DOM_ERROR_NOT_SUPPORTED when the element
 * is not installed.
 *
 * Returns: (transfer full): an offer
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_create_offer_finish (GstRTCPeerConnection *
    connection, GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gst_rtc_peer_connection_create_answer_async:
 * @connection: a #GstRTCPeerConnection
 * @options: (nullable): reserved
 * @cancellable: (nullable): abandons the result, not the operation
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Answers the peer's offer (createAnswer, webrtc-pc section 4.4.2).
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_create_answer_async (GstRTCPeerConnection * connection,
    GstRTCAnswerOptions * options, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));
  g_return_if_fail (options == NULL || GST_IS_RTC_ANSWER_OPTIONS (options));

  chain_operation (connection, "createAnswer", run_create_answer, options,
      cancellable, callback, user_data);
}

/**
 * gst_rtc_peer_connection_create_answer_finish:
 * @connection: a #GstRTCPeerConnection
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when there is no offer to answer
 * or the connection is closed.
 *
 * Returns: (transfer full): an answer
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_create_answer_finish (GstRTCPeerConnection *
    connection, GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- setLocalDescription, setRemoteDescription ------------------------- */

/* webrtc-pc section 4.4.2, setLocalDescription step 4.1: what a call without
 * argument means. */
static PcSdpType
implicit_type (GstRTCPeerConnection * self)
{
  switch (gst_rtc_peer_connection_get_signaling_state (self)) {
    case GST_RTC_SIGNALING_STATE_STABLE:
    case GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER:
    case GST_RTC_SIGNALING_STATE_HAVE_REMOTE_PRANSWER:
      return PC_SDP_OFFER;
    default:
      return PC_SDP_ANSWER;
  }
}

/* Steps 4.2 and 4.3: only what was created last may be set; that comes before
 * the signaling state is looked at. NULL: it is none of ours. */
static PcDescription *
copy_created (GstRTCPeerConnection * self, PcSdpType type, const gchar * sdp,
    GError ** error)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  const PcDescription *created =
      pc_session_find_created (self->model->session, type, sdp);

  if (created != NULL)
    return pc_description_copy (created);
  g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
      "the %s is not what %s returned last", pc_sdp_type_to_string (type),
      type == PC_SDP_OFFER ? "createOffer" : "createAnswer");

  return NULL;
}

/* Steps 4.4 and 4.5: what was created last, or would be created now. */
static PcDescription *
copy_or_create (GstRTCPeerConnection * self, PcSdpType type, GError ** error)
{
  const PcDescription *created;
  PcDescription *description = NULL;

  g_mutex_lock (&self->model->lock);
  created = pc_session_get_last_created (self->model->session, type);
  if (created != NULL)
    description = pc_description_copy (created);
  g_mutex_unlock (&self->model->lock);

  return description != NULL ? description
      : create_description (self, type, &(PcOfferOptions) {
      0}
      , error);
}

static PcDescription *
local_description (GstRTCPeerConnection * self, GObject * argument,
    GError ** error)
{
  GstRTCSessionDescription *given = (GstRTCSessionDescription *) argument;
  PcSdpType type = given == NULL ? implicit_type (self)
      : (PcSdpType) gst_rtc_session_description_get_sdp_type (given);
  const gchar *sdp =
      given == NULL ? NULL : gst_rtc_session_description_get_sdp (given);
  PcDescription *description;

  if (type == PC_SDP_ROLLBACK)
    return pc_description_new (PC_SDP_ROLLBACK);

  description = sdp != NULL && *sdp != '\0'
      ? copy_created (self, type, sdp, error)
      : copy_or_create (self, type, error);
  if (description != NULL)
    description->type = type;

  return description;
}

static gboolean
run_set_local (GstRTCPeerConnection * self, Operation * operation,
    GError ** error)
{
  g_autoptr (PcDescription) description = NULL;

  if (!gst_rtc_peer_connection_ensure_session (self, error))
    return FALSE;
  description = local_description (self, operation->argument, error);
  if (description == NULL)
    return FALSE;
  if (!gst_rtc_peer_connection_apply (self, PC_SIDE_LOCAL, description, error))
    return FALSE;
  if (description->type != PC_SDP_ROLLBACK)
    gst_rtc_peer_connection_run_element (self);

  return TRUE;
}

/* webrtc-pc section 4.4.1.5: a type that the state does not take is said
 * before a content that cannot be parsed. */
static gboolean
is_type_taken (GstRTCPeerConnection * self, PcSdpType type, GError ** error)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  PcSignalingState next;
  gboolean needs_rollback;

  return pc_signaling_next (pc_session_get_signaling_state (self->model->
          session), PC_SIDE_REMOTE, type, &next, &needs_rollback, error);
}

static gboolean
run_set_remote_now (GstRTCPeerConnection * self, Operation * operation,
    GError ** error)
{
  GstRTCSessionDescription *given =
      (GstRTCSessionDescription *) operation->argument;
  PcSdpType type = (PcSdpType) gst_rtc_session_description_get_sdp_type (given);
  g_autoptr (PcDescription) description = NULL;

  if (!is_type_taken (self, type, error))
    return FALSE;
  description = pc_description_parse (type,
      gst_rtc_session_description_get_sdp (given), error);

  return description != NULL
      && gst_rtc_peer_connection_apply (self, PC_SIDE_REMOTE, description,
      error);
}

/* webrtc-pc section 4.4.2, setRemoteDescription step 3.1: an offer that meets
 * ours rolls ours back first, and both changes are seen. That is done even if
 * the offer then turns out to be a bad one. */
static gboolean
run_set_remote (GstRTCPeerConnection * self, Operation * operation,
    GError ** error)
{
  GstRTCSessionDescription *given =
      (GstRTCSessionDescription *) operation->argument;
  g_autoptr (PcDescription) rollback = NULL;

  if (!gst_rtc_peer_connection_ensure_session (self, error))
    return FALSE;
  if (gst_rtc_session_description_get_sdp_type (given) !=
      GST_RTC_SDP_TYPE_OFFER
      || gst_rtc_peer_connection_get_signaling_state (self) !=
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER)
    return run_set_remote_now (self, operation, error);
  rollback = pc_description_new (PC_SDP_ROLLBACK);
  if (!gst_rtc_peer_connection_apply (self, PC_SIDE_LOCAL, rollback, error))
    return FALSE;
  continue_operation (self, operation, run_set_remote_now);

  return TRUE;
}

/**
 * gst_rtc_peer_connection_set_local_description_async:
 * @connection: a #GstRTCPeerConnection
 * @description: (nullable): what gst_rtc_peer_connection_create_offer_finish()
 *   or gst_rtc_peer_connection_create_answer_finish() returned, a rollback, or
 *   %NULL: the offer or answer that the signaling state asks for
 * @cancellable: (nullable): abandons the result, not the operation
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Applies a description of this end (setLocalDescription, webrtc-pc section
 * 4.4.2) and starts to gather candidates.
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_set_local_description_async (GstRTCPeerConnection *
    connection, GstRTCSessionDescription * description,
    GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data)
{
  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));
  g_return_if_fail (description == NULL
      || GST_IS_RTC_SESSION_DESCRIPTION (description));

  g_mutex_lock (&connection->model->lock);
  connection->local_description_asked = TRUE;
  g_mutex_unlock (&connection->model->lock);
  chain_operation (connection, "setLocalDescription", run_set_local,
      description, cancellable, callback, user_data);
}

/**
 * gst_rtc_peer_connection_set_local_description_finish:
 * @connection: a #GstRTCPeerConnection
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the signaling state does not
 * allow it, and #GST_RTC_DOM_ERROR_INVALID_MODIFICATION when the description is
 * not the one that was created last. Then nothing has changed.
 *
 * Returns: whether it was applied
 *
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_set_local_description_finish (GstRTCPeerConnection *
    connection, GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gst_rtc_peer_connection_set_remote_description_async:
 * @connection: a #GstRTCPeerConnection
 * @description: what the peer sent
 * @cancellable: (nullable): abandons the result, not the operation
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Applies a description of the peer (setRemoteDescription, webrtc-pc section
 * 4.4.2). An offer first rolls back one of this end that is pending.
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_set_remote_description_async (GstRTCPeerConnection *
    connection, GstRTCSessionDescription * description,
    GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data)
{
  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));
  g_return_if_fail (GST_IS_RTC_SESSION_DESCRIPTION (description));

  chain_operation (connection, "setRemoteDescription", run_set_remote,
      description, cancellable, callback, user_data);
}

/**
 * gst_rtc_peer_connection_set_remote_description_finish:
 * @connection: a #GstRTCPeerConnection
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the signaling state does not
 * allow it, #GST_RTC_DOM_ERROR_OPERATION when the text is malformed (see
 * gst_rtc_peer_connection_get_result_error()), and
 * #GST_RTC_DOM_ERROR_INVALID_ACCESS when what it says cannot be. Then nothing
 * has changed, but that an offer of this end which met one has been rolled
 * back.
 *
 * Returns: whether it was applied
 *
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_set_remote_description_finish (GstRTCPeerConnection *
    connection, GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gst_rtc_peer_connection_get_result_error:
 * @connection: a #GstRTCPeerConnection
 * @result: what the callback of an operation was called with
 *
 * Gets the RTCError that an operation failed with, where the standard has one:
 * it says more than a #GError, such as the line of a syntax error.
 *
 * Returns: (transfer full) (nullable): the error
 *
 * Since: 0.1
 */
GstRTCError *
gst_rtc_peer_connection_get_result_error (GstRTCPeerConnection * connection,
    GAsyncResult * result)
{
  GstRTCError *error;

  g_return_val_if_fail (g_task_is_valid (result, connection), NULL);

  error = g_object_get_data (G_OBJECT (result), "rtc-error");

  return error != NULL ? g_object_ref (error) : NULL;
}

/* --- addIceCandidate ------------------------------------------------------ */

static gboolean
run_add_candidate (GstRTCPeerConnection * self, Operation * operation,
    GError ** error)
{
  if (!gst_rtc_peer_connection_ensure_session (self, error))
    return FALSE;

  return gst_rtc_peer_connection_add_candidate (self,
      (GstRTCIceCandidate *) operation->argument, error);
}

/**
 * gst_rtc_peer_connection_add_ice_candidate_async:
 * @connection: a #GstRTCPeerConnection
 * @candidate: (nullable): what the peer sent; %NULL or an empty one: it has no
 *   more
 * @cancellable: (nullable): abandons the result, not the operation
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Tells a candidate of the peer (addIceCandidate, webrtc-pc section 4.4.2).
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_add_ice_candidate_async (GstRTCPeerConnection *
    connection, GstRTCIceCandidate * candidate, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  GError *failure = NULL;

  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));
  g_return_if_fail (candidate == NULL || GST_IS_RTC_ICE_CANDIDATE (candidate));

  gst_rtc_peer_connection_check_candidate (candidate, &failure);
  chain_or_refuse (connection, "addIceCandidate", failure, run_add_candidate,
      candidate, cancellable, callback, user_data);
}

/**
 * gst_rtc_peer_connection_add_ice_candidate_finish:
 * @connection: a #GstRTCPeerConnection
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when there is no remote
 * description, #GST_RTC_DOM_ERROR_TYPE when the candidate does not say where it
 * belongs, #GST_RTC_DOM_ERROR_OPERATION when it cannot belong there or is
 * malformed.
 *
 * Returns: whether it was added, or could be ignored
 *
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_add_ice_candidate_finish (GstRTCPeerConnection *
    connection, GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
