/**
 * The choice among the servers of a backend, one class a policy.
 *
 * <p>{@link org.requestrouter.balance.Policy} is the way in. It makes of the servers in service a
 * {@link org.requestrouter.balance.Balancer}, which stays as it is until the servers change. What
 * changes with every request, the load and the places of the servers, is looked up while picking.
 */
package org.requestrouter.balance;
