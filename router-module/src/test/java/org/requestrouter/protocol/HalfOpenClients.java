package org.requestrouter.protocol;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that do not end their headers, in a process with files of its own. */
final class HalfOpenClients implements AutoCloseable {
  private final Process process;
  private final PrintStream orders;

  HalfOpenClients(int port, String half) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "target" + File.separator + "test-classes",
                HalfOpenClients.class.getName(),
                Integer.toString(port),
                half)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
  }

  /** Has that many more of them connect. */
  void add(int count) {
    orders.println(count);
  }

  /** Ends all of them. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("clients have not ended");
      }
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Connects as many as each line says, to the port, and sends to it what comes after that. */
  public static void main(String[] portAndHeader) throws IOException {
    int port = Integer.parseInt(portAndHeader[0]);
    byte[] half = portAndHeader[1].getBytes(StandardCharsets.US_ASCII);
    List<Socket> clients = new ArrayList<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      for (int i = Integer.parseInt(line); i > 0; i--) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream().write(half);
        clients.add(client);
      }
    }
    for (Socket client : clients) client.close();
  }
}
