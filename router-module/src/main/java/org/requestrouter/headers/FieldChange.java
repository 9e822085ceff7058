package org.requestrouter.headers;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.requestrouter.config.HeaderChange;
import org.requestrouter.rule.RequestHead;

/** A declared change of a header, with all that does not depend on the request made before. */
final class FieldChange {
  private final HeaderChange declared;
  private final HttpHeader header;
  private final HttpField constant;

  private FieldChange(HeaderChange declared) {
    this.declared = declared;
    this.header = HttpHeader.CACHE.get(declared.name());
    this.constant =
        declared.value() != null && declared.value().isConstant()
            ? EncodedField.of(header, declared.name(), declared.value().of(null))
            : null;
  }

  static List<FieldChange> of(List<HeaderChange> changes) {
    return changes.stream().map(FieldChange::new).toList();
  }

  boolean sets() {
    return declared.kind() == HeaderChange.Kind.SET;
  }

  String name() {
    return declared.name();
  }

  /** What Jetty knows by the name, or null. */
  HttpHeader header() {
    return header;
  }

  /** Changes the fields; the samples are the request's. */
  void apply(HttpFields.Mutable fields, RequestHead request) {
    switch (declared.kind()) {
      case SET -> fields.put(field(request));
      case ADD -> fields.add(field(request));
      case DELETE -> fields.remove(declared.name());
    }
  }

  private HttpField field(RequestHead request) {
    return constant == null
        ? new HttpField(header, declared.name(), declared.value().of(request))
        : constant;
  }
}
