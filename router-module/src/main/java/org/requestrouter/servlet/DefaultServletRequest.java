package org.requestrouter.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.MappingMatch;

/**
 * A request as if it were mapped to the default servlet, which takes the whole path within the
 * context for the file's then, and not what follows the router's mapping.
 */
final class DefaultServletRequest extends HttpServletRequestWrapper {
  private final String path;

  DefaultServletRequest(HttpServletRequest request) {
    super(request);
    String info = request.getPathInfo();
    this.path = info == null ? request.getServletPath() : request.getServletPath() + info;
  }

  @Override
  public String getServletPath() {
    return path;
  }

  @Override
  public String getPathInfo() {
    return null;
  }

  @Override
  public HttpServletMapping getHttpServletMapping() {
    return Mapping.DEFAULT;
  }

  private enum Mapping implements HttpServletMapping {
    DEFAULT;

    @Override
    public String getMatchValue() {
      return "";
    }

    @Override
    public String getPattern() {
      return "/";
    }

    @Override
    public String getServletName() {
      return ServletDoor.DEFAULT_SERVLET;
    }

    @Override
    public MappingMatch getMappingMatch() {
      return MappingMatch.DEFAULT;
    }
  }
}
