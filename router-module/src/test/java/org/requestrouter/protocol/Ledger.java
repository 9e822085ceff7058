package org.requestrouter.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients have been told, beside what servers have done. */
final class Ledger {
  private record Answer(String id, boolean post, int status, String content) {}

  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, Set<String>> served = new TreeMap<>();
  private final Set<String> posts = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  String next() {
    return Integer.toString(ids.incrementAndGet());
  }

  void answered(String id, boolean post, int status, String content) {
    answers.add(new Answer(id, post, status, content));
  }

  /** A client lost its connection in the middle. */
  void broken() {
    broken.incrementAndGet();
  }

  /** Takes the ledger of a server: a method and an id in each line. */
  void served(String server, List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      served.computeIfAbsent(server, name -> new HashSet<>()).add(words[1]);
      if (words[0].equals("POST") && !posts.add(words[1])) {
        faults.add("POST " + words[1] + " was read twice, at last by " + server);
      }
    }
  }

  /** What must not be; to be asked when all ledgers of servers have been taken. */
  List<String> faults() {
    Set<String> known = Set.of("200", "502", "503", "504");
    for (Answer answer : answers) {
      if (!known.contains(Integer.toString(answer.status()))) {
        faults.add("unexpected " + answer);
      }
      if (answer.status() == 200 && !isTrue(answer)) {
        faults.add("not served so: " + answer);
      }
    }
    return faults;
  }

  /** The content is the name of the server and the id that it was asked with. */
  private boolean isTrue(Answer answer) {
    String[] words = answer.content().split(" ", 2);
    return words.length == 2
        && words[1].equals(answer.id())
        && served.getOrDefault(words[0], Set.of()).contains(answer.id());
  }

  private long count(int status) {
    return answers.stream().filter(answer -> answer.status() == status).count();
  }

  /** The share of a status among all answers. */
  double share(int status) {
    return (double) count(status) / Math.max(1, answers.size());
  }

  @Override
  public String toString() {
    Map<Integer, Long> counts = new TreeMap<>();
    answers.forEach(answer -> counts.merge(answer.status(), 1L, Long::sum));
    return "requests=" + ids + " answers=" + counts + " broken=" + broken;
  }
}
