package org.requestrouter.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands for the webapps: answers with the request as it saw it. */
final class ShowRequestHandler extends Handler.Abstract {

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    StringBuilder text = new StringBuilder("webapps ").append(request.getMethod());
    text.append(' ').append(request.getHttpURI().getPathQuery()).append('\n');
    for (HttpField field : request.getHeaders())
      text.append(field.getName()).append(": ").append(field.getValue()).append('\n');
    text.append(Content.Source.asString(request, StandardCharsets.ISO_8859_1));
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    response.write(true, ByteBuffer.wrap(bytes), callback);
    return true;
  }
}
