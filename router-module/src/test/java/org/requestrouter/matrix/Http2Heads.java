package org.requestrouter.matrix;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Head;

/** Shows headers of HTTP/2 as those of HTTP/1 are shown. */
final class Http2Heads {
  private Http2Heads() {}

  static Head of(MetaData.Request request) {
    List<Field> fields = fields(request.getHttpFields());
    fields.add(new Field("Host", request.getHttpURI().getAuthority()));
    String target = request.getHttpURI().getPathQuery();
    return new Head(request.getMethod() + " " + target + " HTTP/2.0", fields);
  }

  static Head of(MetaData.Response response) {
    String line = "HTTP/2.0 " + response.getStatus() + " Status";
    return new Head(line, fields(response.getHttpFields()));
  }

  static List<Field> fields(HttpFields fields) {
    List<Field> list = new ArrayList<>();
    fields.forEach(field -> list.add(new Field(field.getName(), field.getValue())));
    return list;
  }
}
