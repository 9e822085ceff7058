package org.requestrouter;

import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.requestrouter.cache.ResponseCache;
import org.requestrouter.config.ConfigurationCheck;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.health.NameWatch;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.upstream.JettyProxies;
import org.requestrouter.upstream.UpstreamContext;
import org.requestrouter.upstream.UpstreamSelectors;

/** Does with a rules file what the start of a router does, up to where the router would start. */
public final class DryRun implements ConfigurationCheck {

  /** Creates the check, as {@link java.util.ServiceLoader} does. */
  public DryRun() {}

  @Override
  public Result check(Path file) {
    Server server = new Server();
    Timeouts timeouts = new Timeouts(server.getScheduler());
    UpstreamSelectors selectors =
        new UpstreamSelectors(server.getThreadPool(), server.getScheduler(), 0);
    UpstreamContext context =
        new UpstreamContext(
            selectors,
            timeouts,
            server.getByteBufferPool(),
            server.getThreadPool(),
            server.getScheduler());
    RulesSource source = RulesSource.of(new RoutingConfig(), file.getParent(), file.toString());
    Upstreams upstreams =
        new Upstreams(context, new JettyProxies(server, context, 1), source.directory());
    ContainerLifeCycle nobody = new ContainerLifeCycle();
    nobody.addBean(new ActiveChecks(server.getThreadPool(), server.getScheduler()));
    nobody.addBean(new NameWatch(server.getThreadPool(), server.getScheduler()));
    LiveBackends live =
        new LiveBackends(
            upstreams, new RouterMetrics(RequestRouter.DEFAULT_NAME), nobody, new ResponseCache(0));
    RulesSource.Loaded loaded = source.load(live, read -> {});
    return new Result(loaded.summary(), loaded.warnings());
  }
}
