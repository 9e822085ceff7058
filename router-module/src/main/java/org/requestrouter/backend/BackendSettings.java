package org.requestrouter.backend;

import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.affinity.Affinity;
import org.requestrouter.balance.Policy;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.RetryBudget;
import org.requestrouter.exchange.RetryPolicy;
import org.requestrouter.rule.SampleText;

/**
 * What a backend is told by its declaration.
 *
 * @param policy how a server is chosen
 * @param sample what the policy hashes, or null
 * @param affinity what binds requests to servers, or null
 * @param retryPolicy which failures may be followed by a further attempt
 * @param maxQueue how many requests may wait
 * @param maxHeld how many requests there may be at once
 * @param maxHeldPerClient how many of them may be of one client
 * @param retryAfter what refused clients are told, in seconds
 */
public record BackendSettings(
    Policy policy,
    SampleText sample,
    Affinity affinity,
    RetryPolicy retryPolicy,
    int maxQueue,
    int maxHeld,
    int maxHeldPerClient,
    int retryAfter) {

  private static final LongSupplier CLOCK = NanoTime::now;

  /** Reads the declaration of a backend that has these servers. */
  public static BackendSettings of(BackendConfig config, List<ServerConfig> servers) {
    Policy policy = Policy.parse(config.getBalance());
    String sample = policy.sample();
    RetryBudget budget = new RetryBudget(config.getRetryBudget(), CLOCK);
    return new BackendSettings(
        policy,
        sample == null ? null : SampleText.compile(sample),
        Affinity.of(config, servers),
        new RetryPolicy(config.getRetries(), config.getRetryOn(), budget),
        limit(config.getMaxQueue()),
        limit(config.getMaxHeld()),
        limit(config.getMaxHeldPerClient()),
        (int) Math.max(1, config.getRetryAfter().plusMillis(999).toSeconds()));
  }

  /** Goes on with the turns and the budget of earlier settings, as far as they are the same. */
  BackendSettings after(BackendSettings before) {
    boolean samePolicy = policy.toString().equals(before.policy.toString());
    RetryBudget budget = retryPolicy.budget().after(before.retryPolicy.budget());
    return new BackendSettings(
        samePolicy ? before.policy : policy,
        sample,
        affinity,
        new RetryPolicy(retryPolicy.retries(), retryPolicy.on(), budget),
        maxQueue,
        maxHeld,
        maxHeldPerClient,
        retryAfter);
  }

  private static int limit(int configured) {
    return configured == 0 ? Integer.MAX_VALUE : configured;
  }
}
