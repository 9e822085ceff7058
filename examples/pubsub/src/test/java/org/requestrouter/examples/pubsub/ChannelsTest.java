package org.requestrouter.examples.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private final Channels channels = new Channels(4);

  @Test
  void idsRise() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(channels.publish("a", "x").id());
    }
    assertEquals(ids.stream().sorted().distinct().toList(), ids);
  }

  @Test
  void aWaiterThatHasEndedOtherwiseIsNotCounted() {
    assertTrue(channels.next("a", Optional.empty(), message -> false).isEmpty());
    assertTrue(channels.next("a", Optional.empty(), message -> true).isEmpty());
    assertEquals(1, channels.publish("a", "x").receivers());
  }

  @Test
  void aWaiterWithoutAnIdDoesNotGetOldMessages() {
    channels.publish("a", "old");
    assertTrue(channels.next("a", Optional.empty(), message -> true).isEmpty());
    assertTrue(channels.next("a", Optional.of(0L), message -> true).isPresent());
  }

  @Test
  void aChannelThatOnlyHadAWaiterIsForgottenWhenItLeaves() {
    Waiter waiter = message -> true;
    channels.next("a", Optional.empty(), waiter);
    assertEquals(1, channels.size());
    channels.leave("a", waiter);
    assertEquals(0, channels.size());
  }

  @Test
  void theSweepForgetsOldChannelsButNoneWithWaiters() {
    channels.publish("old", "x");
    channels.publish("waiting", "x");
    channels.next("waiting", Optional.empty(), message -> true);

    channels.sweep(Duration.ofHours(1));
    assertEquals(2, channels.size());
    channels.sweep(Duration.ZERO);
    assertEquals(1, channels.size());
    assertEquals(1, channels.waiting("waiting"));
  }
}
