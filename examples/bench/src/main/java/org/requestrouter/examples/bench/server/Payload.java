package org.requestrouter.examples.bench.server;

import java.nio.ByteBuffer;

/**
 * A ready response.
 *
 * @param first the header, and content as far as it fits
 * @param block further content
 * @param repeats how often the block follows
 */
record Payload(ByteBuffer first, ByteBuffer block, long repeats) {}
