package gitdav.webdav;

import gitdav.webdav.protocol.BasePath;
import gitdav.webdav.protocol.DavException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the path of a setting.
final class BasePathConverter implements ITypeConverter<BasePath> {

    @Override
    public BasePath convert(String value) {
        try {
            return BasePath.parse(value);
        } catch (DavException noPath) {
            throw new TypeConversionException("'" + value + "' is not a path such as /dav");
        }
    }
}
