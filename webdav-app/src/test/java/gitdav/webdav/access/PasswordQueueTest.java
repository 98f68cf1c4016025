package gitdav.webdav.access;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

class PasswordQueueTest {

    private final PasswordQueue<String> queue = new PasswordQueue<>(4);

    @Test
    void addressesTakeTurns() throws Exception {
        add("a", "a1", "a2", "a3");
        add("b", "b1");

        assertThat(taken(4)).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void whoHasMostMakesRoomForOthers() throws Exception {
        add("a", "a1", "a2", "a3", "a4");

        assertThat(queue.add("b", "b1")).contains("a4");
        assertThat(queue.add("c", "c1")).contains("a3");
        assertThat(queue.add("a", "a5")).contains("a5");
        assertThat(taken(4)).containsExactly("a1", "b1", "c1", "a2");
    }

    @Test
    void whereAllHaveAsMuchTheNewestFindsNoRoom() throws Exception {
        for (String address : List.of("a", "b", "c", "d")) {
            add(address, address + "1");
        }

        assertThat(queue.add("e", "e1")).contains("e1");
        assertThat(taken(4)).containsExactly("a1", "b1", "c1", "d1");
    }

    @Test
    void whoTakesWaitsUntilThereIsSomething() throws Exception {
        var taken = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
        });

        add("a", "a1");

        assertThat(taken.get(30, SECONDS)).isEqualTo("a1");
    }

    private void add(String address, String... items) {
        for (String item : items) {
            assertThat(queue.add(address, item)).isEmpty();
        }
    }

    private List<String> taken(int number) {
        return IntStream.range(0, number).mapToObj(_ -> {
            try {
                return queue.take();
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
        }).toList();
    }
}
