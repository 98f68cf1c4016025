package gitdav.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// An application that has been taken over, for tests: another process, in which folders and links that lead elsewhere change
/// places, each in one step (`renameat2(2)`), as fast as the system allows, until it is closed.
public final class SwappingProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final Process process;
    private final BufferedReader counts;

    private SwappingProcess(Process process) {
        this.process = process;
        this.counts = process.inputReader();
    }

    /// Starts it; the first places have been changed when this returns.
    ///
    /// @param pairs two paths after one another are a pair
    public static SwappingProcess start(Path... pairs) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), SwappingProcess.class.getName()));
        Stream.of(pairs).map(Path::toString).forEach(command::add);
        var swapping = new SwappingProcess(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (swapping.swaps() == 0) {
            if (System.nanoTime() > deadline) {
                swapping.close();
                throw new IOException("nothing has changed places within " + LONGEST_START);
            }
        }
        return swapping;
    }

    /// How often a pair has changed places so far.
    ///
    /// @throws IOException if the process has ended
    public long swaps() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String count = counts.readLine();
        if (count == null) {
            throw new IOException("the process that swaps has ended");
        }
        return Long.parseLong(count);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /// The process: each line that it reads is answered by the count. It ends with the one that has started it.
    public static void main(String... pairs) throws IOException {
        var swaps = new AtomicLong();
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                for (int i = 0; i < pairs.length; i += 2) {
                    swap(Path.of(pairs[i]), Path.of(pairs[i + 1]), swaps);
                }
            }
        });
        while (System.in.read() != -1) {
            System.out.println(swaps);
        }
    }

    private static void swap(Path one, Path other, AtomicLong swaps) {
        try {
            AtomicRename.exchange(one, other);
            swaps.incrementAndGet();
        } catch (NoSuchFileException gone) {
            // Who works there has removed one, and may make it again.
        } catch (IOException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
