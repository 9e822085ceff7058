package org.requestrouter.upstream;

import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.requestrouter.headers.ResponseFields;

/** Takes interim responses of every kind, also those that Jetty's HTTP client does not know. */
final class JettyProxyInterim implements ProtocolHandler, Response.Listener {

  @Override
  public String getName() {
    return "interim";
  }

  @Override
  public boolean accept(Request request, Response response) {
    return HttpStatus.isInterim(response.getStatus());
  }

  @Override
  public Response.Listener getResponseListener() {
    return this;
  }

  @Override
  public void onSuccess(Response response) {
    Request request = response.getRequest();
    int status = response.getStatus();
    HttpFields.Mutable fields = HttpFields.build();
    ResponseFields.copy(response.getHeaders(), fields);
    HttpConversation conversation = ((HttpRequest) request).getConversation();
    conversation.updateResponseListeners(null);
    if (request.getAbortCause() != null) {
      // What has been read already comes nevertheless, and must not undo the end.
      return;
    }
    // Makes ready for the response that follows.
    conversation.getExchanges().getLast().resetResponse();
    JettyProxyAttempt attempt =
        (JettyProxyAttempt) request.getAttributes().get(JettyProxyAttempt.ATTRIBUTE);
    attempt.interim(status, fields);
  }

  @Override
  public void onFailure(Response response, Throwable failure) {
    // Whoever waits for the final response is told that the request has failed.
    ((HttpRequest) response.getRequest()).getConversation().updateResponseListeners(null);
  }
}
