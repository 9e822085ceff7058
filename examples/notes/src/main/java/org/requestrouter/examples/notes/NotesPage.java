package org.requestrouter.examples.notes;

import java.util.List;

/** The notes as a page for people. */
final class NotesPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Notes</title>
      <style>
      :root { color-scheme: light dark }
      body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 3rem auto;
        padding: 0 1rem }
      form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem }
      input { flex: 1 }
      input, button { font: inherit; padding: .4rem .7rem }
      li { margin: .4rem 0; overflow-wrap: anywhere }
      footer { margin-top: 3rem; opacity: .75; font-size: .9rem }
      </style>
      </head>
      """;

  private NotesPage() {}

  static String html(List<String> notes, String forwardedFor) {
    StringBuilder items = new StringBuilder();
    for (String note : notes) {
      items.append("<li>").append(escape(note)).append("</li>\n");
    }
    return HEAD
        + String.format(
            """
            <body>
            <h1>Notes</h1>
            <form method="post" action="/notes">
            <label for="text">New note</label>
            <input id="text" name="text" maxlength="%d" required>
            <button>Add</button>
            </form>
            <ul>
            %s</ul>
            <footer>
            <p>You came as <code>X-Forwarded-For: %s</code></p>
            </footer>
            </body>
            </html>
            """,
            Notes.MAX_LENGTH, items, escape(forwardedFor));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
