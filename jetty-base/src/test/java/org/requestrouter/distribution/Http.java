package org.requestrouter.distribution;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests to a local port, under any name of host. */
record Http(int port) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpResponse<String> get(String host, String pathQuery, String... headers)
      throws IOException, InterruptedException {
    return CLIENT.send(request(host, pathQuery, headers).build(), ofString());
  }

  CompletableFuture<HttpResponse<String>> getAsync(String host, String pathQuery) {
    return CLIENT.sendAsync(request(host, pathQuery).build(), ofString());
  }

  HttpResponse<String> post(String host, String path, String content)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher body = BodyPublishers.ofString(content);
    return CLIENT.send(request(host, path).POST(body).build(), ofString());
  }

  private HttpRequest.Builder request(String host, String pathQuery, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathQuery))
            .timeout(TIMEOUT)
            .header("Host", host);
    return headers.length == 0 ? request : request.headers(headers);
  }
}
