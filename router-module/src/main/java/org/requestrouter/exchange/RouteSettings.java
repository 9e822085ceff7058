package org.requestrouter.exchange;

import org.requestrouter.headers.RequestFields;

/**
 * How the requests of one rule are carried.
 *
 * @param timing the timeouts
 * @param requestFields what becomes of the fields of a request
 */
public record RouteSettings(Timing timing, RequestFields requestFields) {}
