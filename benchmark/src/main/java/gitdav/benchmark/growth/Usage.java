package gitdav.benchmark.growth;

/// What a program has taken from its start to its end.
///
/// @param processorSeconds user and system time of all its threads
/// @param mebibytes its largest resident memory
record Usage(double processorSeconds, double mebibytes) {}
