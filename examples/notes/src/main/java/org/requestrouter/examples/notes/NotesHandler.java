package org.requestrouter.examples.notes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ajax.JSON;

/** {@code GET /}, {@code GET /notes} and {@code POST /notes}, as HTML and form, or as JSON. */
final class NotesHandler extends Handler.Abstract {
  private static final String JSON_TYPE = "application/json";
  private static final int MAX_CONTENT = 16 * 1024;

  private final Notes notes = new Notes();

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!path.equals("/") && !path.equals("/notes")) {
      // Says its name, so that one sees which server answered.
      Response.writeError(
          request, response, callback, HttpStatus.NOT_FOUND_404, "the notes server has no " + path);
    } else if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
      list(request, response, callback);
    } else if (HttpMethod.POST.is(request.getMethod()) && path.equals("/notes")) {
      add(request, response, callback);
    } else {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    }
    return true;
  }

  private void list(Request request, Response response, Callback callback) {
    String forwardedFor =
        String.join(", ", request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (wantsJson(request)) {
      Map<String, Object> answer = new TreeMap<>();
      answer.put("notes", notes.list());
      answer.put("forwardedFor", forwardedFor);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON_TYPE);
      Content.Sink.write(response, true, new JSON().toJSON(answer), callback);
    } else {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
      String shown = forwardedFor.isEmpty() ? "(absent: you came directly)" : forwardedFor;
      Content.Sink.write(response, true, NotesPage.html(notes.list(), shown), callback);
    }
  }

  private void add(Request request, Response response, Callback callback) throws IOException {
    boolean json = isJson(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    try {
      notes.add(json ? jsonText(request) : FormFields.getFields(request).getValue("text"));
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException x) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400, x.getMessage());
      return;
    }
    if (json) {
      response.setStatus(HttpStatus.CREATED_201);
    } else {
      response.setStatus(HttpStatus.SEE_OTHER_303);
    }
    response.getHeaders().put(HttpHeader.LOCATION, json ? "/notes" : "/");
    callback.succeeded();
  }

  private static String jsonText(Request request) throws IOException {
    byte[] content = Content.Source.asInputStream(request).readNBytes(MAX_CONTENT + 1);
    if (content.length > MAX_CONTENT) {
      throw new IllegalArgumentException("content is too long");
    }
    Object parsed = new JSON().fromJSON(new String(content, UTF_8));
    return parsed instanceof Map<?, ?> map && map.get("text") instanceof String text ? text : null;
  }

  private static boolean wantsJson(Request request) {
    List<String> accepted = request.getHeaders().getQualityCSV(HttpHeader.ACCEPT);
    return !accepted.isEmpty() && isJson(accepted.get(0));
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && MimeTypes.getContentTypeWithoutCharset(contentType).equals(JSON_TYPE);
  }
}
