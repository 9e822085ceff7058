/** A small PubSub server whose subscribers wait in long polls. */
package org.requestrouter.examples.pubsub;
