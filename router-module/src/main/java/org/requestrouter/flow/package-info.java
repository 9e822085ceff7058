/**
 * How bytes are moved: in steps that wait for nothing, through buffers that are given back before
 * waiting. It knows neither requests nor servers.
 */
package org.requestrouter.flow;
