package org.requestrouter.backend.jmx;

import org.eclipse.jetty.jmx.ObjectMBean;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.backend.Backend;

/** Shows a backend over JMX under its name. */
@ManagedObject
public final class BackendMBean extends ObjectMBean {
  private final String name;

  /** Called by Jetty, which finds this class by its name. */
  public BackendMBean(Object backend) {
    super(backend);
    this.name = ((Backend) backend).name();
  }

  @Override
  public String getObjectNameBasis() {
    return name;
  }
}
