package gitdav.e2e.crash;

import java.util.Random;

/// How often a test does something at random. `-Drounds=...` asks for another number of rounds, and `-Dseed=...` for the same
/// once more.
///
/// @param number how many
/// @param seed of [#random()]
record Rounds(int number, long seed) {

    /// Reads the properties, and prints what they are: a failure can be repeated with that.
    ///
    /// @param usual how many without the property
    static Rounds of(int usual) {
        var rounds = new Rounds(Integer.getInteger("rounds", usual), Long.getLong("seed", System.nanoTime()));
        System.out.printf("%d rounds from seed %d%n", rounds.number, rounds.seed);
        return rounds;
    }

    /// A new source of the same random numbers.
    Random random() {
        return new Random(seed);
    }
}
