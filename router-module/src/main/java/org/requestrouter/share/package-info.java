/**
 * One request to a server for many clients: those that ask for the same at the same time wait for
 * one response, and it is kept for those that ask a little later. What may be shared is decided in
 * {@code cache}, where HTTP's rules are; here are the waiting, the handing over and the answering.
 */
package org.requestrouter.share;
