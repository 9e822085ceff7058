package org.requestrouter.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text with samples of a request in it, after HAProxy's log format: {@code %[SAMPLE]} stands for
 * the text of a {@link SampleText}, and {@code %%} for a percent sign. A sample that the request
 * does not have leaves nothing. Immutable and thread-safe.
 *
 * <p>The result is always fit for the value of a header field: a control character in a sample,
 * which only a decoding converter can bring about, becomes a blank (RFC 9110, 5.5), and there are
 * no blanks at the ends.
 */
public final class TextFormat {
  private final String format;
  private final List<Part> parts;
  private final String constant;

  /** Literal text, or else a sample. */
  private record Part(String literal, SampleText sample) {}

  private TextFormat(String format, List<Part> parts) {
    this.format = format;
    this.parts = List.copyOf(parts);
    boolean fixed = parts.stream().allMatch(part -> part.sample == null);
    this.constant = fixed ? of((RequestHead) null) : null;
  }

  /**
   * Compiles a format. Text beyond ASCII stands for its bytes in UTF-8.
   *
   * @throws RuleSyntaxException if a sample does not compile, a percent sign stands alone, or a
   *     control character is among the text
   */
  public static TextFormat compile(String format) {
    if (format == null) {
      throw new RuleSyntaxException("a text is required");
    }
    return new TextFormat(format, new Parser(format).parse());
  }

  /** Returns the text for a request, one byte a character. */
  public String of(RequestHead request) {
    if (constant != null) {
      return constant;
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      String value = part.sample == null ? part.literal : part.sample.of(request);
      if (value != null) {
        append(text, value);
      }
    }
    int end = CommaList.trimEnd(text.toString(), 0, text.length());
    return text.substring(CommaList.trimStart(text.toString(), 0, end), end);
  }

  /** Whether the text is the same for every request. */
  public boolean isConstant() {
    return constant != null;
  }

  private static void append(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      // Beyond a byte there can be line ends in disguise: only the low byte is sent.
      text.append(c > 0xFF ? '?' : isControl(c) ? ' ' : c);
    }
  }

  private static boolean isControl(char c) {
    return (c < ' ' && c != '\t') || c == 0x7F;
  }

  @Override
  public String toString() {
    return format;
  }

  /** Takes a format apart. */
  private static final class Parser {
    private final String format;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    Parser(String format) {
      this.format = format;
    }

    List<Part> parse() {
      while (at < format.length()) {
        char c = format.charAt(at);
        if (isControl(c)) {
          throw new RuleSyntaxException(
              "control character " + (int) c + " at position " + (at + 1) + " of the text");
        }
        if (c == '%') {
          percent();
        } else {
          literal.append(c);
          at++;
        }
      }
      endLiteral();
      return parts;
    }

    private void percent() {
      if (format.startsWith("%%", at)) {
        literal.append('%');
        at += 2;
      } else if (format.startsWith("%[", at)) {
        endLiteral();
        int end = sampleEnd(at + 2);
        parts.add(new Part(null, SampleText.compile(format.substring(at + 2, end))));
        at = end + 1;
      } else {
        throw new RuleSyntaxException(
            "'" + format.substring(at) + "': after % comes [SAMPLE], or another % for the sign");
      }
    }

    private void endLiteral() {
      if (literal.length() > 0) {
        byte[] bytes = literal.toString().getBytes(StandardCharsets.UTF_8);
        parts.add(new Part(new String(bytes, StandardCharsets.ISO_8859_1), null));
        literal.setLength(0);
      }
    }

    /** Returns where the bracket closes; one among arguments belongs to them. */
    private int sampleEnd(int start) {
      boolean arguments = false;
      char quote = 0;
      for (int i = start; i < format.length(); i++) {
        char c = format.charAt(i);
        if (!arguments) {
          if (c == ']') {
            return i;
          }
          arguments = c == '(';
        } else if (c == '\\' && quote != '\'') {
          i++;
        } else if (quote != 0) {
          quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else {
          arguments = c != ')';
        }
      }
      throw new RuleSyntaxException("missing ']' after '" + format.substring(at) + "'");
    }
  }
}
