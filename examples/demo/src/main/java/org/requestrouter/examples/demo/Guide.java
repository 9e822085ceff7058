package org.requestrouter.examples.demo;

/** What to try. */
final class Guide {
  private Guide() {}

  static String text(DemoSettings settings) {
    return """

        The demo runs. One port, three applications:

          %1$s/chat/                    a page of this Jetty
          %1$s/chat/live.html           another, with events and a WebSocket
          %1$s/chat/edge.html           another, with aliases, CORS and polls
          %1$s/                         the notes server, port %2$d
          %1$s/subscriptions/channel/   the PubSub server, port %3$d

        Open the chat in two windows, and talk to yourself. Or on the command line:

          curl %1$s/subscriptions/channel/news        # waits ...
          curl -d 'hello' %1$s/publish/news           # ... until another window does this

        Open the live page, and see the same through an event stream, and a WebSocket beside it:

          curl -d 'hello' %1$s/publish/live

        Open the edge page, and see requests spread over aliases of this host, a call of another
        origin whose preflight comes to no server, and 30 polls of which the server sees one.

        The rules look at the host as well as at the path, so this one goes to the notes server:

          curl -H 'Host: other.example.org' %1$s/subscriptions/channel/news

        See which client the notes server believes to serve:

          curl -H 'Accept: application/json' %1$s/notes

        The rules: %4$s
        Logs:      %5$s

        Ctrl-C stops everything.
        """
        .formatted(
            settings.url(),
            settings.notesPort(),
            settings.pubsubPort(),
            settings.base().resolve("etc/request-router-rules.xml"),
            settings.logs());
  }
}
