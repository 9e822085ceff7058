/**
 * What is left of an exchange after an upgrade: bytes that pass both ways, unchanged.
 *
 * <p>A {@link org.requestrouter.tunnel.Tunnel} has two {@link org.requestrouter.tunnel.TunnelEnd
 * ends}, whatever they are made of, and a flow for each direction. The bytes of a WebSocket are not
 * taken apart; only where its frames end is followed, so that the router can say goodbye between
 * two of them.
 */
package org.requestrouter.tunnel;
