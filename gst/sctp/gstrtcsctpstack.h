/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpstack.h: usrsctp as this process has it: initialised once, without
 * its threads, its clock driven by one source on the I/O pool.
 *
 * What usrsctp is told of an association is a slot: a small number that it
 * gets as AF_CONN address and hands back in its callbacks. They may come on
 * any thread, while the association they mean is being taken down on another:
 *
 *  - A slot is looked up under the table's lock, and what is found there comes
 *    out with a reference. Nothing that usrsctp holds can dangle.
 *  - Callbacks run under usrsctp's own locks. So the lock of the table, and
 *    the one that a port's functions take, are leaves: nothing is called under
 *    them that could wait for usrsctp, and no lock of ours is held across a
 *    call into usrsctp, save that of its clock, which no callback takes.
 *  - An association ends on its I/O thread, in this order: usrsctp_close(),
 *    whose ABORT still finds the slot; gst_rtc_sctp_stack_remove(), after which
 *    callbacks find nothing and what they bring is dropped; the references of
 *    callbacks that had found it go as they return.
 *  - A slot that became free rests (STACK_RESTING_SLOTS) before another
 *    association gets it. Should a timer of the old one still send something,
 *    it goes to the new peer with a verification tag that this one ignores.
 *    The address of a slot stays registered: taking it back would make
 *    usrsctp's iterator walk through all associations.
 */

#ifndef GST_RTC_SCTP_STACK_H
#define GST_RTC_SCTP_STACK_H

#include <glib.h>

G_BEGIN_DECLS

/* What stands in a slot: the part of an association that callbacks may touch.
 * The functions are called with a reference, on any thread, under usrsctp's
 * locks. */
typedef struct _GstRTCSctpPort GstRTCSctpPort;
struct _GstRTCSctpPort
{
  gint ref_count;               /* atomic */
  void (*send) (GstRTCSctpPort * port, const guint8 * packet, gsize size);
  void (*wake) (GstRTCSctpPort * port);
  void (*free) (GstRTCSctpPort * port);
};

GstRTCSctpPort *gst_rtc_sctp_port_ref (GstRTCSctpPort * port);
void gst_rtc_sctp_port_unref (GstRTCSctpPort * port);

/* Takes a reference. Initialises usrsctp if nobody did. */
gpointer gst_rtc_sctp_stack_add (GstRTCSctpPort * port);
void gst_rtc_sctp_stack_remove (gpointer slot);

/* Before the calls into usrsctp that one dispatch makes: where no association
 * has done anything for seconds, its clock rests. */
void gst_rtc_sctp_stack_enter (void);
gboolean gst_rtc_sctp_stack_is_resting (void);

/* A packet from the peer of @slot; what is no SCTP packet or has a wrong
 * checksum is dropped: FALSE. */
gboolean gst_rtc_sctp_stack_input (gpointer slot, const guint8 * packet,
    gsize size);
/* To be called from usrsctp's upcall: something happened. */
void gst_rtc_sctp_stack_wake (gpointer slot);

G_END_DECLS

#endif /* GST_RTC_SCTP_STACK_H */
