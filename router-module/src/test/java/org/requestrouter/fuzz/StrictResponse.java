package org.requestrouter.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a response by the letter of RFC 9112, slowly and without any tolerance, as a second opinion
 * on readers that are fast and forgiving. Bytes are characters.
 */
public final class StrictResponse {
  private final String bytes;
  private int at;
  private int status;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder content = new StringBuilder();

  /** A response whose end is not there, or that breaks the grammar. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal() {
      super(null, null, false, false);
    }
  }

  private StrictResponse(String bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the first final response.
   *
   * @return null if it is not there as a whole, or not by the letter; content that ends with the
   *     connection is left to others, too
   */
  public static StrictResponse read(String bytes, boolean head) {
    StrictResponse response = new StrictResponse(bytes);
    try {
      do {
        response.header();
      } while (response.status < 200 && response.status != 101);
      response.content(head);
      return response;
    } catch (Refusal x) {
      return null;
    }
  }

  public int status() {
    return status;
  }

  public String content() {
    return content.toString();
  }

  /** How many bytes the response has, with the interim ones before it. */
  public int length() {
    return at;
  }

  private void header() {
    String line = line();
    require(line.matches("HTTP/1\\.1 [1-5][0-9][0-9] [\\t -~\\x80-\\xff]*"));
    status = Integer.parseInt(line.substring(9, 12));
    fields.clear();
    fields();
  }

  private void fields() {
    for (String line = line(); !line.isEmpty(); line = line()) {
      require(line.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+:[\\t -~\\x80-\\xff]*"));
      fields.add(line);
    }
  }

  private String line() {
    int end = bytes.indexOf('\n', at);
    require(end > at && bytes.charAt(end - 1) == '\r');
    String line = bytes.substring(at, end - 1);
    require(line.indexOf('\r') < 0);
    at = end + 1;
    return line;
  }

  private List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (field.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        values.add(field.substring(colon + 1).strip());
      }
    }
    return values;
  }

  private void content(boolean head) {
    List<String> lengths = values("content-length");
    List<String> codings = values("transfer-encoding");
    require(lengths.size() + codings.size() <= 1);
    if (head || status < 200 || status == 204 || status == 304) {
      return;
    }
    require(lengths.size() + codings.size() == 1);
    if (codings.isEmpty()) {
      require(lengths.get(0).matches("[0-9]{1,9}"));
      take(Integer.parseInt(lengths.get(0)));
    } else {
      require(codings.get(0).equalsIgnoreCase("chunked"));
      chunks();
    }
  }

  private void chunks() {
    int size;
    do {
      String line = line();
      require(line.matches("[0-9A-Fa-f]{1,7}"));
      size = Integer.parseInt(line, 16);
      take(size);
      require(size == 0 || line().isEmpty());
    } while (size > 0);
    fields.clear();
    fields();
  }

  private void take(int count) {
    require(count <= bytes.length() - at);
    content.append(bytes, at, at + count);
    at += count;
  }

  private static void require(boolean good) {
    if (!good) {
      throw new Refusal();
    }
  }
}
