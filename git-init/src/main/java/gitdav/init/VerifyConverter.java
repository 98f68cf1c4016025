package gitdav.init;

import gitdav.volume.snapshot.Scrutiny;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the setting `VERIFY`.
final class VerifyConverter implements ITypeConverter<Scrutiny> {

    @Override
    public Scrutiny convert(String text) {
        return switch (text) {
            case "fast" -> Scrutiny.FAST;
            case "full" -> Scrutiny.FULL;
            default -> throw new TypeConversionException("'" + text + "' is neither fast nor full");
        };
    }
}
