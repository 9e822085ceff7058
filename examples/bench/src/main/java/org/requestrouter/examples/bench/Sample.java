package org.requestrouter.examples.bench;

import java.util.Map;

/**
 * What one system did in one round of one workload.
 *
 * @param workload its id
 * @param system its id
 * @param round from 1
 * @param figures what was measured
 */
record Sample(String workload, String system, int round, Map<Metric, Double> figures) {}
