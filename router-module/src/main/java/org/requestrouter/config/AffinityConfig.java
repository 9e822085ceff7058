package org.requestrouter.config;

/** What leads clients of a backend back to the server that they had; nothing, unless declared. */
public abstract class AffinityConfig extends PlacementConfig {
  private final Place place;
  private CookieConfig cookie;
  private StickConfig stick;

  AffinityConfig(Place place) {
    this.place = place;
  }

  /**
   * Declares the cookie by which clients are led back to the server that they had.
   *
   * @param cookieName its name
   * @return the cookie, for its own settings
   * @throws ConfigurationException if a cookie is declared already, or the name is not one
   */
  public CookieConfig cookie(String cookieName) {
    if (cookie != null) {
      throw refused("cookie '" + cookieName + "': there is one already, " + cookie.name());
    }
    cookie = new CookieConfig(label(), cookieName, place.current());
    return cookie;
  }

  /** Returns the cookie as declared, or null if there is none. */
  public CookieConfig getCookie() {
    return cookie;
  }

  /**
   * Declares that clients are recognised by what requests and responses reveal.
   *
   * @return the declaration, for its own settings
   * @throws ConfigurationException if it is declared already
   */
  public StickConfig stick() {
    if (stick != null) {
      throw refused("stick: declared twice");
    }
    stick = new StickConfig(label(), place.current());
    return stick;
  }

  /** Returns what clients are recognised by, as declared, or null if there is nothing. */
  public StickConfig getStick() {
    return stick;
  }

  final void validateAffinity() {
    if (cookie != null) {
      cookie.validate();
    }
    if (stick != null) {
      stick.validate();
    }
  }
}
