package org.requestrouter.rule;

import java.util.function.UnaryOperator;

/**
 * A step between a fetch and the match.
 *
 * @param kind the type of what it gives
 * @param before puts the step in front of a test
 */
record Converter(Kind kind, UnaryOperator<SampleMatch> before) {}
