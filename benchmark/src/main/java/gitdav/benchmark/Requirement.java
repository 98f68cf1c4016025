package gitdav.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A file that one of Debian's packages installs.
public record Requirement(String debianPackage, Path file) {

    /// What the benchmark itself measures with.
    static final Requirement WRK = of("wrk", "/usr/bin/wrk");
    static final Requirement CURL = of("curl", "/usr/bin/curl");

    static Requirement of(String debianPackage, String file) {
        return new Requirement(debianPackage, Path.of(file));
    }

    /// What to install, if anything is missing.
    public static Optional<String> missing(Collection<Requirement> requirements) {
        var packages = requirements.stream().filter(requirement -> !Files.exists(requirement.file))
                .map(Requirement::debianPackage).collect(Collectors.toCollection(TreeSet::new));
        String names = String.join(" ", packages);
        return packages.isEmpty()
                ? Optional.empty()
                : Optional.of("not installed: " + names + "; apt-get install --no-install-recommends " + names);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
