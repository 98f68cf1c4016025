package gitdav.webdav.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Part of a file, from its first byte to its last, counted from 0
/// ([RFC 9110, section 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).
public record ByteRange(long first, long last) {

    /// Who wants more of them at once is better served with the whole file.
    private static final int MAX_RANGES = 50;
    private static final Pattern RANGES = Pattern.compile("bytes=(.*)", Pattern.CASE_INSENSITIVE);
    /// More than 18 digits would not fit, and no file is that long.
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /// In bytes.
    public long length() {
        return last - first + 1;
    }

    /// As in the header `Content-Range`.
    ///
    /// @param size of the whole file
    public String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    /// The parts of a file that a client asks for with the header `Range`.
    ///
    /// @param size of the file
    /// @return nothing if the header is to be ignored: with another unit than bytes, bad syntax, more than 50 parts, or several
    ///         that are longer than the file together; an empty list if the file has none of the parts
    public static Optional<List<ByteRange>> parse(String header, long size) {
        Matcher ranges = RANGES.matcher(header);
        if (!ranges.matches()) {
            return Optional.empty();
        }
        List<ByteRange> satisfiable = new ArrayList<>();
        for (String part : ranges.group(1).split(",", MAX_RANGES + 1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches() || !isRange(range.group(1), range.group(2))) {
                return Optional.empty();
            }
            within(size, range.group(1), range.group(2)).ifPresent(satisfiable::add);
        }
        long total = satisfiable.stream().mapToLong(ByteRange::length).sum();
        return satisfiable.size() > 1 && total > size ? Optional.empty() : Optional.of(satisfiable);
    }

    private static boolean isRange(String first, String last) {
        return first.isEmpty() ? !last.isEmpty() : last.isEmpty() || Long.parseLong(first) <= Long.parseLong(last);
    }

    private static Optional<ByteRange> within(long size, String first, String last) {
        ByteRange range = first.isEmpty()
                ? new ByteRange(Math.max(0, size - Long.parseLong(last)), size - 1)
                : new ByteRange(Long.parseLong(first),
                        last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last)));
        return range.length() > 0 ? Optional.of(range) : Optional.empty();
    }
}
