/**
 * Black-box tests of the engine: a raw socket on both sides of the router, every test through both
 * doors, and after each test nothing may be left behind.
 */
package org.requestrouter.protocol;
