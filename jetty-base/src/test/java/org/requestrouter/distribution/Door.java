package org.requestrouter.distribution;

import java.io.IOException;
import java.nio.file.Path;

/** The ways to enable the router in a base. */
enum Door {
  CORE("request-router"),
  EE10("ee10-request-router"),
  EE11("ee11-request-router");

  private final String module;

  Door(String module) {
    this.module = module;
  }

  String module() {
    return module;
  }

  /**
   * The packaged base, or a copy of it with this module added, which takes over from the core one.
   */
  JettyBase base(Path directory) throws IOException, InterruptedException {
    if (this == CORE) {
      return JettyBase.packaged();
    }
    JettyBase copy = JettyBase.packaged().copyTo(directory.resolve(module));
    copy.run("--add-modules=" + module);
    return copy;
  }
}
