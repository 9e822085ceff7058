package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final int END = Candidates.END;

  private static List<Integer> drain(Candidates candidates) {
    List<Integer> rules = new ArrayList<>();
    for (int rule = candidates.next(); rule != Candidates.NONE; rule = candidates.next()) {
      rules.add(rule);
    }
    return rules;
  }

  @Test
  void mergesListsInAscendingOrder() {
    Candidates candidates = new Candidates(new int[] {3, 9, END, 0, 4, 10, END, 5, END});
    candidates.add(7);
    candidates.add(0);
    candidates.add(3);

    assertEquals(List.of(0, 3, 4, 5, 9, 10), drain(candidates));
  }

  @Test
  void givesARuleOnceThatSeveralListsHold() {
    Candidates candidates = new Candidates(new int[] {1, 2, 7, END, 2, 7, 8, END});
    candidates.add(4);
    candidates.add(0);

    assertEquals(List.of(1, 2, 7, 8), drain(candidates));
  }

  @Test
  void walksAListOnceThatIsAddedOften() {
    Candidates candidates = new Candidates(new int[] {1, 2, 4, END, 1, 3, 5, END});
    for (int i = 0; i < 100; i++) {
      candidates.add(i % 2 * 4);
    }

    assertEquals(1, candidates.next());
    assertEquals(2, candidates.next());
    assertEquals(2, candidates.lists());
    assertEquals(List.of(3, 4, 5), drain(candidates));
  }

  @Test
  void nothingFoundIsNoList() {
    Candidates candidates = new Candidates(new int[] {1, END});
    candidates.add(ValueMap.NONE);

    assertEquals(List.of(), drain(candidates));
    assertEquals(Candidates.NONE, candidates.next());
  }
}
