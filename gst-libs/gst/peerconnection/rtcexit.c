/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcexit.c: main () may return while connections are still being closed.
 *
 * A last reference dropped closes in the background (threads.md, "Going
 * away"): when the process ends at once, I/O threads and the reaper still run
 * while exit () calls the handlers of atexit (). OpenSSL's takes away the locks
 * and random generators that those threads use, and the process dies of it.
 * Nothing needs that handler: what it frees ends with the process.
 */

#include <openssl/crypto.h>

/* Before anything of ours calls OpenSSL: whoever is first decides. */
static void __attribute__ ((constructor))
keep_openssl_until_the_end (void)
{
  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
}
