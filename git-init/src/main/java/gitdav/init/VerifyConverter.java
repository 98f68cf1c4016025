package gitdav.init;

import gitdav.volume.snapshot.ReadPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the setting `VERIFY`.
final class VerifyConverter implements ITypeConverter<ReadPolicy> {

    @Override
    public ReadPolicy convert(String text) {
        return switch (text) {
            case "fast" -> ReadPolicy.FAST;
            case "full" -> ReadPolicy.FULL;
            default -> throw new TypeConversionException("'" + text + "' is neither fast nor full");
        };
    }
}
