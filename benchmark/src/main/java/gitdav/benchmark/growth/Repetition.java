package gitdav.benchmark.growth;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Repeats what takes too little for the system's clock of a hundredth of a second, once the virtual machine is warm: a
/// sidecar runs for months.
///
/// @param time how long it is repeated, and as long before to warm up
/// @param atLeast and how often
/// @param atMost after so many times it is enough
record Repetition(Duration time, int atLeast, int atMost) {

    /// The processor time that the program takes for the work, in seconds: the mean.
    double processorSeconds(RunningProgram program, Work work) throws IOException, InterruptedException {
        return processorSeconds(List.of(program), work);
    }

    /// The same of programs that do it together.
    double processorSeconds(List<RunningProgram> programs, Work work) throws IOException, InterruptedException {
        int warm = repeat(work, 0);
        double before = RunningProgram.processorSeconds(programs);
        int count = repeat(work, warm);
        // Half of the clock's unit for what it has not seen at all: there is no logarithm of 0.
        return Math.max(RunningProgram.processorSeconds(programs) - before, 0.005) / count;
    }

    private int repeat(Work work, int first) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        int count = 0;
        while (count < atLeast || (count < atMost && System.nanoTime() < end)) {
            work.run(first + count);
            count++;
        }
        return count;
    }

    /// What is measured.
    interface Work {

        /// Does it once.
        ///
        /// @param turn another number each time
        void run(int turn) throws IOException, InterruptedException;
    }
}
